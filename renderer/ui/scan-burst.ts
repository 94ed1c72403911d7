/** Scanners type at 5 to 40 ms a key; people hardly come below 80. In milliseconds. */
const QUICK_MS = 75;
/** On a busy computer a pause may be this long; a longer pause begins a new text. In milliseconds. */
const PAUSE_MS = 160;
/** At most one key in this many may be late. */
const LATE_SHARE = 4;
/** A burst of at least this many characters was not typed by a person. */
export const SCANNED_CHARS = 5;

/** Characters that come as quickly as a scanner types them. Times are those of the page's key events, in milliseconds. */
export class Burst {
  /** The characters since the last pause. */
  text = '';
  #last = -Infinity;
  #late = 0;
  #isOver = false;

  /** Takes a key that types a character, unless it is held. Returns whether it is the first after a pause. */
  key(at: number, char: string, isHeld = false): boolean {
    const gap = at - this.#last;
    const isFirst = gap >= PAUSE_MS || isHeld || this.#isOver;
    this.#isOver = false;
    this.#late = isFirst ? 0 : this.#late + (gap >= QUICK_MS ? 1 : 0);
    this.text = isHeld ? '' : isFirst ? char : this.text + char;
    this.#last = isHeld ? -Infinity : at;
    return isFirst;
  }

  /** Ends the burst: a key that types nothing came, or the text went to another place. */
  end(): void {
    this.#isOver = true;
  }

  /** Whether at least `chars` characters came faster than a person types. */
  isScan(chars: number): boolean {
    const { length } = this.text;
    return length >= chars && this.#late * LATE_SHARE <= length;
  }

  /** Whether a key that types nothing follows at least two characters so quickly that it is the suffix of a scanner. */
  isEndedBy(at: number): boolean {
    return this.isScan(2) && at - this.#last < PAUSE_MS;
  }
}

/** The text of a box that both people and scanners type into: a scan replaces an earlier scan. */
export class ScannedBox {
  readonly #burst = new Burst();
  /** The text before the burst. */
  #before = '';
  /** The text that a scan has left in the box. */
  #scanned: string | null = null;

  /** Takes a key that types a character, wherever it goes. `text`: the content of the box at that moment. */
  key(at: number, key: { readonly char: string; readonly isHeld: boolean }, text: string): void {
    if (this.#burst.key(at, key.char, key.isHeld)) this.#before = text;
  }

  /** Takes a key that types nothing. */
  otherKey(): void {
    this.#burst.end();
  }

  /** Takes the new text of the box. Returns the text that it should have. */
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

  /** Whether a key that types nothing ends a scan. */
  isEndedBy(at: number): boolean {
    return this.#burst.isEndedBy(at);
  }
}
