import type { DeviceField } from '../managed-device';
import type { DeviceForm } from './forms';
import type { Reading } from './reading';

/**
 * `as-typed`: the words are contained as they are, except for case, accents, separators and both spellings of letters
 * like ø. `heard`: a word of a serial number, or of a similar name, may have letters that look or sound alike, or more
 * or fewer leading zeros. `typo`: words that no device contains may have one wrong, missing, additional or swapped
 * character. Everything that is not as typed is only similar.
 */
export const searchModes = ['as-typed', 'heard', 'typo'] as const;
export type SearchMode = (typeof searchModes)[number];

/** One way to read a text, and what is searched for. */
export interface SearchReading {
  /** As the window shows it if it finds something. */
  readonly reading: Reading;
  /** Words that must all match, each in any of the fields. */
  readonly text: string;
  readonly mode: SearchMode;
  /** Equivalent texts, such as other romanisations: one of them, or `text`, is enough. */
  readonly alternatives?: readonly string[];
  /** The fields that are searched; absent: all of them. */
  readonly fields?: readonly DeviceField[];
  /** Only devices of this form. */
  readonly form?: DeviceForm;
  /** Only a field that equals the whole text matches, except for separators and the spelling of letters. */
  readonly whole?: true;
  /** The text is a guess: its hits are only similar. */
  readonly similar?: true;
}

/** Whether hits of a reading may differ from what was typed. */
export const isOnlySimilar = ({ mode, similar }: Pick<SearchReading, 'mode' | 'similar'>): boolean =>
  mode !== 'as-typed' || similar === true;

/**
 * The readings of a text, the most certain first. The result is that of the first stage in which any reading finds
 * something: the hits of all of its readings, in their order, each device once. All readings of a stage have the same
 * mode; guesses may be among readings of the typed text. Without any stage, everything is listed.
 */
export type SearchStages = readonly (readonly SearchReading[])[];
