import { ASSET_FIELDS, type Part } from './part';

/** The symbology identifier that a scanner may send first (ISO/IEC 15424): `]C1`, `]d2`, `]Q3`. */
const SYMBOLOGY = /^\][A-Za-z]\d/u;

/** The text without what a scanner adds: the symbology identifier, the asterisks of Code 39. */
export const withoutScannerSigns = (text: string): string =>
  text.replace(SYMBOLOGY, '').replace(/^\*([^*\s]{2,60})\*$/u, '$1');

/** GS1: (21) is the serial number; without brackets it comes after the 14 digits of (01). */
const GS1_BRACKETS = /\(21\)\s?([A-Za-z0-9._/+-]{3,20})/u;
const GS1_BARE = /^01\d{14}(?:1[17]\d{6})?21([A-Za-z0-9._/+-]{3,20})(?=$|\s)/u;
/** Lenovo: 1S, ten characters of type and model, the serial number. */
const LENOVO = /^1S[A-Z0-9]{10}([A-Z0-9]{7,8})$/iu;
/**
 * ANSI MH10.8.2: S means a serial number, 1S to 30S special kinds; so do `SN`, `S/N` and `(S)`, and 21 in GS1 at the
 * beginning.
 */
const IDENTIFIERS = [
  /^(?:\(\d{0,2}S\)|\d{0,2}S[:-]?)([A-Z0-9][A-Z0-9-]{4,24})$/iu,
  /^S\/?N[:-]?([A-Z0-9][A-Z0-9-]{4,24})$/iu,
  /^21(?=[0-9]{0,19}[A-Z])([A-Z0-9]{6,20})$/iu,
];

const serial = (text: string): Part => ({ kind: 'serial', text, fields: ASSET_FIELDS });
/** The rest of a code after a prefix matches only as a whole. */
const cut = (text: string, more: Partial<Part> = {}): Part => ({ ...serial(text), ...more, whole: true });

export interface Scanned {
  /** The part of a barcode that is its serial number. */
  readonly sure: readonly Part[];
  /**
   * The rest after a first letter that may only announce a serial number; many serial numbers begin with an S
   * themselves.
   */
  readonly possible: readonly Part[];
}

/** The serial numbers that a barcode may contain, without the other data in it. */
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
