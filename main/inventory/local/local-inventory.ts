import type { Clock } from '../../../shared/clock';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { Preferences } from '../../../shared/contract/settings';
import type { Failure } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { createSerial } from '../../../shared/serial';
import { InventoryClient } from '../process/client';
import { OpenedInventory, removeKept } from './opened-inventory';
import type { InventoryAsker, InventoryKeeper, InventoryPorts, InventoryProcess, InventoryTenant } from './port';

export interface LocalInventoryOptions extends InventoryPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where the setting, or the organization, wants it to be kept. */
  readonly place: () => Preferences['inventory'];
  readonly changed: (view: InventoryView) => void;
  readonly notice: (failure: Failure) => void;
}

const off: InventoryView = {
  state: 'off', devices: 0, asOf: null, kept: 'memory', sync: null, isStopped: false, failure: null, isDoubtful: false, categories: [], revision: 0,
};

/** Room for the changes of one inventory, so that a revision never comes back with the next one. */
const REVISIONS = 1_000_000;
/** A process that dies more often than this for one inventory is left alone. */
const RESTARTS = 3;
const RESTART_AFTER_MS = 1_000;

interface Running {
  readonly process: InventoryProcess;
  readonly client: InventoryClient;
}

/** The devices of whoever is signed in, in a process of their own. Nothing runs while nobody is, or it is switched off. */
export function createLocalInventory(options: LocalInventoryOptions): InventoryKeeper {
  return new LocalInventory(options);
}

class LocalInventory implements InventoryKeeper {
  readonly #options: LocalInventoryOptions;
  readonly #serial = createSerial();
  #running: Running | null = null;
  #tenant: InventoryTenant | null = null;
  #opened: OpenedInventory | null = null;
  #place: Preferences['inventory'] = 'off';
  #revision = 0;
  #restarts = 0;
  #isFinished = false;

  constructor(options: LocalInventoryOptions) {
    this.#options = options;
  }

  current(): InventoryView {
    return this.#opened?.view(this.#revision) ?? { ...off, revision: this.#revision };
  }

  open(): InventoryAsker | null {
    return this.#opened?.isReady === true ? this.#opened : null;
  }

  refresh(full: boolean): void {
    this.#opened?.refresh(full);
  }

  cancel(): void {
    this.#opened?.cancel();
  }

  wake(): void {
    this.#opened?.wake();
  }

  reconsider(): void {
    if (this.#place !== this.#options.place()) void this.use(this.#tenant);
  }

  use(tenant: InventoryTenant | null, { forget }: { readonly forget: boolean } = { forget: false }): Promise<void> {
    this.#tenant = tenant;
    this.#restarts = 0;
    const left = this.#close();
    return this.#serial(async () => {
      if (left !== null) await this.#leave(left, forget);
      if (this.#tenant === tenant && !this.#isFinished) await this.#enter(tenant);
    });
  }

  async finish(): Promise<void> {
    this.#isFinished = true;
    const left = this.#close();
    await this.#serial(async () => {
      if (left !== null) await left.ask({ kind: 'save' });
      this.#running?.process.stop();
      this.#running = null;
    });
  }

  /** From here on nothing of the open inventory is asked or shown. */
  #close(): OpenedInventory | null {
    const left = this.#opened;
    left?.close();
    this.#opened = null;
    this.#revision += REVISIONS;
    this.#options.changed(this.current());
    return left;
  }

  async #leave(left: OpenedInventory, forget: boolean): Promise<void> {
    if (forget) return left.forget();
    await left.ask({ kind: 'save' });
    await this.#running?.client.ask({ kind: 'open', place: null });
  }

  async #enter(tenant: InventoryTenant | null): Promise<void> {
    const { place, log } = this.#options;
    this.#place = place();
    if (tenant === null) return;
    if (this.#place === 'off') return removeKept(tenant, log);
    const { keyFile, clock, changed, notice } = this.#options;
    const { client } = (this.#running ??= this.#start());
    const opened: OpenedInventory = new OpenedInventory({
      tenant,
      client,
      keyFile,
      clock,
      log,
      notice,
      mayKeep: this.#place === 'disk',
      changed: () => {
        if (this.#opened === opened) changed(this.current());
      },
    });
    this.#opened = opened;
    changed(this.current());
    await opened.open();
  }

  #start(): Running {
    const process = this.#options.startProcess(() => this.#gone(running));
    const client = new InventoryClient(process.port, (news) => this.#opened?.news(news));
    const running: Running = { process, client };
    return running;
  }

  /** The process ended by itself: what it knew is read again from the snapshot and the service. */
  #gone(running: Running): void {
    running.client.gone();
    if (this.#running !== running) return;
    this.#running = null;
    const tenant = this.#tenant;
    this.#close();
    this.#restarts += 1;
    this.#options.log.warn('inventory.process-gone', { restarts: this.#restarts });
    if (this.#isFinished || this.#restarts > RESTARTS) return;
    this.#options.clock.after(RESTART_AFTER_MS, () => {
      if (this.#tenant === tenant && this.#opened === null) void this.#serial(() => this.#enter(tenant));
    });
  }
}
