import type { RunningTime } from './running-time';

/** Longest retention that can be chosen; also in force for existing records until the technician has decided. */
export const LONGEST_DAYS = 3650;
export const WAIT_MS = 86_400_000;

/** The retention of one profile's history. */
export interface Kept {
  /** Days in force. 0: keep nothing. */
  readonly days: number;
  /** A confirmed or announced shortening that is not in force yet. */
  readonly next: Shortening | null;
  readonly tenantId: string;
  readonly name: string;
}

export interface Shortening {
  readonly days: number;
  /** In force when this much time has passed, in milliseconds (`RunningTime.passed`). */
  readonly due: number;
  /** The same by the wall clock, for display: milliseconds since 1970. */
  readonly at: number;
  /** `policy`: announced by the organization, without a confirmation. */
  readonly by: 'person' | 'policy';
}

export interface RetentionState {
  /** By profile id; the one of a removed profile stays, because its records stay. */
  readonly profiles: Readonly<Record<string, Kept>>;
  /** Profiles that were used with each partition of the history. */
  readonly partitions: Readonly<Record<string, readonly string[]>>;
  readonly time: RunningTime | null;
}

export const noRetention: RetentionState = { profiles: {}, partitions: {}, time: null };

/** The retention in a profile's settings. */
export interface WantedRetention {
  readonly profileId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly days: number;
  readonly by: 'person' | 'policy';
}

/** A partition of the history, with what is known about its owner. */
export interface Place {
  readonly partition: string;
  /** The tenants of its entries. */
  readonly tenantIds: ReadonlySet<string>;
}

/**
 * Applies a wanted retention. Only a retention that is not shorter comes into force at once. A new profile (`kept` is undefined)
 * keeps everything until the technician has decided, unless that deletes nothing.
 */
export function withWanted(
  kept: Kept | undefined,
  { tenantId, name, days, by }: WantedRetention,
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

/** Puts the shortenings in force whose time has come. */
export const withDue = (profiles: RetentionState['profiles'], passed: number): RetentionState['profiles'] =>
  Object.fromEntries(
    Object.entries(profiles).map(([id, kept]) => [
      id,
      kept.next !== null && passed >= kept.next.due ? { ...kept, days: kept.next.days, next: null } : kept,
    ]),
  );

/**
 * Whether the settings ask for a shorter retention than what is in force or announced, so that the technician has to
 * decide.
 */
export const isUndecided = (kept: Kept, days: number): boolean => days < kept.days && kept.next?.days !== days;

/** The profiles with records in a partition. */
export function profilesOf(
  { profiles, partitions }: RetentionState,
  { partition, tenantIds }: Place,
): readonly string[] {
  const seen = partitions[partition] ?? [];
  // A profile without a decision is left out instead of guessed.
  if (seen.length > 0) return seen.filter((id) => profiles[id] !== undefined);
  return Object.entries(profiles).flatMap(([id, kept]) => (tenantIds.has(kept.tenantId) ? [id] : []));
}

/** Retention of a partition in days: the longest of its profiles; null when none is known. */
export function daysOf(state: RetentionState, place: Place): number | null {
  const days = profilesOf(state, place).map((id) => state.profiles[id]?.days ?? LONGEST_DAYS);
  return days.length === 0 ? null : Math.max(...days);
}

/** The time before which no profile keeps records, in milliseconds since 1970; null while no retention is known. */
export function oldestKept({ profiles }: RetentionState, now: number): number | null {
  const days = Object.values(profiles).map((kept) => kept.days);
  return days.length === 0 ? null : now - Math.max(...days) * WAIT_MS;
}
