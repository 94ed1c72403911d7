import type { Clock } from '../../../shared/clock';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { Preferences } from '../../../shared/contract/settings';
import type { Failure } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { RestartBudget, RESTARTS } from '../../../shared/restart-budget';
import { createSerial } from '../../../shared/serial';
import { storageFailure } from '../../store/storage-failure';
import { InventoryClient } from '../process/client';
import { removeKept } from './kept-files';
import { OpenedInventory } from './opened-inventory';
import type { InventoryAsker, InventoryKeeper, InventoryPorts, InventoryProcess, InventoryTenant } from './port';

export interface LocalInventoryOptions extends InventoryPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where the inventory is stored, by the setting or the organization's policy. */
  readonly place: () => Preferences['inventory'];
  /** Deletes the stored inventories of removed tenants, or of all if nothing may be stored. */
  readonly tidy: () => Promise<void>;
  readonly changed: (view: InventoryView) => void;
  readonly notice: (failure: Failure) => void;
}

const off: InventoryView = {
  state: 'off',
  devices: 0,
  asOf: null,
  kept: 'memory',
  sync: null,
  isStopped: false,
  failure: null,
  isDoubtful: false,
  categories: [],
  revision: 0,
};

/** Distance between the revisions of two inventories, so that no revision is ever repeated. */
const REVISIONS = 1_000_000;
/** Delay before the first restart of the process, in milliseconds; doubled with every further one. */
const RESTART_AFTER_MS = 1_000;
const processGone: Failure = { code: 'internal', detail: 'inventory process' };

interface Running {
  readonly process: InventoryProcess;
  readonly client: InventoryClient;
  /** Folders to which this run of the app may have written. */
  readonly touched: Set<string>;
}

/** The devices of the signed-in account, in their own process. It runs only while someone is signed in and the inventory is on. */
export function createLocalInventory(options: LocalInventoryOptions): InventoryKeeper {
  return new LocalInventory(options);
}

class LocalInventory implements InventoryKeeper {
  readonly #options: LocalInventoryOptions;
  /** Serializes every change to disk and process. */
  readonly #serial = createSerial();
  #running: Running | null = null;
  #tenant: InventoryTenant | null = null;
  #opened: OpenedInventory | null = null;
  #place: Preferences['inventory'];
  #revision = 0;
  /** Bumped whenever the target changes; an open queued for an older value is dropped. */
  #turn = 0;
  /** After too many deaths the process is not restarted until the technician requests a run. */
  readonly #restarts: RestartBudget;
  #hasGivenUp = false;
  /** A run that the technician stopped stays stopped when the process is restarted. */
  #isStopped = false;
  #isFinished = false;

  constructor(options: LocalInventoryOptions) {
    this.#options = options;
    this.#place = options.place();
    this.#restarts = new RestartBudget(options.clock, RESTART_AFTER_MS);
    void this.#serial(() => this.#tidy());
  }

  current(): InventoryView {
    if (this.#opened !== null) return this.#opened.view(this.#revision);
    const failure = this.#hasGivenUp ? processGone : null;
    return {
      ...off,
      state: this.#isComing() ? 'opening' : 'off',
      isStopped: this.#isComing() && this.#isStopped,
      failure,
      revision: this.#revision,
    };
  }

  open(): InventoryAsker | null {
    return this.#opened?.isReady === true ? this.#opened : null;
  }

  refresh(full: boolean): void {
    this.#isStopped = false;
    if (this.#opened !== null) return this.#opened.refresh(full);
    if (this.#hasGivenUp) void this.use(this.#tenant);
  }

  cancel(): void {
    this.#opened?.cancel();
  }

  wake(): void {
    this.#opened?.wake();
  }

  reconsider(): void {
    if (this.#place !== this.#options.place()) void this.#change(this.#tenant, false);
    void this.#serial(() => this.#tidy());
  }

  use(tenant: InventoryTenant | null, { forget }: { readonly forget: boolean } = { forget: false }): Promise<void> {
    const before = this.#tenant;
    this.#tenant = tenant;
    this.#isStopped = false;
    this.#restarts.reset();
    return this.#change(before, forget);
  }

  async finish(): Promise<void> {
    this.#isFinished = true;
    const left = this.#close();
    await this.#serial(async () => {
      await left?.ask({ kind: 'save' });
      this.#running?.process.stop();
      this.#running = null;
    });
  }

  /** An inventory is about to be opened. */
  #isComing(): boolean {
    return this.#tenant !== null && !this.#hasGivenUp && !this.#isFinished && this.#options.place() !== 'off';
  }

  /** Closes the inventory of `before`, then opens the current tenant's. */
  #change(before: InventoryTenant | null, forget: boolean): Promise<void> {
    this.#hasGivenUp = false;
    this.#place = this.#options.place();
    const left = this.#close();
    const turn = this.#turn;
    return this.#serial(async () => {
      await this.#leave(left, before, forget || this.#options.place() !== 'disk');
      if (turn === this.#turn) await this.#enter();
    });
  }

  /** From now on nothing of the open inventory is queried or shown. */
  #close(): OpenedInventory | null {
    const left = this.#opened;
    left?.close();
    this.#opened = null;
    this.#turn += 1;
    this.#revision += REVISIONS;
    this.#options.changed(this.current());
    return left;
  }

  async #leave(left: OpenedInventory | null, before: InventoryTenant | null, forget: boolean): Promise<void> {
    if (!forget) return left?.leave();
    await left?.forget();
    // Even if it is not open: its process may have died, or it was never opened in this run of the app.
    if (before !== null) await this.#removed(removeKept(before));
  }

  async #tidy(): Promise<void> {
    await this.#removed(this.#options.tidy());
  }

  async #removed(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (cause) {
      this.#options.log.fault('inventory.not-removed', cause);
      this.#options.notice(storageFailure(cause));
    }
  }

  async #enter(): Promise<void> {
    const tenant = this.#tenant;
    const { keyFile, place, clock, log, changed, notice } = this.#options;
    this.#place = place();
    if (tenant === null || this.#isFinished) return;
    if (this.#place === 'off') return this.#removed(removeKept(tenant));
    const running = this.#start();
    if (running === null) return;
    const opened: OpenedInventory = new OpenedInventory({
      tenant,
      client: running.client,
      keyFile,
      clock,
      log,
      notice,
      mayKeep: this.#place === 'disk',
      isStopped: this.#isStopped,
      isUntouched: (folder) => !running.touched.has(folder) && running.touched.add(folder).has(folder),
      changed: () => {
        if (this.#opened === opened) changed(this.current());
      },
    });
    this.#opened = opened;
    changed(this.current());
    await opened.open();
  }

  /** The running process, or a new one; null when none can be started. */
  #start(): Running | null {
    if (this.#running !== null) return this.#running;
    try {
      const process = this.#options.startProcess(() => this.#gone(running));
      const client = new InventoryClient(process.port, (news) => this.#opened?.news(news));
      const running: Running = { process, client, touched: new Set() };
      this.#running = running;
      return running;
    } catch (cause) {
      this.#options.log.fault('inventory.not-started', cause);
      this.#giveUp();
      return null;
    }
  }

  /** The process ended on its own: its data are read again from the snapshot and the service. */
  #gone(running: Running): void {
    running.client.gone();
    if (this.#running !== running) return;
    this.#running = null;
    const { clock, log } = this.#options;
    const wasOpening = this.#opened?.isReady === false;
    this.#isStopped = this.#opened?.isStopped ?? this.#isStopped;
    const delay = this.#restarts.afterDeath();
    const { deaths } = this.#restarts;
    log.warn('inventory.process-gone', { deaths });
    if (delay === null) this.#hasGivenUp = true;
    this.#close();
    if (delay === null || this.#hasGivenUp) return this.#giveUp();
    const turn = this.#turn;
    clock.after(
      delay,
      () =>
        void this.#serial(async () => {
          if (turn !== this.#turn) return;
          // The snapshot may be what crashes the process.
          if (deaths === RESTARTS && wasOpening) await this.#drop();
          await this.#enter();
        }),
    );
  }

  async #drop(): Promise<void> {
    if (this.#tenant === null) return;
    this.#options.notice({ code: 'inventory.dropped', detail: 'damaged' });
    await this.#removed(removeKept(this.#tenant));
  }

  #giveUp(): void {
    this.#hasGivenUp = true;
    if (this.#tenant !== null) this.#options.notice(processGone);
    this.#options.changed(this.current());
  }
}
