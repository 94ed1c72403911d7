import type { ManagedDevice } from '../../../shared/managed-device';
import type { DeviceIndex } from '../index/device-index';
import { partOf } from '../index/merge';
import { finish } from '../index/segment';

/** A part under way. */
interface Folding {
  readonly devices: Map<string, ManagedDevice>;
  readonly work: Generator<void, void>;
}

/**
 * Devices that were taken and are not in the index yet. Many pages become one part of it, because a part costs much
 * more to begin than to make longer. Whoever asks for one device by its id is answered from here as well.
 */
export class Inbox {
  readonly #index: DeviceIndex;
  #waiting = new Map<string, ManagedDevice>();
  #folding: Folding | null = null;
  /** Of the devices here those that the index has, in an older state. */
  #known = new Set<string>();

  constructor(index: DeviceIndex) {
    this.#index = index;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#folding === null;
  }

  /** Devices that wait for a part to be begun. */
  get waiting(): number {
    return this.#waiting.size;
  }

  get isFolding(): boolean {
    return this.#folding !== null;
  }

  /** Devices of the index and those that are on their way there. */
  get size(): number {
    let fresh = 0;
    for (const id of this.#waiting.keys()) if (!this.#known.has(id)) fresh += 1;
    for (const id of this.#folding?.devices.keys() ?? []) if (!this.#known.has(id) && !this.#waiting.has(id)) fresh += 1;
    return this.#index.size + fresh;
  }

  read(id: string): ManagedDevice | null {
    return this.#waiting.get(id) ?? this.#folding?.devices.get(id) ?? this.#index.read(id);
  }

  /** Takes devices that are certainly nowhere yet. */
  add(devices: readonly ManagedDevice[]): void {
    for (const device of devices) this.#waiting.set(device.id, device);
  }

  put(devices: readonly ManagedDevice[]): void {
    for (const device of devices) {
      if (this.#index.has(device.id)) this.#known.add(device.id);
      this.#waiting.set(device.id, device);
    }
  }

  /** Answers how many of the ids were there. */
  remove(ids: readonly string[]): number {
    let removed = 0;
    for (const id of new Set(ids)) {
      const wasHere = this.#waiting.delete(id);
      const wasFolding = this.#folding?.devices.delete(id) === true;
      if (this.#index.remove([id]) > 0 || wasHere || wasFolding) removed += 1;
      this.#known.delete(id);
    }
    return removed;
  }

  /** Makes a part of all that waits, in slices; goes on with the one that is under way, if any. */
  *fold(): Generator<void, void> {
    const folding = (this.#folding ??= this.#begin());
    if (folding === null) return;
    yield* folding.work;
  }

  /** The same to the end of everything, at once. */
  foldNow(): void {
    while (!this.isEmpty) finish(this.fold());
  }

  clear(): void {
    this.#waiting = new Map();
    this.#folding = null;
    this.#known = new Set();
  }

  #begin(): Folding | null {
    if (this.#waiting.size === 0) return null;
    const devices = this.#waiting;
    this.#waiting = new Map();
    const folding: Folding = { devices, work: this.#work(() => folding) };
    return folding;
  }

  *#work(own: () => Folding): Generator<void, void> {
    const { devices } = own();
    const taken = [...devices.values()];
    const part = yield* partOf(taken);
    // Forgotten meanwhile: another inventory is open.
    if (this.#folding !== own()) return;
    for (const { id } of taken) {
      if (devices.has(id)) continue;
      const row = part.rowOf(id);
      if (row >= 0) part.remove(row);
    }
    this.#index.adopt(part, [...devices.keys()].filter((id) => this.#known.has(id)));
    this.#folding = null;
    for (const id of devices.keys()) {
      if (this.#waiting.has(id)) this.#known.add(id);
      else this.#known.delete(id);
    }
  }
}
