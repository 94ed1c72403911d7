import type { Clock } from '../../../shared/clock';

/** At most `count` in any `withinMs` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly withinMs: number;
}

/** How often something may be opened: the same thing, and all things together. */
export interface OpeningRates {
  readonly same: readonly Rate[];
  readonly all: readonly Rate[];
}

/** Counts what went through a door. */
export interface OpeningLimit {
  /** Null and counted when it may go through; else the whole seconds to wait, and nothing is counted. */
  take(key: string): number | null;
  /** The last one of each was answered: only what holds for all together counts from now on. */
  settle(): void;
}

/** A limit in memory; it forgets what no rate looks back to. */
export function createOpeningLimit(clock: Pick<Clock, 'now'>, rates: OpeningRates): OpeningLimit {
  const longest = Math.max(...[...rates.same, ...rates.all].map(({ withinMs }) => withinMs));
  let taken: readonly { readonly at: number; readonly key: string | null }[] = [];

  /** Milliseconds until one more of these fits. A clock that was set back lets nobody through early, and nobody wait longer than the rate says. */
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

/** A session once per click; two that became ready together both at once. */
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
/** A page that asks for something else (another permission) is another one. */
export const signInRates: OpeningRates = {
  same: [{ count: 1, withinMs: seconds(3) }],
  all: [
    { count: 3, withinMs: seconds(3) },
    { count: 10, withinMs: minutes(10) },
  ],
};
/** Another tenant: each time its sign-in is read, and its devices may be asked for. */
export const switchRates: OpeningRates = {
  same: [],
  all: [
    { count: 3, withinMs: seconds(3) },
    { count: 20, withinMs: minutes(10) },
  ],
};
