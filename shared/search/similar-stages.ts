import { inCyrillic } from './grammar/look-alikes';
import { ASSET_FIELDS } from './grammar/part';
import { runTogether } from './grammar/pieces';
import { wordsIn } from './grammar/plain';
import { type Found, PHRASE } from './person-stages';
import { asReading, type TextReading, textsOf } from './readings';

/** A code in which letters may have been misread or misheard. */
export const heardReading = (text: string): TextReading => ({
  reading: { kind: 'heard', text },
  text,
  mode: 'heard',
  fields: ASSET_FIELDS,
});

interface Texts {
  /** The text without labels. */
  readonly whole: string;
  /** As typed, with normalized punctuation. */
  readonly even: string;
  /** Codes that were written or said in parts. */
  readonly joined: readonly string[];
}

/** Stages for text that may have been misheard, misread, misscanned or mistyped. */
export function similarStages(found: Found, { whole, even, joined }: Texts): readonly (readonly TextReading[])[] {
  const numbers = [...found.devices, ...found.scanned].filter(
    ({ kind, text, told }) => (kind === 'serial' || kind === 'name') && text.length >= 4 && told === undefined,
  );
  const words = wordsIn(whole);
  const single = words.length === 1 && /^[A-Za-z0-9._-]{4,40}$/u.test(whole) ? [whole] : [];
  const texts = [...new Set([...joined, ...textsOf(numbers), ...single])].slice(0, 4);
  const mistyped = [
    ...(words.length <= PHRASE ? [whole] : []),
    ...texts,
    ...textsOf(found.accounts.filter(({ kind }) => kind !== 'phone')),
    ...textsOf(found.people),
  ].slice(0, 6);
  const typo = [...new Set(mistyped)].map((text): TextReading => ({
    reading: { kind: 'typo', text },
    text,
    mode: 'typo',
  }));
  const isNumbered = found.devices.some(({ kind }) => kind === 'id' || kind === 'mac' || kind === 'imei');
  const together = isNumbered ? null : runTogether(even);
  const cyrillic = inCyrillic(even);
  return [
    texts.map(heardReading),
    together === null ? [] : [asReading(together)],
    cyrillic === null ? [] : [asReading({ kind: 'heard', text: cyrillic, fields: ['name', 'serial'], similar: true })],
    typo,
  ];
}
