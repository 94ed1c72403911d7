import type { DeviceForm } from './forms';

/**
 * What a part of a text may identify. `text`: the text as it is. `joined`: the same without separators. `pieces`: the
 * known parts of a text with placeholders. `romanised`: kana as in a sign-in name. `heard`: letters that look or sound
 * similar. `typo`: with one wrong letter. `rest`: without the words that no device contains.
 */
export const readingKinds = [
  'text',
  'name',
  'serial',
  'person',
  'address',
  'account',
  'id',
  'imei',
  'mac',
  'phone',
  'joined',
  'pieces',
  'romanised',
  'heard',
  'typo',
  'rest',
] as const;
export type ReadingKind = (typeof readingKinds)[number];

/** The text that was searched for instead of the typed one, as the window shows it. */
export interface Reading {
  readonly kind: ReadingKind;
  readonly text: string;
  /** Restricts the hits to devices of this form, because a word of the text means it. */
  readonly form?: DeviceForm;
}
