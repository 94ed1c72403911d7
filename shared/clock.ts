/** Time as a port, so that rules about time are tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970, this workstation's wall clock. */
  now(): number;
  /** Runs once after `ms` milliseconds. Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const iso = (ms: number): string => new Date(ms).toISOString();
