import type { DeviceForm } from './forms';

/**
 * What a part of a text can name. `text`: the text as it is. `joined`: the same without the separators in it. `pieces`: what is
 * known of a text with marks for unknown letters. `romanised`: kana as a sign-in name writes them. `heard`: letters that are read
 * or heard alike. `typo`: within one wrong letter. `rest`: without the words that nothing has.
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

/** What was looked for in place of the text, as the window shows it. */
export interface Reading {
  readonly kind: ReadingKind;
  readonly text: string;
  /** Only devices of this form, because a word of the text means it. */
  readonly form?: DeviceForm;
}
