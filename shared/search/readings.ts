import type { Part } from './grammar/part';
import { canBeAsked } from './grammar/plain';
import type { SearchReading } from './stages';

/** A reading of a text, and the parts that it leaves out although they may identify something. */
export interface TextReading extends SearchReading {
  /** Reported as not found if this reading is the one that finds something. */
  readonly without?: readonly string[];
}

/** Most readings of a stage; a pasted list may be long. */
const MANY = 12;
/** The reading of a part of a text. */
export const asReading = (part: Part, more: Partial<TextReading> = {}): TextReading => {
  const { kind, text, alternatives, fields, whole, similar, told = text.replace(/@$/u, '') } = part;
  const ways = alternatives === undefined || alternatives.length === 0 ? {} : { alternatives };
  return {
    reading: { kind, text: told },
    text,
    mode: 'as-typed',
    ...ways,
    ...(fields ? { fields } : {}),
    ...(whole && { whole }),
    ...(similar && { similar }),
    ...more,
  };
};

/** The displayed texts of parts, each once. */
export const textsOf = (parts: readonly Part[]): readonly string[] => [
  ...new Set(parts.map(({ text }) => text.replace(/@$/u, ''))),
];

const evenly = (text: string): string => text.normalize('NFKC').toLowerCase();

function keyOf({ text, mode, fields, form, alternatives, whole, similar }: TextReading): string {
  return JSON.stringify([evenly(text), mode, fields, form, alternatives, whole, similar]);
}

/** Stages without empty readings, and without readings that find no more than an earlier one. */
export function tidy(stages: readonly (readonly TextReading[])[]): readonly (readonly TextReading[])[] {
  const seen = new Set<string>();
  const everywhere = new Set<string>();
  const isNew = (reading: TextReading): boolean => {
    const { text, mode, fields, form, alternatives, whole } = reading;
    const key = keyOf(reading);
    // Intune has separate queries for ids and for words.
    const isCovered =
      mode === 'as-typed' &&
      reading.reading.kind !== 'id' &&
      alternatives === undefined &&
      everywhere.has(evenly(text));
    if (isCovered || seen.has(key) || !(canBeAsked(text) || form !== undefined)) return false;
    seen.add(key);
    if (mode === 'as-typed' && fields === undefined && form === undefined && whole === undefined)
      everywhere.add(evenly(text));
    return true;
  };
  return stages.map((stage) => stage.filter(isNew).slice(0, MANY)).filter((stage) => stage.length > 0);
}

/** The parts that a reading leaves out; empty without a reading. */
export const withWithout = (texts: readonly string[]): Partial<TextReading> =>
  texts.length > 0 ? { without: texts } : {};
