import type { ManagedDevice, MatchReason } from '../../../../shared/managed-device';
import type { Reading } from '../../../../shared/search/reading';
import type { SearchStages } from '../../../../shared/search/stages';
import type { DeviceChips } from './filters';
import type { SortOrder } from './result-set';

export interface IndexQuery {
  readonly stages: SearchStages;
  /** Searched when no stage finds anything, without the words that no device has, or without as few words as possible. Absent: no words are left out. */
  readonly rest?: string;
  readonly chips?: DeviceChips;
  /** Null or absent: by relevance. */
  readonly sort?: SortOrder | null;
  /** Most rows in the response; the others are paged. */
  readonly limit: number;
  readonly pinned?: readonly string[];
  /** Newest first. */
  readonly recent?: readonly string[];
  /** Devices that checked in before this moment (milliseconds since 1970), or never, rank below the others of their grade. */
  readonly staleBefore?: number;
}

export interface FoundDevice {
  readonly device: ManagedDevice;
  /** Null when nothing was typed. */
  readonly match: MatchReason | null;
  /** Other devices of the whole inventory with the same folded name; 0 for a device without a name. */
  readonly twins: number;
}

export interface IndexAnswer {
  readonly resultId: number;
  readonly total: number;
  /** An estimate: for very large results not every row is verified. Slightly high; low for typo matches. */
  readonly isRough: boolean;
  readonly rows: readonly FoundDevice[];
  /** No device contains what was typed; these rows sound or look alike. If only some rows do, their reasons say so. */
  readonly isSimilar: boolean;
  /** The readings that found something, hidden or not, in the order of their rows. */
  readonly readings: readonly Reading[];
  /** Words that were ignored to find anything, as they were typed. */
  readonly missing: readonly string[];
  /** How many more devices match without the chips; an estimate when there are very many. */
  readonly hidden: number;
}
