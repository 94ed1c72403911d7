/** What is wrong with a text that should be JSON. */
export type JsonFaultKind =
  /** Quotation marks as word processors set them, or single ones. */
  | 'quote'
  /** A comma after the last member. */
  | 'comma'
  | 'comment'
  /** It ends too early. */
  | 'end'
  /** Anything else that does not belong there. */
  | 'text';

/** `at`: offset in UTF-16 units. */
export interface ScanFault {
  readonly kind: JsonFaultKind;
  readonly at: number;
}

type Wanted = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const plainSpace = /[ \t\r\n]/;
/** What looks like a space or like nothing; some programs fill the end of a file with zeros. */
const otherSpace = /[\s\0\u200B-\u200D\u2060\uFEFF\u00AD]/u;
const quotes = /["'`´‘’‚‛“”„‟«»‹›＂＇「」『』]/u;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** What follows a string: a quotation mark before it was meant as its end. */
const afterString = /^\s{0,9}[:,}\]]/;

/** Scans a text once and finds where it stops being JSON: the messages of `JSON.parse` differ between engines. */
export class JsonScan {
  /** Offsets of spaces that JSON does not allow, up to where the scan stopped. */
  readonly spaces = new Set<number>();
  readonly #text: string;
  readonly #open: ('{' | '[')[] = [];
  #at = 0;
  #wanted: Wanted = 'value';
  #strayQuote: number | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Null when it is JSON apart from `spaces`. */
  firstFault(): ScanFault | null {
    while (this.#at < this.#text.length) {
      const kind = this.#step(this.#text.charAt(this.#at));
      if (kind !== null) return this.#fault(kind);
    }
    return this.#wanted === 'nothing' ? null : this.#fault('end');
  }

  #fault(kind: JsonFaultKind): ScanFault {
    return this.#strayQuote === null ? { kind, at: this.#at } : { kind: 'quote', at: this.#strayQuote };
  }

  #step(sign: string): JsonFaultKind | null {
    if (plainSpace.test(sign)) return this.#go(this.#wanted);
    if (otherSpace.test(sign)) {
      this.spaces.add(this.#at);
      return this.#go(this.#wanted);
    }
    if (sign === '/' || sign === '#') return 'comment';
    const wrong = sign !== '"' && quotes.test(sign) ? 'quote' : 'text';
    switch (this.#wanted) {
      case 'value':
        return sign === ']' && this.#signBefore() === ',' ? 'comma' : this.#value(sign);
      case 'value-or-end':
        return sign === ']' ? this.#close() : this.#value(sign);
      case 'key':
        if (sign === '}') return 'comma';
        return sign === '"' ? this.#string('colon') : wrong;
      case 'key-or-end':
        if (sign === '}') return this.#close();
        return sign === '"' ? this.#string('colon') : wrong;
      case 'colon':
        return sign === ':' ? this.#go('value') : wrong;
      case 'comma-or-end': {
        const isObject = this.#open.at(-1) === '{';
        if (sign === (isObject ? '}' : ']')) return this.#close();
        return sign === ',' ? this.#go(isObject ? 'key' : 'value') : wrong;
      }
      case 'nothing':
        return wrong;
    }
  }

  #go(wanted: Wanted, by = 1): null {
    this.#wanted = wanted;
    this.#at += by;
    return null;
  }

  #afterValue(): Wanted {
    return this.#open.length === 0 ? 'nothing' : 'comma-or-end';
  }

  #close(): null {
    this.#open.pop();
    return this.#go(this.#afterValue());
  }

  #value(sign: string): JsonFaultKind | null {
    if (sign === '"') return this.#string(this.#afterValue());
    if (sign === '{' || sign === '[') {
      this.#open.push(sign);
      return this.#go(sign === '{' ? 'key-or-end' : 'value-or-end');
    }
    scalar.lastIndex = this.#at;
    const [word] = scalar.exec(this.#text) ?? [];
    if (word !== undefined) return this.#go(this.#afterValue(), word.length);
    return quotes.test(sign) ? 'quote' : 'text';
  }

  #string(wanted: Wanted): JsonFaultKind | null {
    this.#strayQuote = null;
    for (this.#at += 1; this.#at < this.#text.length;) {
      const sign = this.#text.charAt(this.#at);
      if (sign === '"') return this.#go(wanted);
      if (sign < ' ') return 'text';
      if (sign === '\\') {
        escape.lastIndex = this.#at;
        const [mark] = escape.exec(this.#text) ?? [];
        if (mark === undefined) return 'text';
        this.#at += mark.length;
        continue;
      }
      if (
        this.#strayQuote === null &&
        quotes.test(sign) &&
        afterString.test(this.#text.slice(this.#at + 1, this.#at + 12))
      )
        this.#strayQuote = this.#at;
      this.#at += 1;
    }
    return 'end';
  }

  #signBefore(): string {
    let at = this.#at - 1;
    while (at > 0 && (plainSpace.test(this.#text.charAt(at)) || otherSpace.test(this.#text.charAt(at)))) at -= 1;
    return this.#text.charAt(at);
  }
}
