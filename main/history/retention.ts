import type { Clock } from '../../shared/clock';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { DocumentFile } from '../store/document-file';
import type { Kept, Place, RetentionState, WantedRetention } from './retention-state';
import { daysOf, isUndecided, oldestKept, profilesOf, shortening, withDue, withWanted } from './retention-state';
import { believed, firstNote, noted } from './running-time';

const HOUR_MS = 3_600_000;

/** A shorter retention that the technician has to decide about, with its effect. */
export interface Proposal {
  readonly profileId: string;
  readonly tenant: string;
  /** Days in force. */
  readonly from: number;
  readonly to: number;
  /** Number of records that are older than `to` days now. */
  readonly count: number;
  /** Nothing is deleted before this time, in milliseconds since 1970. */
  readonly at: number;
}

export interface RetentionOptions {
  readonly file: DocumentFile<RetentionState>;
  readonly clock: Clock;
  /** Milliseconds since the computer started. */
  readonly uptime: () => number;
  readonly log: Log;
  /** The retention in the settings of every profile. */
  readonly wanted: () => readonly WantedRetention[];
  /** Number of requests made before `cutoff` in the places accepted by `isMeant`. */
  readonly count: (isMeant: (place: Place) => boolean, cutoff: number) => Promise<number>;
  /** A policy shortened the retention: notifies the technician without asking. */
  readonly announce: (proposal: Proposal) => void;
}

/**
 * Retention of records, per profile. A shorter one comes into force a day after the technician confirmed it or, for a
 * policy, after it was announced.
 */
export interface Retention {
  /** Retention of a partition in days; null: forever. */
  daysOf(place: Place): number | null;
  /** The wall clock after plausibility checks, in milliseconds since 1970. */
  now(): number;
  /** The time before which no profile keeps records (milliseconds since 1970); null while no retention is known. */
  oldest(): number | null;
  /** The retention in force for a profile; null before `settle` has handled it. */
  kept(profileId: string): Kept | null;
  /** Records that a profile is used with a partition. */
  learn(partition: string, profileId: string): Promise<void>;
  /** Applies the settings and the shortenings that are due. Returns what the technician has to decide. */
  settle(): Promise<readonly Proposal[]>;
  /** The effect of a retention of `days` for a profile; null when it is not shorter. */
  propose(profileId: string, days: number): Promise<Proposal | null>;
  /** The technician confirmed a shorter retention that is already in the settings. */
  confirm(profileId: string, days: number): Promise<Outcome<null>>;
  /** Records the time every hour; returns a function that stops it. */
  watch(): () => void;
}

/** Adds a profile without a decision; its records are found by its tenant. */
const withProfile = (state: RetentionState, { profileId, days, tenantId, name }: WantedRetention): RetentionState => ({
  ...state,
  profiles: { ...state.profiles, [profileId]: { days, next: null, tenantId, name } },
});

export function createRetention({ file, clock, uptime, log, wanted, count, announce }: RetentionOptions): Retention {
  const serial = createSerial();
  /** Announced days of a policy, by profile. */
  const announcedDays = new Map<string, number>();
  let state = file.read();

  /** The change takes effect in memory in any case; writing it to the disk may be repeated. */
  const save = async (next: RetentionState): Promise<Outcome<null>> => {
    state = next;
    const written = await file.write(next);
    if (!written.ok) log.warn('retention.not-saved', { code: written.error.code });
    return written;
  };
  const moment = () => ({ wall: clock.now(), uptime: uptime() });
  const timed = (): RetentionState & { readonly time: NonNullable<RetentionState['time']> } => {
    const time = state.time === null ? firstNote(moment()) : noted(state.time, moment());
    return { ...state, time, profiles: withDue(state.profiles, time.passed) };
  };
  const isOf = (inState: RetentionState, profileId: string) => (place: Place) =>
    profilesOf(inState, place).includes(profileId);
  const older = (inState: RetentionState, profileId: string, days: number): Promise<number> =>
    count(isOf(inState, profileId), days === 0 ? Infinity : now() - days * 24 * HOUR_MS);
  const now = (): number =>
    state.time === null ? clock.now() : Math.min(believed(noted(state.time, moment())), clock.now());

  const proposal = async (inState: RetentionState, profileId: string, days: number): Promise<Proposal> => {
    const kept = inState.profiles[profileId];
    const at = kept?.next?.days === days ? kept.next.at : clock.now() + 24 * HOUR_MS;
    return {
      profileId,
      tenant: kept?.name ?? '',
      from: kept?.days ?? days,
      to: days,
      count: await older(inState, profileId, days),
      at,
    };
  };

  /** The decision about a profile; also undefined while it has no records, because then there is nothing to decide. */
  const known = async (
    { profiles }: RetentionState,
    { profileId, days }: WantedRetention,
  ): Promise<Kept | undefined> => {
    const kept = profiles[profileId];
    return kept !== undefined && days < kept.days && (await isEmpty(profileId)) ? undefined : kept;
  };
  const isEmpty = async (profileId: string): Promise<boolean> => (await older(state, profileId, 0)) === 0;

  const settle = async (): Promise<readonly Proposal[]> => {
    let next = timed();
    const open: WantedRetention[] = [];
    const announced: WantedRetention[] = [];
    for (const one of wanted()) {
      const before = await known(next, one);
      const deletesNothing =
        before === undefined && (await older(withProfile(next, one), one.profileId, one.days)) === 0;
      const after = withWanted(before, one, { passed: next.time.passed, wall: clock.now() }, deletesNothing);
      next = { ...next, profiles: { ...next.profiles, [one.profileId]: after } };
      if (isUndecided(after, one.days)) open.push(one);
      if (after.next?.by !== 'policy') announcedDays.delete(one.profileId);
      else if (announcedDays.get(one.profileId) !== one.days) announced.push(one);
    }
    await save(next);
    for (const one of announced) {
      announcedDays.set(one.profileId, one.days);
      const proposed = await proposal(next, one.profileId, one.days);
      if (proposed.count > 0) announce(proposed);
    }
    return Promise.all(open.map(({ profileId, days }) => proposal(next, profileId, days)));
  };

  return {
    daysOf: (place) => daysOf(state, place),
    now,
    oldest: () => oldestKept(state, now()),
    kept: (profileId) => state.profiles[profileId] ?? null,
    learn: (partition, profileId) =>
      serial(async () => {
        const known = state.partitions[partition] ?? [];
        if (!known.includes(profileId))
          await save({ ...state, partitions: { ...state.partitions, [partition]: [...known, profileId] } });
      }),
    settle: () => serial(settle),
    propose: (profileId, days) =>
      serial(async () => {
        const kept = state.profiles[profileId];
        return kept === undefined || !isUndecided(kept, days) || (await isEmpty(profileId))
          ? null
          : proposal(state, profileId, days);
      }),
    confirm: (profileId, days) =>
      serial(async () => {
        const next = timed();
        const kept = next.profiles[profileId];
        if (kept === undefined || days >= kept.days) return ok(null);
        const own = { ...kept, next: shortening(days, 'person', { passed: next.time.passed, wall: clock.now() }) };
        return save({ ...next, profiles: { ...next.profiles, [profileId]: own } });
      }),
    watch() {
      let cancel = (): void => undefined;
      const wait = (): void => {
        cancel = clock.after(HOUR_MS, () => {
          void serial(() => save(timed()));
          wait();
        });
      };
      wait();
      return () => {
        cancel();
        void serial(() => save(timed()));
      };
    },
  };
}
