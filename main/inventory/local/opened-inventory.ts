import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { InventoryView, SyncView } from '../../../shared/contract/inventory';
import type { Failure } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { sweepTempFiles } from '../../store/durable-write';
import { storageFailure } from '../../store/storage-failure';
import type { InventoryClient } from '../process/client';
import { processSink } from '../process/client';
import type { News } from '../process/protocol';
import type { SnapshotPlace } from '../snapshot/snapshot';
import type { SyncProgress, SyncState } from '../sync/port';
import { freshState } from '../sync/port';
import { InventorySync } from '../sync/sync';
import { openKey } from './key';
import type { InventoryAsker, InventoryPorts, InventoryTenant } from './port';
import { nextRun } from './schedule';

export interface OpenedParts extends Pick<InventoryPorts, 'keyFile'> {
  readonly tenant: InventoryTenant;
  readonly client: InventoryClient;
  /** False: nothing of this tenant may be on the disk, and what is there is removed. */
  readonly mayKeep: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
  readonly notice: (failure: Failure) => void;
}

const SNAPSHOT = 'devices.snapshot';
const KEY = 'key.bin';

/** Removes what the disk holds of somebody's inventory. */
export async function removeKept({ folder }: InventoryTenant, log: Log): Promise<void> {
  if (folder === null) return;
  await rm(folder, { recursive: true, force: true }).catch((cause: unknown) => void log.fault('inventory.not-removed', cause));
}

/** The inventory of one tenant and account while it is open: reads what is kept, then keeps itself up to date. */
export class OpenedInventory {
  readonly #parts: OpenedParts;
  #opening = -1;
  #phase: 'opening' | 'ready' | 'closed' = 'opening';
  #devices = 0;
  #revision = 0;
  #categories: readonly string[] = [];
  #isKept = false;
  #sync: InventorySync | null = null;
  #progress: SyncProgress | null = null;
  /** How many devices there were when the run began. */
  #before = 0;
  #failure: Failure | null = null;
  #isStopped = false;
  #stopTimer: () => void = () => undefined;

  constructor(parts: OpenedParts) {
    this.#parts = parts;
  }

  get isReady(): boolean {
    return this.#phase === 'ready';
  }

  /** Answers for this inventory only, whichever is open by then. */
  readonly ask: InventoryAsker['ask'] = (request) => this.#parts.client.ask(request, this.#opening);

  view(revision: number): InventoryView {
    const { lastRunAt, isDoubtful } = this.#state;
    return {
      state: this.#phase === 'opening' ? 'opening' : 'ready',
      devices: this.#devices,
      asOf: lastRunAt === null ? null : iso(lastRunAt),
      kept: this.#isKept ? 'disk' : 'memory',
      sync: this.#syncView(),
      isStopped: this.#isStopped,
      failure: this.#progress === null ? this.#failure : null,
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

  /** Goes on with a run or starts one. `full`: everything is read, so that deleted devices go. */
  refresh(full: boolean): void {
    this.#isStopped = false;
    void this.#run(full);
  }

  /** Stops the run until the person goes on with it, or the app starts again. */
  cancel(): void {
    if (this.#sync?.isRunning !== true) return;
    this.#isStopped = true;
    this.#sync.cancel();
  }

  /** Timers stood still, or the network is back: what is due is done now. */
  wake(): void {
    if (this.#phase !== 'ready' || this.#isStopped || this.#sync?.isRunning === true) return;
    this.#plan(null);
  }

  news({ news, devices, failure }: News): void {
    if (this.#isClosed()) return;
    if (news === 'save-failed') {
      if (failure !== null) this.#parts.notice(failure);
      return;
    }
    this.#devices = devices;
    this.#revision += 1;
    this.#parts.changed();
  }

  /** Nothing of it is asked or told any more; what runs ends. */
  close(): void {
    this.#phase = 'closed';
    this.#stopTimer();
    this.#sync?.cancel();
  }

  /** Removes what is kept of this inventory, and its key. */
  async forget(): Promise<void> {
    await this.#parts.client.ask({ kind: 'forget' });
    await removeKept(this.#parts.tenant, this.#parts.log);
  }

  /** A question, because others close it while something is awaited. */
  #isClosed(): boolean {
    return this.#phase === 'closed';
  }

  get #state(): SyncState {
    return this.#sync?.state ?? freshState;
  }

  #syncView(): SyncView | null {
    if (this.#progress === null) return null;
    const { kind, devices, waitingUntil, waitingFor } = this.#progress;
    const expected = kind === 'full' && this.#before >= devices && this.#before > 0 ? this.#before : null;
    return { kind, devices, expected, waitingUntil: waitingUntil === null ? null : iso(waitingUntil), waitingFor };
  }

  /** Null: in memory only. A key that cannot be read or written costs the snapshot, never the inventory. */
  async #place(): Promise<SnapshotPlace | null> {
    const { tenant, mayKeep, keyFile, log, notice } = this.#parts;
    if (tenant.folder === null) return null;
    try {
      if (!mayKeep) {
        await removeKept(tenant, log);
        return null;
      }
      sweepTempFiles(tenant.folder);
      const key = await openKey(keyFile(join(tenant.folder, KEY)));
      return key === null ? null : { path: join(tenant.folder, SNAPSHOT), owner: tenant.owner, key };
    } catch (cause) {
      log.fault('inventory.no-key', cause);
      notice(storageFailure(cause));
      return null;
    }
  }

  #openFailed(failure: Failure): void {
    if (failure.code === 'auth.cancelled') return;
    this.#parts.log.warn('inventory.not-opened', { code: failure.code });
    this.#failure = failure;
    this.#begin(freshState);
  }

  #begin(state: SyncState): void {
    const { tenant, client, clock } = this.#parts;
    this.#sync = new InventorySync(
      {
        pages: tenant.pages,
        sink: processSink(client),
        clock,
        quiet: tenant.quiet,
        onProgress: (progress) => {
          if (this.#isClosed()) return;
          this.#progress = progress;
          this.#parts.changed();
        },
      },
      state,
    );
    this.#phase = 'ready';
    this.#parts.changed();
    void this.#lookAtCategories();
    this.#plan(null);
  }

  #plan(failure: Failure | null): void {
    const { clock } = this.#parts;
    const { at, full } = nextRun(this.#state, clock.now(), failure);
    this.#stopTimer();
    this.#stopTimer = clock.after(Math.max(0, at - clock.now()), () => void this.#run(full));
  }

  async #run(full: boolean): Promise<void> {
    const sync = this.#sync;
    if (sync === null || this.#isClosed() || sync.isRunning) return;
    const { log } = this.#parts;
    this.#stopTimer();
    this.#before = this.#devices;
    const ended = await sync.run({ full });
    if (this.#isClosed()) return;
    this.#progress = null;
    this.#failure = ended.ok || ended.error.code === 'auth.cancelled' ? null : ended.error;
    if (ended.ok) log.info('inventory.run', { kind: ended.value.kind, pages: ended.value.pages, devices: ended.value.devices, changed: ended.value.changed, removed: ended.value.removed });
    else log.warn('inventory.run-ended', { code: ended.error.code });
    this.#parts.changed();
    await this.#lookAtCategories();
    if (!this.#isClosed() && !this.#isStopped) this.#plan(this.#failure);
  }

  async #lookAtCategories(): Promise<void> {
    const status = await this.ask({ kind: 'status' });
    if (!status.ok || this.#isClosed()) return;
    this.#devices = status.value.devices;
    this.#categories = status.value.categories;
    this.#parts.changed();
  }
}
