import type { DeviceField } from '../managed-device';
import type { DeviceForm } from './forms';
import type { Reading } from './reading';

/**
 * `as-typed`: the words are contained as they are, except for case, accents, separators and both spellings of letters like ø.
 * `heard`: a word of a serial number or of a name like one may have letters that are read or heard alike, or lack or have
 * leading zeros. `typo`: words that nothing contains may have one wrong, missing, additional or swapped character.
 * What is not as typed is only similar.
 */
export const searchModes = ['as-typed', 'heard', 'typo'] as const;
export type SearchMode = (typeof searchModes)[number];

/** One way to read a text, and what is looked for then. */
export interface SearchReading {
  /** As the window shows it when it finds something. */
  readonly reading: Reading;
  /** Words that must all be there, each in any of the fields. */
  readonly text: string;
  readonly mode: SearchMode;
  /** Other texts that are as good, such as other romanisations: one of them, or `text`, is enough. */
  readonly alternatives?: readonly string[];
  /** Only these fields are looked at; absent: all of them. */
  readonly fields?: readonly DeviceField[];
  /** Only devices that people call so. */
  readonly form?: DeviceForm;
  /** Only a field that equals the whole text matches, except for separators and the spelling of letters. */
  readonly whole?: true;
  /** The text was guessed, not typed: what has it is only similar. */
  readonly similar?: true;
}

/** Whether hits of a reading may be something else than what was typed. */
export const isOnlySimilar = ({ mode, similar }: Pick<SearchReading, 'mode' | 'similar'>): boolean =>
  mode !== 'as-typed' || similar === true;

/**
 * The readings of a text, the surest first. The first stage of which any reading finds something answers, with what all of its
 * readings find, in their order, each device under the first one. All readings of a stage are of one mode; a guess may stand
 * among readings of what was typed. No stage at all lists everything.
 */
export type SearchStages = readonly (readonly SearchReading[])[];
