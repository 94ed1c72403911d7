/** Seen at least this long, in milliseconds, before anything may be confirmed. */
export const SEEN_MS = 250;
/** Scanners type at 5 to 40 ms a key and a busy computer adds to it; people hardly come below 80. */
const QUICK_MS = 75;
/** Keys that came quickly make what follows within this time suspicious too. */
const REST_MS = 400;
/** A key that is down again so soon after it was held for so long was never let go: remote consoles repeat a held key that way. */
const BOUNCE_MS = 30;
const HELD_MS = 200;

/** One key going down. Times are milliseconds of a clock that is never set back: that of the page's events. */
export interface KeyDown {
  readonly at: number;
  readonly key: string;
  /** The place of the key; empty where only the letter is known. */
  readonly code: string;
  /** The system says that the key is held. */
  readonly repeat: boolean;
  /** With Ctrl, Alt, Shift or the command key. */
  readonly modified: boolean;
  /** An input method owns it. */
  readonly composing: boolean;
}

/** `ok`: the key of a person who has seen what is on screen. The others say why it is not that. */
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
/** A key that types nothing by itself and changes what others type. */
export const isModifier = (key: string): boolean => modifiers.has(key);

/**
 * Tells a person who has seen a question from a scanner, a held key and the second half of a double click. Knows events
 * and times alone: the caller reports when the target became visible, and decides what a verdict means.
 */
export class ConfirmGate {
  #seenAt: number | null = null;
  /** Every change of what is on screen begins another one. */
  #showing = 0;
  /** When the keys went down that are down now. */
  readonly #held = new Map<string, number>();
  /** Keys of which the next press may be no new one, and when they seemed to be let go. */
  readonly #ups = new Map<string, number>();
  readonly #bouncing = new Set<string>();
  #last: { readonly at: number; readonly isText: boolean } | null = null;
  /** When keys came quickly, newest last. */
  #quick: readonly number[] = [];
  #isBurst = false;
  #pointerDownAt: number | null = null;
  #seriesOf: number | null = null;

  /** What is on screen says something else from now on, or is out of sight. */
  cover(): void {
    this.#seenAt = null;
    this.#pointerDownAt = null;
    this.#showing += 1;
  }

  /** It has really been painted. */
  seen(at: number): void {
    this.#seenAt ??= at;
  }

  /** Another window has the keys: which of them are let go there is not known here. */
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
    // macOS tells of no other key that is let go while the command key is down.
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
   * True when a click may confirm. `count`: which click of a quick series it is; 0 is one without a pointer, as of a
   * screen reader. The second half of a double click counts only when the first one met the same sight.
   */
  click(at: number, count: number): boolean {
    if (count === 0) return this.isArmed(at);
    if (count === 1) this.#seriesOf = this.#seenAt === null ? null : this.#showing;
    return this.#pointerDownAt !== null && this.isArmed(this.#pointerDownAt) && this.#seriesOf === this.#showing;
  }

  /** A key is down: a click without a pointer comes from it. */
  get isKeyDown(): boolean {
    return this.#held.size > 0;
  }

  /** It has been on screen for long enough. */
  isArmed(at: number): boolean {
    return this.#seenAt !== null && at - this.#seenAt >= SEEN_MS;
  }

  /** True while text comes in a burst: a key that leaves the field would scatter it. */
  get isInText(): boolean {
    return this.#isBurst && this.#last?.isText === true;
  }

  #follows(at: number, key: string): boolean {
    const isQuick = this.#last !== null && at - this.#last.at < QUICK_MS;
    this.#quick = [...this.#quick.filter((time) => at - time < REST_MS), ...(isQuick ? [at] : [])];
    // Where a burst goes on, its last key does not make it less of a text.
    this.#last = { at, isText: key.length === 1 || (isQuick && this.#last?.isText === true) };
    return isQuick || this.#quick.length > 1;
  }
}

const idOf = ({ key, code }: Pick<KeyDown, 'key' | 'code'>): string => (code === '' ? key.toLowerCase() : code);
