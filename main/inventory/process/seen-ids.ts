/**
 * A set of ids as pairs of 32-bit hashes, which take a tenth of the memory. The chance of a false "seen" is 1 in 10^19 per
 * pair of ids.
 */
export class SeenIds {
  #slots = new Uint32Array(2_048);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#slots = new Uint32Array(2_048);
    this.#size = 0;
  }

  has(id: string): boolean {
    const [first, second] = hash(id);
    return this.#slots[this.#find(first, second)] !== 0;
  }

  /** Returns false if the id was already there. */
  add(id: string): boolean {
    return this.#insert(...hash(id));
  }

  /** Two numbers for each id, to be stored and handed to `replace`. */
  pairs(): Uint32Array {
    const pairs = new Uint32Array(this.#size * 2);
    let at = 0;
    for (let slot = 0; slot < this.#slots.length; slot += 2) {
      if (this.#slots[slot] === 0) continue;
      pairs[at] = this.#slots[slot] ?? 0;
      pairs[at + 1] = this.#slots[slot + 1] ?? 0;
      at += 2;
    }
    return pairs;
  }

  /** Replaces everything with stored pairs. */
  replace(pairs: Uint32Array): void {
    this.clear();
    for (let at = 0; at + 1 < pairs.length; at += 2) this.#insert(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  }

  #insert(first: number, second: number): boolean {
    const slot = this.#find(first, second);
    if (first === 0 || this.#slots[slot] !== 0) return false;
    this.#slots[slot] = first;
    this.#slots[slot + 1] = second;
    this.#size += 1;
    if (this.#size * 3 > this.#slots.length) this.#grow();
    return true;
  }

  /** The slot of the pair, or the free slot for it. */
  #find(first: number, second: number): number {
    const slots = this.#slots;
    let slot = ((first ^ (second >>> 7)) * 2) & (slots.length - 2);
    while (slots[slot] !== 0 && (slots[slot] !== first || slots[slot + 1] !== second))
      slot = (slot + 2) & (slots.length - 2);
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 2) {
      const first = old[slot] ?? 0;
      const second = old[slot + 1] ?? 0;
      if (first === 0) continue;
      const place = this.#find(first, second);
      this.#slots[place] = first;
      this.#slots[place + 1] = second;
    }
  }
}

/** FNV-1a with two seeds. The first is never 0, which marks a free slot. */
function hash(id: string): readonly [number, number] {
  let first = 0x811c_9dc5;
  let second = 0x1234_567b;
  for (let unit = 0; unit < id.length; unit += 1) {
    const code = id.charCodeAt(unit);
    first = Math.imul(first ^ code, 0x0100_0193);
    second = Math.imul(second ^ code, 0x0100_0193) ^ (second >>> 15);
  }
  return [first >>> 0 || 1, second >>> 0];
}
