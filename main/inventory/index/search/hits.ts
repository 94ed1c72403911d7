/** Distance between two tiers of the shared ranking, with room for grade and field. */
export const TIER = 1_000;
/** Hits with a typo come after all others. */
export const TYPO_RANK = 100 * TIER;

export interface Hit {
  readonly row: number;
  /** The smaller the better; equal ranks in the order of rows. */
  readonly rank: number;
}

export interface TypoLimits {
  /** Texts that are looked at for one mistyped word. */
  readonly checks?: number;
  /** Rows with the mistyped word as a whole word, and rows with it at all, that are enough. */
  readonly wholeWords?: number;
  readonly rows?: number;
}

export interface SearchLimits {
  /** Rows of a segment that are graded one by one; of more, only those that can come first. */
  readonly gradeLimit?: number;
  /** Rows that are checked one by one. */
  readonly checkLimit?: number;
  readonly typo?: TypoLimits;
}
