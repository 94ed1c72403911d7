import type { Clock } from '../../../shared/clock';
import type { ManagedDevice } from '../../../shared/managed-device';
import { DeviceIndex } from '../index/device-index';
import { hasBit } from '../index/lists/bitmap';
import type { Segment } from '../index/segments/segment';
import { buildSegment } from '../index/segments/segment';
import type { SnapshotContent, SnapshotPart } from '../snapshot/content';
import { partsOf } from '../snapshot/content';
import { Inbox } from './inbox';
import { SeenIds } from './seen-ids';
import type { Slices } from './slices';

const SWEEP_SLICE = 20_000;
/** So many changed devices get into the index at once; more of them wait for a part of their own. */
const FEW = 200;
/** A part is begun when so many devices wait, or the first of them for so long (milliseconds). */
const PART_ROWS = 32_768;
const PART_AFTER_MS = 1_000;
/** During a full run, parts are joined only when there are more than this. */
const RUN_PARTS = 48;

export interface IntakeOptions {
  readonly clock: Clock;
  readonly slices: Slices;
  /** What queries answer has changed later than the call that brought it. */
  readonly onLate: () => void;
  /** Parts have been joined. */
  readonly onCompacted: () => void;
}

/** The devices of one inventory: what comes in gets into the index, at once or in parts, and what has gone leaves it. */
export class Intake {
  readonly index = new DeviceIndex();
  /** The devices that the open run of the sync has seen. */
  readonly seen = new SeenIds();
  readonly #options: IntakeOptions;
  readonly #inbox = new Inbox(this.index);
  #folding: Promise<void> | null = null;
  #cancelFold: (() => void) | null = null;
  #isCompacting = false;
  /** The open run found nothing when it began: a device that it has not seen is nowhere, because what is learned meanwhile counts as seen. */
  #beganEmpty = false;
  /** Grows with every inventory, so that work begun for the one before ends without effect. */
  #epoch = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Parts are being joined. */
  get isCompacting(): boolean {
    return this.#isCompacting;
  }

  /** Devices, those on their way into the index included. */
  get size(): number {
    return this.#inbox.size;
  }

  /** A run begins. */
  begin(): void {
    this.seen.clear();
    this.#beganEmpty = this.size === 0;
  }

  /** Forgets everything; answers the new epoch. */
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

  /** Takes what a snapshot holds in place of everything, unless another inventory has been begun meanwhile; answers whether. */
  async restore({ parts, seen }: Pick<SnapshotContent, 'parts' | 'seen'>): Promise<boolean> {
    const epoch = this.#epoch;
    const segments: Segment[] = [];
    for (const part of parts) segments.push(await this.#options.slices.run(segmentOf(part)));
    if (epoch !== this.#epoch) return false;
    this.index.replace(segments);
    this.seen.replace(seen);
    return true;
  }

  /** All devices as they are now, for a snapshot. Short after `settle`. */
  parts(): readonly SnapshotPart[] {
    this.#inbox.foldNow();
    return partsOf(this.index.parts);
  }

  read(id: string): ManagedDevice | null {
    return this.#inbox.read(id);
  }

  /** Answers how many of the ids were there. */
  remove(ids: readonly string[]): number {
    return this.#inbox.remove(ids);
  }

  /** Takes the devices that are new or different; answers how many. */
  learn(devices: readonly ManagedDevice[]): number {
    const different = devices.filter((device) => !isSame(this.#inbox.read(device.id), device));
    if (this.#inbox.isEmpty && different.length <= FEW) this.index.upsert(different);
    else this.#inbox.put(different);
    return new Set(different.map(({ id }) => id)).size;
  }

  /** The same for a page of the open run, which sees these devices; answers how many came for the first time in it, too. */
  take(devices: readonly ManagedDevice[]): { readonly fresh: number; readonly changed: number } {
    const known: ManagedDevice[] = [];
    const unknown: ManagedDevice[] = [];
    let fresh = 0;
    for (const device of devices) {
      const isFresh = this.seen.add(device.id);
      if (isFresh) fresh += 1;
      (this.#beganEmpty && isFresh ? unknown : known).push(device);
    }
    // In this order: a device that comes twice in a page is unknown first.
    this.#inbox.add(unknown);
    return { fresh, changed: unknown.length + this.learn(known) };
  }

  /** Begins a part when enough waits, or soon. Waits for the one before, so that what waits stays bounded. */
  async foldIfDue(): Promise<void> {
    if (this.#inbox.waiting === 0) return;
    // The first rows of all are wanted at once.
    if (this.index.size === 0) return this.settle();
    if (this.#inbox.waiting >= PART_ROWS) {
      await this.#folding;
      void this.#fold();
      return;
    }
    this.#cancelFold ??= this.#options.clock.after(PART_AFTER_MS, () => void this.#fold());
  }

  /** Resolves when the index has everything, or all but what came in the last of so many rounds. */
  async settle(rounds = Number.POSITIVE_INFINITY): Promise<void> {
    for (let round = 0; round < rounds && !this.#inbox.isEmpty; round += 1) await this.#fold();
  }

  /** Removes the devices that the open run has not seen (there are none when it found nothing to begin with), but at most `limit`; with more to remove it removes none. */
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

  /** Joins parts in the background when there are many. While a full run makes more of them, only when there are very many. */
  compactIfDue(isInFullRun: boolean): void {
    if (this.#isCompacting || !this.index.isCompactionDue || (isInFullRun && this.index.parts.length <= RUN_PARTS))
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

function* segmentOf({ columns, gone }: SnapshotPart): Generator<void, Segment> {
  const segment = yield* buildSegment(columns);
  for (let row = 0; row < columns.rows; row += 1) if (hasBit(gone, row)) segment.remove(row);
  return segment;
}

function isSame(known: ManagedDevice | null, device: ManagedDevice): boolean {
  if (known === null) return false;
  for (const field of Object.keys(device) as (keyof ManagedDevice)[]) if (known[field] !== device[field]) return false;
  return true;
}
