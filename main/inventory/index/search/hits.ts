/** Distance between two tiers of the shared ranking, with room for grade and field. */
export const TIER = 1_000;
/** Hits with a typo come after all others. */
export const TYPO_RANK = 100 * TIER;

export interface Hit {
  readonly row: number;
  /** Lower is better; equal ranks are in the order of rows. */
  readonly rank: number;
}

export interface TypoLimits {
  /** Most texts that are compared for one mistyped word. */
  readonly checks?: number;
  /** The search stops at this many rows with the mistyped word as a whole word, or at `rows` rows with it at all. */
  readonly wholeWords?: number;
  readonly rows?: number;
}

export interface SearchLimits {
  /** Most rows of a segment that are graded one by one; beyond that only those that can rank first. */
  readonly gradeLimit?: number;
  /** Most rows that are checked one by one. */
  readonly checkLimit?: number;
  readonly typo?: TypoLimits;
}
