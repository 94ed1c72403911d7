import * as v from 'valibot';
import type { Failure } from '../failure';
import type { Reading } from '../search/reading';
import type { DeviceRow } from './devices';

/** A run that brings the local inventory up to date. */
export interface SyncView {
  readonly kind: 'full' | 'changes';
  /** Devices received so far. */
  readonly devices: number;
  /** How many are to be expected; null when neither the service nor an earlier run tells. */
  readonly expected: number | null;
  /** When the next try is made, while the service or the network makes the run wait; ISO 8601. */
  readonly waitingUntil: string | null;
  readonly waitingFor: Failure | null;
}

/** The tenant's devices as this workstation knows them. */
export interface InventoryView {
  /** `off`: no one is signed in, or it is switched off. `opening`: stored data is being read. */
  readonly state: 'off' | 'opening' | 'ready';
  readonly devices: number;
  /** Devices were read up to here: the end of the last complete run, ISO 8601; null before the first one. */
  readonly asOf: string | null;
  /** `memory`: gone when the app ends, because the operating system gives no real encryption or the settings say so. */
  readonly kept: 'disk' | 'memory';
  readonly sync: SyncView | null;
  /** The last run was stopped by the technician and waits to go on. */
  readonly isStopped: boolean;
  /** Why the last run ended before its end; null while one is under way or after a complete one. */
  readonly failure: Failure | null;
  /** The last full run did not see many known devices, so it removed none. */
  readonly isDoubtful: boolean;
  /** Device categories that occur, for the filter. */
  readonly categories: readonly string[];
  /** Grows with every change of the devices. */
  readonly revision: number;
}

/** The answer of the local inventory. The rows beyond the first ones are paged by `resultId`. */
export interface LocalAnswer {
  readonly text: string;
  readonly resultId: number;
  readonly total: number;
  /** The total may be a little too high. */
  readonly isRough: boolean;
  /** Nothing contains the text; these rows are heard or written alike. */
  readonly isSimilar: boolean;
  /** The readings that found something, in the order of their rows; the text as it is when it did. */
  readonly readings: readonly Reading[];
  /** Words that nothing has, as they were typed; the rows are those of the other words. */
  readonly missing: readonly string[];
  /** Devices that fit too, but that the filters hide. */
  readonly hidden: number;
  /** The first rows. */
  readonly rows: readonly DeviceRow[];
}

/** Rows that a window may ask for at once. */
export const PAGE_ROWS = 100;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ResultPageSchema = v.object({
  resultId: Count,
  offset: Count,
  count: v.pipe(Count, v.minValue(1), v.maxValue(PAGE_ROWS)),
});
export type ResultPage = v.InferOutput<typeof ResultPageSchema>;

export const parseResultPage = v.parser(ResultPageSchema);
export const parseRefresh = v.parser(v.object({ full: v.boolean() }));
