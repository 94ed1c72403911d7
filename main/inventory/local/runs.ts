import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { SyncView } from '../../../shared/contract/inventory';
import type { Failure, Outcome } from '../../../shared/failure';
import { isCancelled } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { err } from '../../../shared/result';
import type { InventoryPages, InventorySink, SyncProgress, SyncReport, SyncState } from '../sync/port';
import { InventorySync } from '../sync/sync';
import type { Due, RunEnd } from './schedule';
import { AGAIN_SOON_MS, isOfNetwork, nextRun } from './schedule';

export interface RunsParts {
  readonly pages: InventoryPages;
  readonly sink: InventorySink;
  /** Resolves when no call of the technician is under way. */
  readonly quiet: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Devices that are known now. */
  readonly devices: () => number;
  /** What `view` tells has changed. */
  readonly changed: () => void;
  /** Of it only what counts up with every page. */
  readonly progressed: () => void;
  /** After each run, before the next one. */
  readonly ended: () => Promise<void>;
}

type RunsView = { readonly sync: SyncView | null; readonly isStopped: boolean; readonly failure: Failure | null };

/** Keeps one open inventory up to date: one run after the other, by schedule and when somebody asks for it. */
export class Runs {
  readonly #parts: RunsParts;
  readonly #sync: InventorySync;
  #progress: SyncProgress | null = null;
  /** How many devices there were when the run began. */
  #before = 0;
  #failure: Failure | null = null;
  #isStopped: boolean;
  /** Somebody asked for everything, and no full run has ended since. */
  #isFullWanted = false;
  /** Somebody asked for a run while the one before was still ending. */
  #isAgainWanted = false;
  #isClosed = false;
  #due: Due & { readonly plannedAt: number } = { at: 0, full: false, plannedAt: 0 };
  #lastReachedAt = Number.NEGATIVE_INFINITY;
  #stopTimer: () => void = () => undefined;

  /** `state`: what the process keeps. `isStopped`: nothing runs before somebody asks for it. */
  constructor(parts: RunsParts, state: SyncState, isStopped: boolean) {
    this.#parts = parts;
    this.#isStopped = isStopped;
    const onProgress = (progress: SyncProgress): void => {
      if (this.#isClosed) return;
      this.#progress = progress;
      parts.progressed();
    };
    this.#sync = new InventorySync(
      { pages: parts.pages, sink: parts.sink, clock: parts.clock, quiet: parts.quiet, onProgress },
      state,
    );
    if (!isStopped) this.#plan(null);
  }

  get state(): SyncState {
    return this.#sync.state;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  view(): RunsView {
    const failure = this.#progress === null ? this.#failure : null;
    return { sync: this.#syncView(), isStopped: this.#isStopped, failure };
  }

  /** Goes on with a run or starts one. `full`: everything is read, if need be after the run that is under way. */
  refresh(full: boolean): void {
    if (this.#isClosed) return;
    const wasStopped = this.#isStopped;
    this.#isStopped = false;
    this.#isFullWanted ||= full;
    if (!this.#sync.isRunning) return void this.#run(this.#isFullWanted);
    this.#isAgainWanted ||= wasStopped;
    this.#endWait();
    this.#parts.changed();
  }

  /** Stops the run until somebody asks for one. */
  cancel(): void {
    if (!this.#sync.isRunning) return;
    this.#isStopped = true;
    this.#isFullWanted = false;
    this.#isAgainWanted = false;
    this.#sync.cancel();
    this.#parts.changed();
  }

  /** Timers stood still for a while: what is due by the clock on the wall is done now, as is what waited for the network. */
  wake(): void {
    if (this.#isClosed || this.#isStopped) return;
    if (this.#sync.isRunning) return this.#endWait();
    if (isOfNetwork(this.#failure)) return this.#plan(null);
    const now = this.#parts.clock.now();
    // A clock that was set back must not make the pause longer.
    this.#arm(Math.min(this.#due.at - now, this.#due.at - this.#due.plannedAt));
  }

  /** The service has answered somebody: what waited for the network goes on, once a minute at most. */
  reached(): void {
    const { clock } = this.#parts;
    const waitsFor = this.#sync.isRunning ? (this.#progress?.waitingFor ?? null) : this.#failure;
    if (!isOfNetwork(waitsFor) || Math.abs(clock.now() - this.#lastReachedAt) < AGAIN_SOON_MS) return;
    this.#lastReachedAt = clock.now();
    this.wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer();
    this.#sync.cancel();
  }

  /** The service is left alone as long as it wants to be. */
  #endWait(): void {
    const { waitingUntil = null, waitingFor = null } = this.#progress ?? {};
    if (isOfNetwork(waitingFor) || (waitingUntil !== null && this.#parts.clock.now() >= waitingUntil))
      this.#sync.wake();
  }

  #plan(last: RunEnd): void {
    const now = this.#parts.clock.now();
    this.#due = { ...nextRun(this.#sync.state, now, last), plannedAt: now };
    this.#arm(this.#due.at - now);
  }

  #arm(ms: number): void {
    this.#stopTimer();
    if (ms === Number.POSITIVE_INFINITY) return;
    this.#stopTimer = this.#parts.clock.after(
      Math.max(0, ms),
      () => void this.#run(this.#due.full || this.#isFullWanted),
    );
  }

  async #run(full: boolean): Promise<void> {
    if (this.#isClosed || this.#sync.isRunning) return;
    const { log, devices, changed } = this.#parts;
    this.#stopTimer();
    this.#isAgainWanted = false;
    this.#before = devices();
    const ended = await this.#sync
      .run({ full })
      .catch((cause: unknown) => err<Failure>({ code: 'internal', ref: log.fault('inventory.run-failed', cause) }));
    if (this.#hasClosed()) return;
    this.#progress = null;
    this.#note(ended);
    changed();
    await this.#parts.ended();
    if (this.#mayGoOn()) this.#goOn(ended);
  }

  #note(ended: Outcome<SyncReport>): void {
    const { log } = this.#parts;
    if (!ended.ok) {
      this.#failure = isCancelled(ended.error) ? null : ended.error;
      log.warn('inventory.run-ended', { code: ended.error.code });
      return;
    }
    const { kind } = ended.value;
    this.#failure = null;
    // It may have come to its end before it noticed that it was to stop.
    this.#isStopped = false;
    if (kind === 'full') this.#isFullWanted = false;
    log.info('inventory.run', { ...ended.value });
  }

  /** Asked anew after every wait. */
  #hasClosed(): boolean {
    return this.#isClosed;
  }

  #mayGoOn(): boolean {
    return !this.#isClosed && !this.#isStopped && !this.#sync.isRunning;
  }

  #goOn(ended: Outcome<SyncReport>): void {
    if (this.#isAgainWanted || (ended.ok && this.#isFullWanted)) return void this.#run(this.#isFullWanted);
    this.#plan(ended.ok ? 'complete' : ended.error);
  }

  #syncView(): SyncView | null {
    if (this.#progress === null) return null;
    const { kind, devices, waitingUntil, waitingFor } = this.#progress;
    const expected = kind === 'full' && this.#before >= devices && this.#before > 0 ? this.#before : null;
    return { kind, devices, expected, waitingUntil: waitingUntil === null ? null : iso(waitingUntil), waitingFor };
  }
}
