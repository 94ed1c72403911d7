import type { Clock } from '../../../shared/clock';
import type { ManagedDevice } from '../../../shared/managed-device';
import { DeviceIndex } from '../index/device-index';
import { hasBit } from '../index/lists/bitmap';
import type { Segment } from '../index/segments/segment';
import { buildSegment } from '../index/segments/segment';
import type { SnapshotContent, SnapshotSegment } from '../snapshot/content';
import { snapshotSegments } from '../snapshot/content';
import { Inbox } from './inbox';
import { SeenIds } from './seen-ids';
import type { Slices } from './slices';

const SWEEP_SLICE = 20_000;
/** Up to this many changed devices go into the index at once; more of them wait for a segment of their own. */
const FEW = 200;
/** A segment is started when this many devices wait, or the first of them has waited this long (milliseconds). */
const SEGMENT_ROWS = 32_768;
const SEGMENT_AFTER_MS = 1_000;
/** During a full run, segments are merged only when there are more than this. */
const RUN_SEGMENTS = 48;

export interface IntakeOptions {
  readonly clock: Clock;
  readonly slices: Slices;
  /** The results of queries changed after the call that brought the devices had returned. */
  readonly onLate: () => void;
  /** Segments have been merged. */
  readonly onCompacted: () => void;
}

/** The devices of one inventory: puts new ones into the index, at once or in segments, and removes deleted ones. */
export class Intake {
  readonly index = new DeviceIndex();
  /** The devices that the open run of the sync has seen. */
  readonly seen = new SeenIds();
  readonly #options: IntakeOptions;
  readonly #inbox = new Inbox(this.index);
  #folding: Promise<void> | null = null;
  #cancelFold: (() => void) | null = null;
  #isCompacting = false;
  /** The open run started on an empty inventory, so an unseen device cannot exist: anything learned meanwhile is marked seen. */
  #beganEmpty = false;
  /** Incremented for every inventory, so that work started for the previous one ends without effect. */
  #epoch = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Segments are being merged. */
  get isCompacting(): boolean {
    return this.#isCompacting;
  }

  /** Number of devices, including those that are not in the index yet. */
  get size(): number {
    return this.#inbox.size;
  }

  /** Call when a run begins. */
  begin(): void {
    this.seen.clear();
    this.#beganEmpty = this.size === 0;
  }

  /** Removes everything; returns the new epoch. */
  clear(): number {
    this.#epoch += 1;
    this.index.replace([]);
    this.#inbox.clear();
    this.#cancelFold?.();
    this.#cancelFold = null;
    this.#beganEmpty = false;
    this.seen.clear();
    return this.#epoch;
  }

  /** Replaces everything with the snapshot. Returns false if another inventory was opened in the meantime. */
  async restore({ segments: stored, seen }: Pick<SnapshotContent, 'segments' | 'seen'>): Promise<boolean> {
    const epoch = this.#epoch;
    const segments: Segment[] = [];
    for (const one of stored) segments.push(await this.#options.slices.run(segmentOf(one)));
    if (epoch !== this.#epoch) return false;
    this.index.replace(segments);
    this.seen.replace(seen);
    return true;
  }

  /** All devices of this moment, for a snapshot. Fast right after `settle`. */
  segments(): readonly SnapshotSegment[] {
    this.#inbox.foldNow();
    return snapshotSegments(this.index.segments);
  }

  read(id: string): ManagedDevice | null {
    return this.#inbox.read(id);
  }

  /** Returns how many of the ids existed. */
  remove(ids: readonly string[]): number {
    return this.#inbox.remove(ids);
  }

  /** Stores the devices that are new or different; returns how many. */
  learn(devices: readonly ManagedDevice[]): number {
    const different = devices.filter((device) => !isSame(this.#inbox.read(device.id), device));
    if (this.#inbox.isEmpty && different.length <= FEW) this.index.upsert(different);
    else this.#inbox.put(different);
    return new Set(different.map(({ id }) => id)).size;
  }

  /** The same for a page of the open run, which marks the devices as seen. `fresh`: those seen for the first time in the run. */
  take(devices: readonly ManagedDevice[]): { readonly fresh: number; readonly changed: number } {
    const known: ManagedDevice[] = [];
    const unknown: ManagedDevice[] = [];
    let fresh = 0;
    for (const device of devices) {
      const isFresh = this.seen.add(device.id);
      if (isFresh) fresh += 1;
      (this.#beganEmpty && isFresh ? unknown : known).push(device);
    }
    // In this order, because of a device that is in a page twice only the first entry counts as unknown.
    this.#inbox.add(unknown);
    return { fresh, changed: unknown.length + this.learn(known) };
  }

  /** Starts a segment if enough devices wait, or soon. Waits for the one being built, so that the waiting devices stay bounded. */
  async foldIfDue(): Promise<void> {
    if (this.#inbox.waiting === 0) return;
    // The very first rows are shown at once.
    if (this.index.size === 0) return this.settle();
    if (this.#inbox.waiting >= SEGMENT_ROWS) {
      await this.#folding;
      void this.#fold();
      return;
    }
    this.#cancelFold ??= this.#options.clock.after(SEGMENT_AFTER_MS, () => void this.#fold());
  }

  /** Resolves when the index has everything, or after `rounds` rounds everything but the newest devices. */
  async settle(rounds = Number.POSITIVE_INFINITY): Promise<void> {
    for (let round = 0; round < rounds && !this.#inbox.isEmpty; round += 1) await this.#fold();
  }

  /**
   * Removes the devices that the open run has not seen, unless they are more than `limit`: then it removes none. A run that
   * started on an empty inventory has none to remove.
   */
  async sweep(limit: number): Promise<{ readonly removed: number; readonly unseen: number }> {
    const epoch = this.#epoch;
    await this.settle();
    if (this.#beganEmpty) return { removed: 0, unseen: 0 };
    const unseen: string[] = [];
    let looked = 0;
    for (const id of this.index.ids()) {
      if (!this.seen.has(id)) unseen.push(id);
      looked += 1;
      if (looked % SWEEP_SLICE === 0) await this.#options.slices.pause();
    }
    if (epoch !== this.#epoch || unseen.length > limit) return { removed: 0, unseen: unseen.length };
    return { removed: this.remove(unseen.filter((id) => !this.seen.has(id))), unseen: unseen.length };
  }

  /** Merges segments in the background when there are many. While a full run adds more, only when there are very many. */
  compactIfDue(isInFullRun: boolean): void {
    if (
      this.#isCompacting ||
      !this.index.isCompactionDue ||
      (isInFullRun && this.index.segments.length <= RUN_SEGMENTS)
    )
      return;
    void this.#compact();
  }

  async #compact(): Promise<void> {
    this.#isCompacting = true;
    while (this.index.isCompactionDue) await this.#options.slices.run(this.index.compact());
    this.#isCompacting = false;
    this.#options.onCompacted();
  }

  #fold(): Promise<void> {
    this.#cancelFold?.();
    this.#cancelFold = null;
    return (this.#folding ??= this.#options.slices.run(this.#inbox.fold()).then(() => {
      this.#folding = null;
      this.#options.onLate();
    }));
  }
}

function* segmentOf({ columns, deleted }: SnapshotSegment): Generator<void, Segment> {
  const segment = yield* buildSegment(columns);
  for (let row = 0; row < columns.rows; row += 1) if (hasBit(deleted, row)) segment.remove(row);
  return segment;
}

function isSame(known: ManagedDevice | null, device: ManagedDevice): boolean {
  if (known === null) return false;
  for (const field of Object.keys(device) as (keyof ManagedDevice)[]) if (known[field] !== device[field]) return false;
  return true;
}
