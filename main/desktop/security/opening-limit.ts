import type { Clock } from '../../../shared/clock';

/** At most `count` in any `withinMs` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly withinMs: number;
}

/** How often something may be opened: the same target, and all targets together. */
export interface OpeningRates {
  readonly same: readonly Rate[];
  readonly all: readonly Rate[];
}

/** A rate limiter. */
export interface OpeningLimit {
  /**
   * Returns null and counts the call when it is allowed; else returns the whole seconds to wait without counting it.
   */
  take(key: string): number | null;
  /** The last call of each key has finished: from now on only the rate for all together applies to them. */
  settle(): void;
}

/** Creates a limit in memory; times older than every rate's window are dropped. */
export function createOpeningLimit(clock: Pick<Clock, 'now'>, rates: OpeningRates): OpeningLimit {
  const longest = Math.max(...[...rates.same, ...rates.all].map(({ withinMs }) => withinMs));
  let taken: readonly { readonly at: number; readonly key: string | null }[] = [];

  /**
   * Milliseconds until the next call is allowed. If the clock was set back, no call is allowed early and none waits
   * longer than the window.
   */
  const wait = (times: readonly number[], { count, withinMs }: Rate, now: number): number => {
    const oldest = times.length < count ? undefined : times[times.length - count];
    return oldest === undefined ? 0 : Math.min(withinMs, oldest + withinMs - now);
  };

  return {
    take(key) {
      const now = clock.now();
      taken = taken.filter(({ at }) => now - at < longest);
      const all = taken.map(({ at }) => at);
      const same = taken.filter((one) => one.key === key).map(({ at }) => at);
      const ms = Math.max(
        ...rates.all.map((rate) => wait(all, rate, now)),
        ...rates.same.map((rate) => wait(same, rate, now)),
      );
      if (ms > 0) return Math.ceil(ms / 1_000);
      taken = [...taken, { at: now, key }];
      return null;
    },
    settle() {
      taken = taken.map(({ at }) => ({ at, key: null }));
    },
  };
}

const seconds = (n: number): number => n * 1_000;
const minutes = (n: number): number => seconds(60 * n);

/** Sessions: one per click; two that became ready together can both be opened at once. */
export const sessionRates: OpeningRates = {
  same: [
    { count: 1, withinMs: seconds(3) },
    { count: 10, withinMs: minutes(10) },
  ],
  all: [
    { count: 5, withinMs: seconds(3) },
    { count: 30, withinMs: minutes(10) },
  ],
};
/** Sign-in pages: one for another permission counts as a different page. */
export const signInRates: OpeningRates = {
  same: [{ count: 1, withinMs: seconds(3) }],
  all: [
    { count: 3, withinMs: seconds(3) },
    { count: 10, withinMs: minutes(10) },
  ],
};
/** Switching tenants: each time its sign-in is read, and its devices may be requested. */
export const switchRates: OpeningRates = {
  same: [],
  all: [
    { count: 3, withinMs: seconds(3) },
    { count: 20, withinMs: minutes(10) },
  ],
};
