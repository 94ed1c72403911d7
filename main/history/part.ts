import type { DocumentSpec } from '../store/document';
import { askedAt, parseEntry } from './entry';

/** Name of a month document. A month may consist of several, so that adding an entry costs the same at any size. */
export interface PartName {
  /** `2026-11` */
  readonly month: string;
  /** Counts from 1. */
  readonly number: number;
}

/** Stored entries; each is validated separately when it is read. */
export interface PartData {
  readonly entries: readonly unknown[];
}

/** Limits of one document. A write of this size takes some milliseconds of the main thread. */
export const partLimits = { entries: 200, bytes: 256 * 1024 } as const;

export const partSpec: DocumentSpec<PartData> = {
  empty: { entries: [] },
  steps: [(old: unknown): unknown => old],
  parse: (raw) => {
    if (typeof raw === 'object' && raw !== null && 'entries' in raw && Array.isArray(raw.entries)) {
      return { ...raw, entries: raw.entries };
    }
    throw new TypeError('a month document holds entries');
  },
};

/** `2026-11`, `2026-11.2` (without `.json`). */
export const fileStem = ({ month, number }: PartName): string => (number === 1 ? month : `${month}.${number}`);

/** Reads the name of a month document or of its last good copy; null for any other file. */
export function partNameOf(file: string): PartName | null {
  const [, month, number] = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:\.([2-9]|[1-9]\d+))?\.json(?:\.last-good)?$/.exec(file) ?? [];
  return month === undefined ? null : { month, number: Number(number ?? 1) };
}

/** The first moment after the month, milliseconds since 1970. */
export function monthEnd(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}

/** The id of a stored entry; empty when it has none. */
export const idOf = (raw: unknown): string =>
  typeof raw === 'object' && raw !== null && 'id' in raw && typeof raw.id === 'string' ? raw.id : '';

/** Approximate size in bytes when written, sufficient for a limit. */
export const sizeOf = (raw: unknown): number => Buffer.byteLength(JSON.stringify(raw));

/** Whether a request was made before `cutoff` (milliseconds since 1970). */
export function isOlder(raw: unknown, cutoff: number): boolean {
  const entry = parseEntry(raw);
  return entry !== null && askedAt(entry) < cutoff;
}
