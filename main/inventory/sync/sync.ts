import type { Clock } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import type { DeviceListRequest } from '../../graph/port';
import { isStaleLink, waitAfter } from './patience';
import type {
  AskedPage,
  InventoryPages,
  InventorySink,
  OpenRun,
  SyncProgress,
  SyncReport,
  SyncState,
  Taken,
} from './port';
import { SinkFailure, withTaken } from './port';
import { ReadAhead } from './read-ahead';
import { canResume, closed, FULL_INSTEAD_MS, isFilterIgnored, newRun, sweepLimit } from './run-rules';
import { unlessAborted, wait } from './wait';

export interface SyncOptions {
  readonly pages: InventoryPages;
  readonly sink: InventorySink;
  readonly clock: Clock;
  /** Resolves when no call of the technician is in flight: those have priority. */
  readonly quiet: () => Promise<void>;
  readonly onProgress: (progress: SyncProgress) => void;
}

const PAGE_LIMIT = 20_000;
const cancelled: Outcome<never> = err({ code: 'cancelled' });
/** The most consecutive pages without any new device. */
const BARREN_LIMIT = 100;

/** `restart`: the link is obsolete. `unfiltered`: everything arrives although only changes were requested. */
type Ended = 'complete' | 'restart' | 'unfiltered';

/** Brings the inventory up to date. One run at a time; a cancelled or failed run resumes after the last page that was taken. */
export class InventorySync {
  readonly #options: SyncOptions;
  #state: SyncState;
  #running: AbortController | null = null;
  #waking = new AbortController();
  #waiting: Pick<SyncProgress, 'waitingUntil' | 'waitingFor'> = { waitingUntil: null, waitingFor: null };
  #changed = 0;

  /** `state`: the state stored by the sink, as `open` returned it. */
  constructor(options: SyncOptions, state: SyncState) {
    this.#options = options;
    this.#state = state;
  }

  get state(): SyncState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Ends the run after the page that is being taken; `run` then returns `cancelled`. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Ends a wait for the service or the network: the computer woke up, or the network is back. */
  wake(): void {
    this.#waking.abort();
    this.#waking = new AbortController();
  }

  /**
   * Resumes an open run, or reads what changed, or everything if nothing is known yet or `full` is requested. Fails as the pages
   * and the sink do; with `graph.malformed` for links that go in circles; with `busy` while a run is in progress.
   */
  async run({ full = false }: { readonly full?: boolean } = {}): Promise<Outcome<SyncReport>> {
    if (this.#running !== null) return err({ code: 'busy' });
    this.#running = new AbortController();
    this.#changed = 0;
    try {
      return await this.#run(full, this.#running.signal);
    } catch (cause) {
      if (cause instanceof SinkFailure) return err(cause.failure);
      throw cause;
    } finally {
      this.#running = null;
    }
  }

  async #run(full: boolean, signal: AbortSignal): Promise<Outcome<SyncReport>> {
    if (!canResume(this.#state, full, this.#options.clock.now()))
      await this.#open(full || this.#state.watermark === null ? 'full' : 'changes');
    this.#tell();
    let ended = await this.#pages(signal);
    if (ended.ok && ended.value === 'unfiltered') {
      if (this.#options.clock.now() - (this.#state.lastFullAt ?? 0) < FULL_INSTEAD_MS)
        return ok(await this.#closeUnfiltered());
      await this.#open('full');
      ended = await this.#pages(signal);
    }
    if (ended.ok && ended.value === 'restart') {
      await this.#open(this.#current().kind);
      ended = await this.#pages(signal);
    }
    if (!ended.ok) return ended;
    return ended.value === 'complete' ? ok(await this.#close()) : this.#abandon();
  }

  #current(): OpenRun {
    const { open } = this.#state;
    if (open === null) throw new Error('no run is open');
    return open;
  }

  async #open(kind: OpenRun['kind']): Promise<void> {
    const state: SyncState = { ...this.#state, open: newRun(kind, this.#state, this.#options.clock.now()) };
    await this.#options.sink.begin(state);
    this.#state = state;
  }

  /** The next request; null when the last page has been taken. */
  #request(): DeviceListRequest | null {
    const { next, pages, since } = this.#current();
    if (next !== null) return { kind: 'next', link: next };
    if (pages > 0) return null;
    return since === null ? { kind: 'all' } : { kind: 'changed', since };
  }

  /** Reads pages to the end; some are fetched while one is taken. */
  async #pages(signal: AbortSignal): Promise<Outcome<Ended>> {
    const ahead = new ReadAhead((request, stop, onHint) => this.#fetch(request, stop, onHint), signal);
    try {
      return await this.#follow(ahead, signal);
    } finally {
      await ahead.end();
    }
  }

  async #follow(ahead: ReadAhead, signal: AbortSignal): Promise<Outcome<Ended>> {
    const links = new Set<string>();
    let barren = 0;
    for (let request = this.#request(); request !== null; request = this.#request()) {
      if (barren > BARREN_LIMIT || this.#current().pages >= PAGE_LIMIT) return this.#abandon();
      // The first page of changes shows whether the others are needed at all.
      const isTrial = request.kind === 'changed';
      const taken = await this.#onePage(ahead, request, signal);
      if (!taken.ok) return request.kind === 'next' && isStaleLink(taken.error) ? ok('restart') : taken;
      barren = taken.value.fresh === 0 ? barren + 1 : 0;
      const { next, received } = taken.value;
      // An empty page that links to itself may mean: try again.
      if (next !== null && links.has(next) && received > 0) return this.#abandon();
      if (next !== null) links.add(next);
      if (isTrial && next !== null && isFilterIgnored(this.#current(), taken.value)) return ok('unfiltered');
      if (signal.aborted && next !== null) return cancelled;
    }
    return ok('complete');
  }

  /** Fetches and takes one page. An unreadable one may have been truncated in transit and is requested again. */
  async #onePage(ahead: ReadAhead, request: DeviceListRequest, signal: AbortSignal): Promise<Outcome<Taken>> {
    for (let tries = 1; ; tries += 1) {
      const page = await ahead.page(request, request.kind === 'changed');
      if (signal.aborted) return cancelled;
      if (!page.ok) return page;
      const taken = await this.#take(page.value);
      if (taken !== null) return ok(taken);
      ahead.drop();
      const ms = waitAfter(page.value.unreadable, tries);
      if (ms === null) return err(page.value.unreadable);
      await this.#pause(ms, page.value.unreadable, signal);
    }
  }

  /** Discards a run that goes in circles: resuming it would end the same way. */
  async #abandon(): Promise<Outcome<never>> {
    await this.#keep({ ...this.#state, open: null });
    return err({ code: 'graph.malformed' });
  }

  async #keep(state: SyncState): Promise<void> {
    await this.#options.sink.keep(state);
    this.#state = state;
  }

  async #take(page: AskedPage): Promise<Taken | null> {
    const { serverTime } = page;
    const run = this.#current();
    const startedAt = run.pages === 0 && serverTime !== null ? serverTime : run.startedAt;
    const state: SyncState = { ...this.#state, open: { ...run, startedAt, pages: run.pages + 1 } };
    const taken = await this.#options.sink.take(page, state);
    if (taken === null) return null;
    this.#changed += taken.changed;
    this.#state = withTaken(state, taken);
    this.#tell();
    return taken;
  }

  /** Fetches one page, with retries as long as waiting may help. */
  async #fetch(
    request: DeviceListRequest,
    signal: AbortSignal,
    onHint: (link: string) => void,
  ): Promise<Outcome<AskedPage>> {
    const { pages, quiet } = this.#options;
    for (let tries = 1; ; tries += 1) {
      await unlessAborted(quiet(), signal);
      if (signal.aborted) return cancelled;
      const page = await pages.fetch(request, signal, onHint);
      if (page.ok || isAborted(signal)) return page;
      const ms = waitAfter(page.error, tries);
      if (ms === null) return page;
      await this.#pause(ms, page.error, signal);
    }
  }

  async #pause(ms: number, waitingFor: Failure, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    this.#tell({ waitingUntil: clock.now() + ms, waitingFor });
    await wait(clock, ms, [signal, this.#waking.signal]);
    this.#tell({ waitingUntil: null, waitingFor: null });
  }

  #tell(waiting = this.#waiting): void {
    this.#waiting = waiting;
    const { kind, pages, devices } = this.#current();
    this.#options.onProgress({ kind, pages, devices, ...waiting });
  }

  async #close(): Promise<SyncReport> {
    const run = this.#current();
    const { sink, clock } = this.#options;
    const swept = run.kind === 'full' ? await sink.sweep(sweepLimit(run, this.#state.isDoubtful)) : null;
    const isDoubtful = swept === null ? this.#state.isDoubtful : swept.unseen > swept.removed;
    await this.#keep(closed(this.#state, run, clock.now(), isDoubtful));
    return this.#report(run, swept?.removed ?? 0, false);
  }

  /** What arrived is stored, but nothing is known about the rest, so the watermark stays. */
  async #closeUnfiltered(): Promise<SyncReport> {
    const run = this.#current();
    await this.#keep({ ...this.#state, open: null });
    return this.#report(run, 0, true);
  }

  #report({ kind, pages, devices }: OpenRun, removed: number, isUnfiltered: boolean): SyncReport {
    return { kind, pages, devices, changed: this.#changed, removed, isDoubtful: this.#state.isDoubtful, isUnfiltered };
  }
}

/** A function, because the signal may abort during every `await`. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
