import * as v from 'valibot';
import type { Failure } from '../failure';
import type { Reading } from '../search/reading';
import type { DeviceRow } from './devices';

/** A run that brings the local inventory up to date. */
export interface SyncView {
  readonly kind: 'full' | 'changes';
  /** Devices received so far. */
  readonly devices: number;
  /** Expected number of devices; null when neither the service nor an earlier run gives it. */
  readonly expected: number | null;
  /** Time of the next attempt while the run waits for the service or the network; ISO 8601. */
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
  /**
   * `memory`: deleted when the app ends, because the operating system offers no real encryption or because of the
   * settings.
   */
  readonly kept: 'disk' | 'memory';
  readonly sync: SyncView | null;
  /** The technician stopped the last run; it can be resumed. */
  readonly isStopped: boolean;
  /** Why the last run did not finish; null during a run and after a complete one. */
  readonly failure: Failure | null;
  /** The last full run did not see many of the known devices, so it removed none. */
  readonly isDoubtful: boolean;
  /** Device categories that occur, for the filter. */
  readonly categories: readonly string[];
  /** Increases with every change of the devices. */
  readonly revision: number;
}

/** The answer of the local inventory. The rows beyond the first ones are paged by `resultId`. */
export interface LocalAnswer {
  readonly text: string;
  readonly resultId: number;
  readonly total: number;
  /** The total may be slightly too high. */
  readonly isRough: boolean;
  /** No device contains the text; these rows sound or are written similarly. */
  readonly isSimilar: boolean;
  /** The readings that found something, in the order of their rows; the literal text if that did. */
  readonly readings: readonly Reading[];
  /** Words that no device contains, as they were typed; the rows match the other words. */
  readonly missing: readonly string[];
  /** Number of devices that also match, but are hidden by the filters. */
  readonly hidden: number;
  /** The first rows. */
  readonly rows: readonly DeviceRow[];
}

/** Most rows that a window may ask for at once. */
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
