import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { isStaleLink, waitAfter } from './patience';
import type { InventoryPage, InventoryPages, InventorySink, OpenRun, PageRequest, SyncProgress, SyncReport, SyncState } from './port';
import { withTaken } from './port';

export interface SyncOptions {
  readonly pages: InventoryPages;
  readonly sink: InventorySink;
  readonly clock: Clock;
  /** Resolves when no call of the technician is under way: those go first. */
  readonly quiet: () => Promise<void>;
  readonly onProgress: (progress: SyncProgress) => void;
}

/** Check-ins may be written late: so much of the time before the watermark is asked for again. */
export const OVERLAP_MS = 10 * 60_000;
const PAGE_LIMIT = 10_000;
const EMPTY_LIMIT = 100;
/** A full run that misses more than this is not believed before the next one agrees. */
const DOUBT_SHARE = 0.2;
const DOUBT_MIN = 50;

type Ended = 'complete' | 'restart';

/** Brings the inventory up to date. One run at a time; a cancelled or failed run goes on where it stopped. */
export class InventorySync {
  readonly #options: SyncOptions;
  #state: SyncState;
  #running: AbortController | null = null;
  #changed = 0;
  /** Every page of the open run was taken here. What a run before a restart saw is not known, so its rest cannot tell what has gone. */
  #isWhole = false;

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

  /** Ends the run after the page that is being taken; `run` then answers `auth.cancelled`. */
  cancel(): void {
    this.#running?.abort();
  }

  /**
   * Goes on with an open run, or reads what changed, or everything when nothing is known yet or `full` is asked for.
   * Failures are those of the pages; `graph.malformed` for links that go in circles.
   */
  async run({ full = false }: { readonly full?: boolean } = {}): Promise<Outcome<SyncReport>> {
    if (this.#running !== null) return err({ code: 'request.in-flight' });
    this.#running = new AbortController();
    try {
      return await this.#run(full, this.#running.signal);
    } finally {
      this.#running = null;
    }
  }

  async #run(full: boolean, signal: AbortSignal): Promise<Outcome<SyncReport>> {
    const { open } = this.#state;
    const isResumed = open !== null && open.next !== null && (!full || open.kind === 'full');
    if (!isResumed) await this.#open(full || this.#state.watermark === null ? 'full' : 'changes');
    else if (!this.#isWhole) await this.#options.sink.begin(this.#state);
    this.#changed = 0;
    const ended = await this.#pages(signal);
    if (!ended.ok) return ended;
    if (ended.value === 'restart') {
      await this.#open(this.#current().kind);
      const again = await this.#pages(signal);
      if (!again.ok) return again;
      if (again.value === 'restart') return err({ code: 'graph.malformed' });
    }
    return ok(await this.#close());
  }

  #current(): OpenRun {
    const { open } = this.#state;
    if (open === null) throw new Error('no run is open');
    return open;
  }

  async #open(kind: OpenRun['kind']): Promise<void> {
    const { watermark } = this.#state;
    const since = kind === 'full' || watermark === null ? null : iso(Date.parse(watermark) - OVERLAP_MS);
    const open: OpenRun = { kind, next: null, since, startedAt: this.#options.clock.now(), newest: null, pages: 0, devices: 0 };
    this.#state = { ...this.#state, open };
    await this.#options.sink.begin(this.#state);
    this.#isWhole = true;
  }

  #request(): PageRequest {
    const { next, since } = this.#current();
    if (next !== null) return { kind: 'next', link: next };
    return since === null ? { kind: 'all' } : { kind: 'changed', since };
  }

  /** Reads pages to the end; the next one is on its way while one is taken. */
  async #pages(signal: AbortSignal): Promise<Outcome<Ended>> {
    const seen = new Set<string>();
    const isResumed = this.#current().next !== null;
    let empty = 0;
    let coming = this.#fetch(this.#request(), signal);
    for (let count = 0; ; count += 1) {
      const page = await coming;
      if (signal.aborted) return err({ code: 'auth.cancelled' });
      if (!page.ok) return isResumed && count === 0 && isStaleLink(page.error) ? ok('restart') : page;
      const { next, items } = page.value;
      empty = items.length === 0 ? empty + 1 : 0;
      if ((next !== null && seen.has(next)) || count >= PAGE_LIMIT || empty > EMPTY_LIMIT) return this.#abandon();
      if (next !== null) {
        seen.add(next);
        coming = this.#fetch({ kind: 'next', link: next }, signal);
        // It is awaited in the next round, unless taking this page fails.
        coming.catch(() => undefined);
      }
      await this.#take(page.value);
      if (next === null) return ok('complete');
      if (isCancelled(signal)) {
        await coming;
        return err({ code: 'auth.cancelled' });
      }
    }
  }

  /** A run that goes in circles is forgotten: going on with it would end the same way. */
  async #abandon(): Promise<Outcome<Ended>> {
    this.#state = { ...this.#state, open: null };
    await this.#options.sink.keep(this.#state);
    return err({ code: 'graph.malformed' });
  }

  async #take({ items, next, serverTime }: InventoryPage): Promise<void> {
    const run = this.#current();
    const startedAt = run.pages === 0 && serverTime !== null ? serverTime : run.startedAt;
    const state: SyncState = { ...this.#state, open: { ...run, next, startedAt, pages: run.pages + 1 } };
    const taken = await this.#options.sink.take(items, state);
    this.#changed += taken.changed;
    this.#state = withTaken(state, taken);
    this.#tell(null, null);
  }

  /** One page, asked for again while waiting helps. */
  async #fetch(request: PageRequest, signal: AbortSignal): Promise<Outcome<InventoryPage>> {
    const { clock, pages, quiet } = this.#options;
    for (let tries = 1; ; tries += 1) {
      await quiet();
      if (signal.aborted) return err({ code: 'auth.cancelled' });
      const page = await pages.fetch(request, signal);
      if (page.ok || isCancelled(signal)) return page;
      const wait = waitAfter(page.error, tries);
      if (wait === null) return page;
      this.#tell(clock.now() + wait, page.error);
      await sleep(clock, wait, signal);
    }
  }

  #tell(waitingUntil: number | null, waitingFor: Failure | null): void {
    const { kind, pages, devices } = this.#current();
    this.#options.onProgress({ kind, pages, devices, waitingUntil, waitingFor });
  }

  async #close(): Promise<SyncReport> {
    const run = this.#current();
    const { sink, clock } = this.#options;
    let removed = 0;
    let isDoubtful = this.#state.isDoubtful;
    if (run.kind === 'full' && this.#isWhole) {
      const limit = this.#state.isDoubtful ? Number.MAX_SAFE_INTEGER : Math.max(DOUBT_MIN, Math.floor(run.devices * DOUBT_SHARE));
      const swept = await sink.sweep(limit);
      removed = swept.removed;
      isDoubtful = swept.unseen > swept.removed;
    }
    const now = clock.now();
    // A check-in after the start may belong to a device whose page had been read before.
    const known = run.newest === null ? this.#state.watermark : iso(Math.min(Date.parse(run.newest), run.startedAt));
    const { watermark: before, lastFullAt } = this.#state;
    this.#state = {
      watermark: before !== null && known !== null && known < before ? before : known,
      lastFullAt: run.kind === 'full' ? now : lastFullAt,
      lastRunAt: now,
      isDoubtful,
      open: null,
    };
    await sink.keep(this.#state);
    return { kind: run.kind, pages: run.pages, devices: run.devices, changed: this.#changed, removed, isDoubtful };
  }
}

/** Asked anew after every wait. */
const isCancelled = (signal: AbortSignal): boolean => signal.aborted;

/** Waits, or until cancelled. */
const sleep = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = clock.after(ms, () => {
      signal.removeEventListener('abort', end);
      resolve();
    });
    const end = (): void => {
      stop();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
