import { join } from 'node:path';
import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { Failure } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { sweepTempFiles } from '../../store/durable-write';
import { storageFailure } from '../../store/storage-failure';
import { Announcer } from '../process/announcer';
import type { InventoryClient } from '../process/client';
import { processSink } from '../process/client';
import type { InventoryRequest, News } from '../process/protocol';
import type { SnapshotPlace } from '../snapshot/snapshot';
import type { SyncState } from '../sync/port';
import { freshState } from '../sync/port';
import { FresherRows } from './fresher-rows';
import { KEY, removeKept, SNAPSHOT } from './kept-files';
import { openKey } from './key';
import type { InventoryAsker, InventoryPorts, InventoryTenant } from './port';
import { Runs } from './runs';

/** The shortest interval between updates of a count, in milliseconds; each update repaints the windows. */
const COUNTS_EVERY_MS = 500;

export interface OpenedParts extends Pick<InventoryPorts, 'keyFile'> {
  readonly tenant: InventoryTenant;
  readonly client: InventoryClient;
  /** False: nothing of this tenant may be stored, and what is stored is deleted. */
  readonly mayKeep: boolean;
  /** No run starts before one is requested. */
  readonly isStopped: boolean;
  /** True once for each folder: no one writes there yet, so that temporary files of a killed process can be deleted. */
  readonly isUntouched: (folder: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
  readonly notice: (failure: Failure) => void;
}

/** The inventory of one tenant and account while it is open: loads the snapshot, then keeps itself up to date. */
export class OpenedInventory implements InventoryAsker {
  readonly #parts: OpenedParts;
  readonly #fresher = new FresherRows();
  /** The client's `opening`; -1 before the process is asked to open this inventory. */
  #opening = -1;
  #phase: 'opening' | 'ready' | 'closed' = 'opening';
  #devices = 0;
  #revision = 0;
  #categories: readonly string[] = [];
  #isKept = false;
  #runs: Runs | null = null;

  readonly #counts: Announcer;

  constructor(parts: OpenedParts) {
    this.#parts = parts;
    this.#counts = new Announcer(parts.clock, parts.changed, COUNTS_EVERY_MS);
  }

  get isReady(): boolean {
    return this.#phase === 'ready';
  }

  get isStopped(): boolean {
    return this.#runs?.isStopped ?? this.#parts.isStopped;
  }

  /** Fails with `cancelled` if the process has another inventory open by then. */
  readonly ask: InventoryAsker['ask'] = (request) => {
    this.#note(request);
    return this.#parts.client.ask(request, this.#opening);
  };

  view(revision: number): InventoryView {
    const { lastRunAt, isDoubtful } = this.#runs?.state ?? freshState;
    const idle = { sync: null, isStopped: this.#parts.isStopped, failure: null };
    return {
      state: this.#phase === 'opening' ? 'opening' : 'ready',
      devices: this.#devices,
      asOf: lastRunAt === null ? null : iso(lastRunAt),
      kept: this.#isKept ? 'disk' : 'memory',
      ...(this.#runs?.view() ?? idle),
      isDoubtful,
      categories: this.#categories,
      revision: revision + this.#revision,
    };
  }

  async open(): Promise<void> {
    const place = await this.#place();
    if (this.#isClosed()) return;
    const opening = this.#parts.client.ask({ kind: 'open', place });
    this.#opening = this.#parts.client.opening;
    const opened = await opening;
    if (this.#isClosed()) return;
    if (!opened.ok) return this.#openFailed(opened.error);
    const { devices, state, dropped } = opened.value;
    if (dropped !== null && dropped !== 'missing') this.#parts.notice({ code: 'inventory.dropped', detail: dropped });
    this.#isKept = place !== null;
    this.#devices = devices;
    this.#begin(state);
  }

  /** See `InventoryKeeper`. Does nothing before the inventory is ready: then a run starts anyway. */
  refresh(full: boolean): void {
    this.#runs?.refresh(full);
  }

  cancel(): void {
    this.#runs?.cancel();
  }

  wake(): void {
    this.#runs?.wake();
  }

  reached(): void {
    this.#runs?.reached();
  }

  news({ news, devices, failure }: News): void {
    if (this.#isClosed()) return;
    if (news === 'save-failed') {
      if (failure !== null) this.#parts.notice(failure);
      return;
    }
    // While this inventory is being opened, news are about the previous one.
    if (!this.isReady) return;
    this.#devices = devices;
    this.#revision += 1;
    this.#counts.changed();
  }

  /** Ends the current run; no more queries and news. */
  close(): void {
    this.#phase = 'closed';
    this.#runs?.close();
  }

  /** Writes unwritten changes and makes the process drop the inventory. Resolves when nothing of it is being written any more. */
  async leave(): Promise<void> {
    const { client } = this.#parts;
    await client.ask({ kind: 'open', place: null });
    await client.ask({ kind: 'save' });
  }

  /** Deletes the stored inventory. */
  async forget(): Promise<void> {
    await this.#parts.client.ask({ kind: 'forget' });
  }

  /** A method, because the inventory may be closed during every `await`. */
  #isClosed(): boolean {
    return this.#phase === 'closed';
  }

  #note(request: InventoryRequest): void {
    if (request.kind === 'learn') this.#fresher.note(request.devices.map(({ id }) => id));
    if (request.kind === 'remove') this.#fresher.note(request.ids);
  }

  /** Null: in memory only. A key that cannot be read or written costs the snapshot, never the inventory. */
  async #place(): Promise<SnapshotPlace | null> {
    const { tenant, mayKeep, isUntouched, keyFile, log, notice } = this.#parts;
    const { folder, owner } = tenant;
    if (folder === null) return null;
    try {
      if (!mayKeep) {
        await removeKept(tenant);
        return null;
      }
      if (isUntouched(folder)) sweepTempFiles(folder);
      const key = await openKey(keyFile(join(folder, KEY)));
      return key === null ? null : { path: join(folder, SNAPSHOT), owner, key };
    } catch (cause) {
      log.fault('inventory.no-place', cause);
      notice(storageFailure(cause));
      return null;
    }
  }

  /** The snapshot cannot be read: the inventory is recreated in memory, and the file stays as it is. */
  #openFailed(failure: Failure): void {
    if (failure.code === 'cancelled') return;
    this.#parts.log.warn('inventory.not-opened', { code: failure.code });
    this.#parts.notice(failure);
    this.#begin(freshState);
  }

  #begin(state: SyncState): void {
    const { tenant, client, clock, log, changed, isStopped } = this.#parts;
    this.#phase = 'ready';
    this.#runs = new Runs(
      {
        pages: this.#fresher.pages(tenant.pages),
        sink: this.#fresher.sink(processSink(client)),
        quiet: tenant.quiet,
        clock,
        log,
        devices: () => this.#devices,
        changed,
        progressed: () => this.#counts.changed(),
        ended: () => this.#lookAtCategories(),
      },
      state,
      isStopped,
    );
    changed();
    void this.#lookAtCategories();
  }

  async #lookAtCategories(): Promise<void> {
    const status = await this.ask({ kind: 'status' });
    if (!status.ok || this.#isClosed()) return;
    this.#devices = status.value.devices;
    this.#categories = status.value.categories;
    this.#parts.changed();
  }
}
