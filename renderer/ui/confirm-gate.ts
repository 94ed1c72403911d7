/** A question must be visible at least this long before it may be confirmed, in milliseconds. */
export const SEEN_MS = 250;
/** Scanners type at 5 to 40 ms a key, more on a busy computer; people rarely come below 80. */
const QUICK_MS = 75;
/** After keys in quick succession, a key within this time is suspicious too. */
const REST_MS = 400;
/**
 * A key that is down again so soon after it was held for so long was never released: remote consoles repeat a held key
 * that way.
 */
const BOUNCE_MS = 30;
const HELD_MS = 200;

/** One key going down. Times are in milliseconds of the clock of the page's events, which is monotonic. */
export interface KeyDown {
  readonly at: number;
  readonly key: string;
  /** Position of the key; empty if only the letter is known. */
  readonly code: string;
  /** The system reports that the key is held. */
  readonly repeat: boolean;
  /** With Ctrl, Alt, Shift or the command key. */
  readonly modified: boolean;
  /** An input method handles it. */
  readonly composing: boolean;
}

/** `ok`: the key of a technician who has seen the question. The other values say why it is not. */
export type KeyVerdict = 'ok' | 'unseen' | 'held' | 'burst' | 'modified' | 'composing';

const modifiers = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'FnLock',
]);
/** A modifier: it types nothing by itself. */
export const isModifier = (key: string): boolean => modifiers.has(key);

/**
 * Distinguishes a person who has seen a question from a scanner, a held key and the second half of a double click.
 * Knows only events and times: the caller reports when the target became visible, and decides what a verdict means.
 */
export class ConfirmGate {
  #seenAt: number | null = null;
  /** Number of the current question; every change on screen begins another one. */
  #showing = 0;
  /** Times at which the keys that are now down went down. */
  readonly #held = new Map<string, number>();
  /** Keys whose next press may not be a new one, and when they seemed to be released. */
  readonly #ups = new Map<string, number>();
  readonly #bouncing = new Set<string>();
  #last: { readonly at: number; readonly isText: boolean } | null = null;
  /** Times of keys that came in quick succession, newest last. */
  #quick: readonly number[] = [];
  #isBurst = false;
  #pointerDownAt: number | null = null;
  #seriesOf: number | null = null;

  /** The question on screen has changed or is out of sight. */
  cover(): void {
    this.#seenAt = null;
    this.#pointerDownAt = null;
    this.#showing += 1;
  }

  /** The question has been painted. */
  seen(at: number): void {
    this.#seenAt ??= at;
  }

  /** Another window has the keyboard: keys released there are not reported here. */
  leave(): void {
    this.#held.clear();
    this.#ups.clear();
    this.#bouncing.clear();
    this.cover();
  }

  down(press: KeyDown): KeyVerdict {
    const { key, at } = press;
    if (isModifier(key)) return 'modified';
    const id = idOf(press);
    const isRepeated = press.repeat || this.#held.has(id);
    const isBurst = isRepeated ? false : this.#follows(at, key);
    this.#isBurst = isBurst;
    const isBounce = !isRepeated && at - (this.#ups.get(id) ?? -Infinity) < BOUNCE_MS;
    if (isBounce) this.#bouncing.add(id);
    else if (!isRepeated) this.#bouncing.delete(id);
    const isHeld = isRepeated || isBounce;
    const others = this.#held.size - (this.#held.has(id) ? 1 : 0);
    if (!press.composing && !this.#held.has(id)) this.#held.set(id, at);
    if (press.composing) return 'composing';
    if (isHeld || others > 0) return 'held';
    if (isBurst) return 'burst';
    if (press.modified) return 'modified';
    return this.isArmed(at) ? 'ok' : 'unseen';
  }

  up({ key, code, at }: Pick<KeyDown, 'key' | 'code' | 'at'>): void {
    // While the command key is down, macOS reports no release of other keys.
    if (key === 'Meta') this.#held.clear();
    const id = idOf({ key, code });
    const since = this.#held.get(id);
    this.#held.delete(id);
    if (since !== undefined && (at - since >= HELD_MS || this.#bouncing.has(id))) this.#ups.set(id, at);
    else this.#ups.delete(id);
  }

  pointerDown(at: number): void {
    this.#pointerDownAt = at;
  }

  /**
   * True if a click may confirm. `count`: its number within a quick series; 0 for a click without a pointer, for
   * example of a screen reader. The second half of a double click counts only if the first one met the same question.
   */
  click(at: number, count: number): boolean {
    if (count === 0) return this.isArmed(at);
    if (count === 1) this.#seriesOf = this.#seenAt === null ? null : this.#showing;
    return this.#pointerDownAt !== null && this.isArmed(this.#pointerDownAt) && this.#seriesOf === this.#showing;
  }

  /** A key is down: a click without a pointer comes from that key. */
  get isKeyDown(): boolean {
    return this.#held.size > 0;
  }

  /** The question has been visible for long enough. */
  isArmed(at: number): boolean {
    return this.#seenAt !== null && at - this.#seenAt >= SEEN_MS;
  }

  /** True while text comes in a burst: a key that leaves the field would split it. */
  get isInText(): boolean {
    return this.#isBurst && this.#last?.isText === true;
  }

  #follows(at: number, key: string): boolean {
    const isQuick = this.#last !== null && at - this.#last.at < QUICK_MS;
    this.#quick = [...this.#quick.filter((time) => at - time < REST_MS), ...(isQuick ? [at] : [])];
    // While a burst continues, its last key is part of the text.
    this.#last = { at, isText: key.length === 1 || (isQuick && this.#last?.isText === true) };
    return isQuick || this.#quick.length > 1;
  }
}

const idOf = ({ key, code }: Pick<KeyDown, 'key' | 'code'>): string => (code === '' ? key.toLowerCase() : code);
