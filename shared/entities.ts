const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  rsquo: '’',
  lsquo: '‘',
  ndash: '–',
  mdash: '—',
  hyphen: '-',
};
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/giu;

function character(code: number, otherwise: string): string {
  return Number.isNaN(code) || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
    ? otherwise
    : String.fromCodePoint(code);
}

/** Decodes HTML entities (`&apos;`, `&#39;`, `&#x27;`), each once. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
        if (decimal !== undefined) return character(Number(decimal), whole);
        return hex === undefined
          ? (NAMED[(name ?? '').toLowerCase()] ?? whole)
          : character(Number.parseInt(hex, 16), whole);
      })
    : text;
