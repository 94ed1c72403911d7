import type { RunningTime } from './running-time';

/** Longest time that can be chosen; also what counts until a person has decided about records that were there before. */
export const LONGEST_DAYS = 3650;
export const WAIT_MS = 86_400_000;

/** How long the history of a profile is kept. */
export interface Kept {
  /** In force. 0 keeps nothing. */
  readonly days: number;
  /** A confirmed or announced shortening that has not come into force yet. */
  readonly next: Shortening | null;
  readonly tenantId: string;
  readonly name: string;
}

export interface Shortening {
  readonly days: number;
  /** Not before this much time has passed (`RunningTime.passed`). */
  readonly due: number;
  /** The same as the wall clock shows it, for people: milliseconds since 1970. */
  readonly at: number;
  /** `policy`: announced by the organization; nobody was asked. */
  readonly by: 'person' | 'policy';
}

export interface RetentionState {
  /** By profile id; that of a removed profile stays, as its records do. */
  readonly profiles: Readonly<Record<string, Kept>>;
  /** Profiles that were seen at work in a partition of the history. */
  readonly partitions: Readonly<Record<string, readonly string[]>>;
  readonly time: RunningTime | null;
}

export const noRetention: RetentionState = { profiles: {}, partitions: {}, time: null };

/** What a profile's settings say. */
export interface Wish {
  readonly profileId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly days: number;
  readonly by: 'person' | 'policy';
}

/** A partition of the history, as far as it can be told whose it is. */
export interface Place {
  readonly partition: string;
  /** The tenants its entries name. */
  readonly tenantIds: ReadonlySet<string>;
}

/**
 * Takes a wish over. Only what keeps records longer, or as long, comes into force by itself; a profile that is seen for the
 * first time (`kept` is undefined) keeps everything until somebody decided, unless its wish deletes nothing.
 */
export function withWish(
  kept: Kept | undefined,
  { tenantId, name, days, by }: Wish,
  now: { passed: number; wall: number },
  deletesNothing: boolean,
): Kept {
  const { days: before, next } = kept ?? { days: deletesNothing ? days : LONGEST_DAYS, next: null };
  if (days >= before) return { days, next: null, tenantId, name };
  const stays = next?.days === days ? next : null;
  return { days: before, next: stays ?? (by === 'policy' ? shortening(days, by, now) : null), tenantId, name };
}

export const shortening = (
  days: number,
  by: Shortening['by'],
  { passed, wall }: { passed: number; wall: number },
): Shortening => ({
  days,
  due: passed + WAIT_MS,
  at: wall + WAIT_MS,
  by,
});

/** Shortenings whose time has come are in force. */
export const withDue = (profiles: RetentionState['profiles'], passed: number): RetentionState['profiles'] =>
  Object.fromEntries(
    Object.entries(profiles).map(([id, kept]) => [
      id,
      kept.next !== null && passed >= kept.next.due ? { ...kept, days: kept.next.days, next: null } : kept,
    ]),
  );

/** True when the settings ask for less than is in force or on its way: a person has to decide. */
export const isUndecided = (kept: Kept, days: number): boolean => days < kept.days && kept.next?.days !== days;

/** The profiles whose records a partition holds. */
export function profilesOf(
  { profiles, partitions }: RetentionState,
  { partition, tenantIds }: Place,
): readonly string[] {
  const seen = partitions[partition] ?? [];
  // Of one that nothing was decided about yet nothing is guessed either.
  if (seen.length > 0) return seen.filter((id) => profiles[id] !== undefined);
  return Object.entries(profiles).flatMap(([id, kept]) => (tenantIds.has(kept.tenantId) ? [id] : []));
}

/** Days that a partition is kept: the longest of its profiles'; null when nobody has said anything about it. */
export function daysOf(state: RetentionState, place: Place): number | null {
  const days = profilesOf(state, place).map((id) => state.profiles[id]?.days ?? LONGEST_DAYS);
  return days.length === 0 ? null : Math.max(...days);
}

/** The moment before which no profile keeps anything; null while nothing is known. */
export function oldestKept({ profiles }: RetentionState, now: number): number | null {
  const days = Object.values(profiles).map((kept) => kept.days);
  return days.length === 0 ? null : now - Math.max(...days) * WAIT_MS;
}
