/** The small part of OData's filter language that clients of managedDevices use. */

export interface Clause {
  readonly kind: 'clause';
  readonly property: string;
  readonly op: string;
  readonly value: string;
}
export interface Group<Kind extends 'and' | 'or'> {
  readonly kind: Kind;
  readonly terms: readonly FilterNode[];
}
export type FilterNode = Clause | Group<'and'> | Group<'or'>;

type Token = { readonly type: 'word' | 'text' | 'mark'; readonly text: string };

/** Thrown for text that is not a filter; the service answers 400 to it. */
export class FilterSyntaxError extends Error {}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new FilterSyntaxError(`unexpected character at ${at}`);
    at = TOKEN.lastIndex;
    const [, quoted, mark, word] = match;
    if (quoted !== undefined) tokens.push({ type: 'text', text: quoted.replaceAll("''", "'") });
    else if (mark !== undefined) tokens.push({ type: 'mark', text: mark });
    else tokens.push({ type: 'word', text: word ?? '' });
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): FilterNode {
    const node = this.#either();
    if (this.#at !== this.#tokens.length) throw new FilterSyntaxError('text after the end of the filter');
    return node;
  }

  #either(): FilterNode {
    return this.#joined('or', () => this.#joined('and', () => this.#primary()));
  }

  #joined(kind: 'and' | 'or', next: () => FilterNode): FilterNode {
    const terms = [next()];
    while (this.#isWord(kind)) {
      this.#at += 1;
      terms.push(next());
    }
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : { kind, terms };
  }

  #primary(): FilterNode {
    if (this.#isMark('(')) {
      this.#at += 1;
      const node = this.#either();
      this.#mark(')');
      return node;
    }
    const name = this.#word();
    if (!this.#isMark('(')) return { kind: 'clause', property: name, op: this.#word(), value: this.#literal() };
    this.#at += 1;
    const property = this.#word();
    this.#mark(',');
    const value = this.#literal();
    this.#mark(')');
    return { kind: 'clause', property, op: name, value };
  }

  #take(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new FilterSyntaxError('the filter ends too early');
    this.#at += 1;
    return token;
  }

  #word(): string {
    const token = this.#take();
    if (token.type !== 'word') throw new FilterSyntaxError(`a name was expected before ${token.text}`);
    return token.text;
  }

  #literal(): string {
    const token = this.#take();
    if (token.type === 'mark') throw new FilterSyntaxError('a value was expected');
    return token.text;
  }

  #mark(text: string): void {
    const token = this.#take();
    if (token.type !== 'mark' || token.text !== text) throw new FilterSyntaxError(`${text} was expected`);
  }

  #isMark(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.type === 'mark' && token.text === text;
  }

  #isWord(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.type === 'word' && token.text.toLowerCase() === text;
  }
}

/** Parses `$filter`. @throws FilterSyntaxError */
export function parseFilter(source: string): FilterNode {
  return new Parser(tokenize(source)).whole();
}
