import type { Part } from './grammar/part';
import { canBeAsked } from './grammar/plain';
import type { SearchReading } from './stages';

/** A reading of a text, and what of the text it leaves aside although it can name something. */
export interface TextReading extends SearchReading {
  /** Told as not found when this reading is the one that finds. */
  readonly without?: readonly string[];
}

/** Readings of a stage at most; a pasted list may be long. */
const MANY = 12;
/** A part of a text as it is looked for. */
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

/** What is told of parts, each once. */
export const textsOf = (parts: readonly Part[]): readonly string[] => [
  ...new Set(parts.map(({ text }) => text.replace(/@$/u, ''))),
];

const evenly = (text: string): string => text.normalize('NFKC').toLowerCase();

function keyOf({ text, mode, fields, form, alternatives, whole, similar }: TextReading): string {
  return JSON.stringify([evenly(text), mode, fields, form, alternatives, whole, similar]);
}

/** Stages without readings that can find no more than an earlier one, and without those that say nothing. */
export function tidy(stages: readonly (readonly TextReading[])[]): readonly (readonly TextReading[])[] {
  const seen = new Set<string>();
  const everywhere = new Set<string>();
  const isNew = (reading: TextReading): boolean => {
    const { text, mode, fields, form, alternatives, whole } = reading;
    const key = keyOf(reading);
    // Intune is asked for ids in other ways than for words.
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

/** What a reading leaves aside; nothing when there is none. */
export const withWithout = (texts: readonly string[]): Partial<TextReading> =>
  texts.length > 0 ? { without: texts } : {};
