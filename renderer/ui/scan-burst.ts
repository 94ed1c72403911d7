/** Scanners type at 5 to 40 ms a key; people hardly come below 80. In milliseconds. */
const QUICK_MS = 75;
/** A busy computer adds to it now and then; after a longer pause something else begins. In milliseconds. */
const PAUSE_MS = 160;
/** At most one key in this many may be late. */
const LATE_SHARE = 4;
/** Characters so close together that no one has typed them. */
export const SCANNED_CHARS = 5;

/** Characters that come as quickly as a scanner types them. Times are those of the page's key events, in milliseconds. */
export class Burst {
  /** What came without a pause. */
  text = '';
  #last = -Infinity;
  #late = 0;
  #isOver = false;

  /** A key that types a character. Returns whether it is the first after a pause. A held key does not count. */
  key(at: number, char: string, isHeld = false): boolean {
    const gap = at - this.#last;
    const isFirst = gap >= PAUSE_MS || isHeld || this.#isOver;
    this.#isOver = false;
    this.#late = isFirst ? 0 : this.#late + (gap >= QUICK_MS ? 1 : 0);
    this.text = isHeld ? '' : isFirst ? char : this.text + char;
    this.#last = isHeld ? -Infinity : at;
    return isFirst;
  }

  /** Nothing that comes later belongs to it: a key that types nothing came, or the text went elsewhere. */
  end(): void {
    this.#isOver = true;
  }

  /** Whether at least `chars` characters came faster than any human types. */
  isScan(chars: number): boolean {
    const { length } = this.text;
    return length >= chars && this.#late * LATE_SHARE <= length;
  }

  /** Whether a key that types nothing comes as quickly behind at least two characters that a scanner's suffix is. */
  isEndedBy(at: number): boolean {
    return this.isScan(2) && at - this.#last < PAUSE_MS;
  }
}

/** The text of a box that people type into and scanners, too: what is scanned behind an earlier scan takes its place. */
export class ScannedBox {
  readonly #burst = new Burst();
  /** The text before the burst. */
  #before = '';
  /** All that a scan has left. */
  #scanned: string | null = null;

  /** A key that types a character, wherever it goes; `text`: what the box holds at that moment. */
  key(at: number, key: { readonly char: string; readonly isHeld: boolean }, text: string): void {
    if (this.#burst.key(at, key.char, key.isHeld)) this.#before = text;
  }

  /** A key that types nothing. */
  otherKey(): void {
    this.#burst.end();
  }

  /** The box has a new text. Answers the one that it should have. */
  typed(text: string): string {
    const { length } = this.#burst.text;
    if (!this.#burst.isScan(SCANNED_CHARS)) return text;
    const isBehind =
      this.#before !== '' &&
      this.#before === this.#scanned &&
      text.length === this.#before.length + length &&
      text.startsWith(this.#before);
    const kept = isBehind ? text.slice(this.#before.length) : text;
    if (isBehind) this.#before = '';
    if (this.#before === '' || !text.startsWith(this.#before)) this.#scanned = kept;
    return kept;
  }

  /** Whether a key that types nothing is the end of a scan. */
  isEndedBy(at: number): boolean {
    return this.#burst.isEndedBy(at);
  }
}
