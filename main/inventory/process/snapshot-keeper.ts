import type { Clock } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { storageFailure } from '../../store/storage-failure';
import type { SnapshotContent } from '../snapshot/content';
import type { SnapshotPlace } from '../snapshot/snapshot';
import { dropSnapshot, writeSnapshot } from '../snapshot/snapshot';

/** Changes are written at the latest after this time, unless writing takes long. Milliseconds. */
export const SAVE_AFTER_MS = 30_000;
/** A write that failed is tried again after this time. Milliseconds. */
export const RETRY_AFTER_MS = 5 * 60_000;
/** Between two writes lies so many times what the last one took. */
const REST = 20;

export interface KeeperOptions {
  readonly clock: Clock;
  /** Milliseconds of some monotonic clock. */
  readonly ticks: () => number;
  /** Resolves when `content` has little left to do. */
  readonly ready: () => Promise<void>;
  /** The inventory as it is at this moment. What it answers must not change afterwards. */
  readonly content: () => SnapshotContent;
  /** A write has ended, and left behind what it wrote from. */
  readonly onWritten: () => void;
  /** A write that nobody asked for failed. */
  readonly onFailed: (failure: Failure) => void;
}

/** One inventory and where it is written, from `open` to the next one. */
interface Tenure {
  readonly place: SnapshotPlace;
  isDirty: boolean;
}

/** Writes the snapshot some time after changes: one write at a time, in the order of the changes. */
export class SnapshotKeeper {
  readonly #options: KeeperOptions;
  #tenure: Tenure | null = null;
  #cancelDue: (() => void) | null = null;
  #saving: Promise<unknown> = Promise.resolve();
  #lastMs = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** From now on changes are written here; null: nowhere. */
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

  /** Writes what there is now. Bytes written; null when nothing may be or need be written. */
  save(): Promise<Outcome<{ readonly bytes: number } | null>> {
    const tenure = this.#tenure;
    return this.#next(async () => {
      // The place may have been given up while this write waited for its turn.
      if (tenure === null || tenure !== this.#tenure || !tenure.isDirty) return ok(null);
      await this.#options.ready();
      // Or while it was made ready: then it has been written with all that there was.
      if (tenure !== this.#tenure) return ok(null);
      return this.#write(tenure, this.#options.content());
    });
  }

  /**
   * Ends the tenure. What was not written yet is written behind what follows; when the next inventory has its file at
   * the same path, the answer waits for that.
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

  /** Ends the tenure and removes the snapshot. Throws the system's error. */
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
      return ok({ bytes: await writeSnapshot(tenure.place, content.parts, content.state, content.seen) });
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
