import type { ManagedDevice } from '../../../shared/managed-device';
import type { DeviceIndex } from '../index/device-index';
import { Draft } from '../index/segments/draft';
import { finish } from '../index/segments/segment';

/** Initial capacity: the devices of a first page and some more. It grows. */
const ROOM = 2_048;

/** A segment that is being built. */
interface Folding {
  readonly draft: Draft;
  readonly work: Generator<void, void>;
}

/**
 * Devices that were received and are not in the index yet. Many pages become one segment of it, because starting a segment
 * costs much more than making it longer. Reading a device by its id finds the devices here too.
 */
export class Inbox {
  readonly #index: DeviceIndex;
  #waiting = new Draft(ROOM);
  #folding: Folding | null = null;
  /** Ids of the devices here that the index has in an older state. */
  #known = new Set<string>();

  constructor(index: DeviceIndex) {
    this.#index = index;
  }

  get isEmpty(): boolean {
    return this.#waiting.written === 0 && this.#folding === null;
  }

  /** Rows that wait for the next segment. */
  get waiting(): number {
    return this.#waiting.written;
  }

  /** Number of devices in the index and here. */
  get size(): number {
    let fresh = 0;
    for (const id of this.#waiting.ids()) if (!this.#known.has(id)) fresh += 1;
    for (const id of this.#folding?.draft.ids() ?? []) if (!this.#known.has(id) && !this.#waiting.has(id)) fresh += 1;
    return this.#index.size + fresh;
  }

  read(id: string): ManagedDevice | null {
    return this.#waiting.read(id) ?? this.#folding?.draft.read(id) ?? this.#index.read(id);
  }

  /** Adds devices that are certainly neither here nor in the index. */
  add(devices: readonly ManagedDevice[]): void {
    for (const device of devices) this.#waiting.put(device);
  }

  put(devices: readonly ManagedDevice[]): void {
    for (const device of devices) {
      if (this.#index.has(device.id)) this.#known.add(device.id);
      this.#waiting.put(device);
    }
  }

  /** Returns how many of the ids existed. */
  remove(ids: readonly string[]): number {
    let removed = 0;
    for (const id of new Set(ids)) {
      const wasHere = this.#waiting.delete(id);
      const wasFolding = this.#folding?.draft.delete(id) === true;
      if (this.#index.remove([id]) > 0 || wasHere || wasFolding) removed += 1;
      this.#known.delete(id);
    }
    return removed;
  }

  /** Builds a segment from all waiting rows, in slices; continues the segment that is being built, if any. */
  *fold(): Generator<void, void> {
    const folding = (this.#folding ??= this.#begin());
    if (folding === null) return;
    yield* folding.work;
  }

  /** The same, synchronously, until nothing is left. */
  foldNow(): void {
    while (!this.isEmpty) finish(this.fold());
  }

  clear(): void {
    this.#waiting = new Draft(ROOM);
    this.#folding = null;
    this.#known = new Set();
  }

  #begin(): Folding | null {
    if (this.#waiting.written === 0) return null;
    const draft = this.#waiting;
    this.#waiting = new Draft(ROOM);
    const folding: Folding = { draft, work: this.#work(() => folding) };
    return folding;
  }

  *#work(own: () => Folding): Generator<void, void> {
    const { draft } = own();
    const taken = [...draft.ids()];
    const segment = yield* draft.segment();
    // Discarded meanwhile: another inventory is open.
    if (this.#folding !== own()) return;
    for (const id of taken) {
      if (draft.has(id)) continue;
      const row = segment.rowOf(id);
      if (row >= 0) segment.remove(row);
    }
    this.#index.adopt(
      segment,
      [...draft.ids()].filter((id) => this.#known.has(id)),
    );
    this.#folding = null;
    for (const id of draft.ids()) {
      if (this.#waiting.has(id)) this.#known.add(id);
      else this.#known.delete(id);
    }
  }
}
