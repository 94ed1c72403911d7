/**
 * The clock for deleting. The clock of a workstation can jump, and a record deleted by mistake is lost. So the elapsed
 * time is the smaller of two measurements, by the wall clock and by the uptime, and a wall clock that jumped is trusted
 * only after it has been consistent for a day.
 */
export interface RunningTime {
  /** Milliseconds that have certainly passed since the first record. Never jumps and never decreases. */
  readonly passed: number;
  /** The trusted wall clock minus `passed`. */
  readonly base: number;
  /** The wall clock at the last record, milliseconds since 1970. */
  readonly wall: number;
  /** Milliseconds since the computer started, at the last record. */
  readonly uptime: number;
  /** A different base that the wall clock has implied since `passed` was `since`. */
  readonly doubt: { readonly base: number; readonly since: number } | null;
}

export interface Moment {
  readonly wall: number;
  readonly uptime: number;
}

const DAY_MS = 86_400_000;
/** Corrections of the clock by the network are smaller than this. */
const DRIFT_MS = 30 * 60_000;
/** A computer that seems to have been off for longer probably has a wrong clock. */
const LONGEST_OFF_MS = 30 * DAY_MS;

export const firstNote = ({ wall, uptime }: Moment): RunningTime => ({
  passed: 0,
  base: wall,
  wall,
  uptime,
  doubt: null,
});

/** The trusted wall clock, in milliseconds since 1970. */
export const believed = ({ passed, base }: RunningTime): number => passed + base;

/** The state after recording that it is now `moment`. */
export function noted(time: RunningTime, moment: Moment): RunningTime {
  const passed = time.passed + passedSince(time, moment);
  const base = moment.wall - passed;
  const next = { ...moment, passed };
  if (Math.abs(base - time.base) <= DRIFT_MS) return { ...next, base, doubt: null };
  const doubt =
    time.doubt !== null && Math.abs(base - time.doubt.base) <= DRIFT_MS ? time.doubt : { base, since: passed };
  return passed - doubt.since >= DAY_MS ? { ...next, base, doubt: null } : { ...next, base: time.base, doubt };
}

function passedSince(time: RunningTime, { wall, uptime }: Moment): number {
  const byWall = Math.max(0, wall - time.wall);
  // The computer was not restarted, or so long ago that the difference is too small rather than too large.
  if (uptime >= time.uptime) return Math.min(byWall, uptime - time.uptime);
  return byWall <= LONGEST_OFF_MS ? byWall : uptime;
}
