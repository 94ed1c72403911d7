/** Time in milliseconds since 1970. Every behaviour of the practice tenant derives from it. */
export interface Clock {
  readonly now: () => number;
}
