import type { Clock } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { storageFailure } from '../../store/storage-failure';
import type { SnapshotContent } from '../snapshot/content';
import type { SnapshotPlace } from '../snapshot/snapshot';
import { dropSnapshot, writeSnapshot } from '../snapshot/snapshot';

/** Changes are written after this time at the latest, unless writing takes long. Milliseconds. */
export const SAVE_AFTER_MS = 30_000;
/** A failed write is retried after this time. Milliseconds. */
export const RETRY_AFTER_MS = 5 * 60_000;
/** The pause between two writes is at least this many times the duration of the last one. */
const REST = 20;

export interface KeeperOptions {
  readonly clock: Clock;
  /** A monotonic clock in milliseconds. */
  readonly ticks: () => number;
  /** Prepares `content`, so that the call itself is fast. */
  readonly ready: () => Promise<void>;
  /** The inventory of this moment. The returned value must not change afterwards. */
  readonly content: () => SnapshotContent;
  /** A write has ended; the buffers that it wrote from can be released. */
  readonly onWritten: () => void;
  /** A write that was not requested has failed. */
  readonly onFailed: (failure: Failure) => void;
}

/** One inventory and where its snapshot is written, from one `open` to the next. */
interface Tenure {
  readonly place: SnapshotPlace;
  isDirty: boolean;
}

/** Writes the snapshot some time after a change. One write at a time, in the order of the changes. */
export class SnapshotKeeper {
  readonly #options: KeeperOptions;
  #tenure: Tenure | null = null;
  #cancelDue: (() => void) | null = null;
  #saving: Promise<unknown> = Promise.resolve();
  #lastMs = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Where changes are written from now on; null: nowhere. */
  use(place: SnapshotPlace | null): void {
    this.#cancelDue?.();
    this.#cancelDue = null;
    this.#tenure = place === null ? null : { place, isDirty: false };
  }

  /** The inventory has changed. */
  changed(): void {
    if (this.#tenure === null) return;
    this.#tenure.isDirty = true;
    this.#due(Math.max(SAVE_AFTER_MS, this.#lastMs * REST));
  }

  /** Writes the current inventory. Returns the bytes written; null when nothing may be written or nothing has changed. */
  save(): Promise<Outcome<{ readonly bytes: number } | null>> {
    const tenure = this.#tenure;
    return this.#next(async () => {
      // The tenure may have ended while this write was queued.
      if (tenure === null || tenure !== this.#tenure || !tenure.isDirty) return ok(null);
      await this.#options.ready();
      // Or while the content was prepared: then `leave` has written everything.
      if (tenure !== this.#tenure) return ok(null);
      return this.#write(tenure, this.#options.content());
    });
  }

  /**
   * Ends the tenure. Unwritten changes are written in the background; only if the next inventory uses the same path does the
   * promise wait for that write.
   */
  async leave(next: SnapshotPlace | null): Promise<void> {
    const tenure = this.#tenure;
    if (tenure?.isDirty === true) {
      const content = this.#options.content();
      void this.#next(() => this.#write(tenure, content));
    }
    this.use(null);
    if (tenure !== null && tenure.place.path === next?.path) await this.#saving;
  }

  /** Ends the tenure and removes the snapshot. Rejects with the system's error. */
  async forget(): Promise<void> {
    const tenure = this.#tenure;
    this.use(null);
    await this.#saving;
    if (tenure !== null) await dropSnapshot(tenure.place.path);
  }

  #due(ms: number): void {
    this.#cancelDue ??= this.#options.clock.after(ms, () => {
      this.#cancelDue = null;
      void this.save().then((outcome) => {
        if (!outcome.ok) this.#options.onFailed(outcome.error);
      });
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#saving.then(work);
    this.#saving = next;
    return next;
  }

  async #write(tenure: Tenure, content: SnapshotContent): Promise<Outcome<{ readonly bytes: number }>> {
    const startedAt = this.#options.ticks();
    tenure.isDirty = false;
    try {
      return ok({ bytes: await writeSnapshot(tenure.place, content.segments, content.state, content.seen) });
    } catch (cause) {
      tenure.isDirty = true;
      if (tenure === this.#tenure) this.#due(RETRY_AFTER_MS);
      return err(storageFailure(cause));
    } finally {
      this.#lastMs = this.#options.ticks() - startedAt;
      this.#options.onWritten();
    }
  }
}
