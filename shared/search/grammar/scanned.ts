import { ASSET_FIELDS, type Part } from './part';

/** The mark of the symbology that a scanner may put in front (ISO/IEC 15424): `]C1`, `]d2`, `]Q3`. */
const SYMBOLOGY = /^\][A-Za-z]\d/u;

/** The text without the signs that a scanner adds: the symbology, the stars of Code 39. */
export const withoutScannerSigns = (text: string): string =>
  text.replace(SYMBOLOGY, '').replace(/^\*([^*\s]{2,60})\*$/u, '$1');

/** GS1: (21) is the serial number; without brackets it comes after the 14 digits of (01). */
const GS1_BRACKETS = /\(21\)\s?([A-Za-z0-9._/+-]{3,20})/u;
const GS1_BARE = /^01\d{14}(?:1[17]\d{6})?21([A-Za-z0-9._/+-]{3,20})(?=$|\s)/u;
/** Lenovo: 1S, ten characters of type and model, the serial number. */
const LENOVO = /^1S[A-Z0-9]{10}([A-Z0-9]{7,8})$/iu;
/** ANSI MH10.8.2: S names a serial number, 1S to 30S more exactly; so do `SN`, `S/N` and `(S)`, and 21 in GS1 where nothing stands before it. */
const IDENTIFIERS = [
  /^(?:\(\d{0,2}S\)|\d{0,2}S[:-]?)([A-Z0-9][A-Z0-9-]{4,24})$/iu,
  /^S\/?N[:-]?([A-Z0-9][A-Z0-9-]{4,24})$/iu,
  /^21(?=[0-9]{0,19}[A-Z])([A-Z0-9]{6,20})$/iu,
];

const serial = (text: string): Part => ({ kind: 'serial', text, fields: ASSET_FIELDS });
/** What is left of a code that was cut is certain only as a whole. */
const cut = (text: string, more: Partial<Part> = {}): Part => ({ ...serial(text), ...more, whole: true });

export interface Scanned {
  /** What a barcode names as its serial number. */
  readonly sure: readonly Part[];
  /** What is left when the first letter only says that a serial number follows; many serial numbers begin with an S themselves. */
  readonly possible: readonly Part[];
}

/** The serial numbers that a barcode may hold beside what was printed around them. */
export function scannedParts(raw: string): Scanned {
  const text = raw.trim();
  const sure: Part[] = [];
  const possible: Part[] = [];
  const bracketed = GS1_BRACKETS.exec(text)?.[1] ?? GS1_BARE.exec(text)?.[1];
  if (bracketed !== undefined) sure.push(serial(bracketed));
  for (const word of text.split(/\s+/u).slice(0, 4)) {
    const lenovo = LENOVO.exec(word)?.[1];
    if (lenovo !== undefined) sure.push(cut(lenovo, { alternatives: [lenovo.slice(-7)] }));
    if (lenovo !== undefined) continue;
    for (const identifier of IDENTIFIERS) {
      const own = identifier.exec(word)?.[1];
      if (own !== undefined && /\d/u.test(own)) possible.push(cut(own));
    }
  }
  return { sure, possible };
}
