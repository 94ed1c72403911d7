import * as v from 'valibot';

/** What a later version may write where this one expects a word: another word, or an object that holds more. */
const Word = v.union([v.string(), v.record(v.string(), v.unknown())]);

/** Reads one of the known words unchanged, and anything else that a later version may write as `other`. */
export const knownOrOther = <const T extends readonly string[]>(
  known: T,
): v.GenericSchema<unknown, T[number] | 'other'> =>
  v.pipe(
    Word,
    v.transform((word): T[number] | 'other' => known.find((one) => one === word) ?? 'other'),
  );

/** Accepts only what is not one of the known words. */
export const otherThan = (known: readonly string[]): v.GenericSchema<unknown, 'other'> =>
  v.pipe(
    Word,
    v.check((word) => !known.some((one) => one === word)),
    v.transform((): 'other' => 'other'),
  );
