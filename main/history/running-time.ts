/**
 * Time for deleting. A workstation's clock can jump, and a record that went because of that does not come back: so the time
 * that passed is taken from the wall clock and from the time since the computer started, whichever says less, and a wall
 * clock that is suddenly elsewhere is believed only after it has stood there for a day.
 */
export interface RunningTime {
  /** Milliseconds that surely passed since the first note. Never jumps, never goes back. */
  readonly passed: number;
  /** What the wall clock is taken to be, less `passed`. */
  readonly base: number;
  /** The wall clock at the last note, milliseconds since 1970. */
  readonly wall: number;
  /** Milliseconds since the computer started, at the last note. */
  readonly uptime: number;
  /** Another base that the wall clock has shown since `passed` was `since`. */
  readonly doubt: { readonly base: number; readonly since: number } | null;
}

export interface Moment {
  readonly wall: number;
  readonly uptime: number;
}

const DAY_MS = 86_400_000;
/** Clocks that are set by the network move by less. */
const DRIFT_MS = 30 * 60_000;
/** A computer that was off for longer may as well have a wrong clock. */
const LONGEST_OFF_MS = 30 * DAY_MS;

export const firstNote = ({ wall, uptime }: Moment): RunningTime => ({
  passed: 0,
  base: wall,
  wall,
  uptime,
  doubt: null,
});

/** The wall clock as far as it is believed, milliseconds since 1970. */
export const believed = ({ passed, base }: RunningTime): number => passed + base;

/** Notes that it is now `moment`. */
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
  // The computer was not started anew, or so long ago that the difference is too small rather than too large.
  if (uptime >= time.uptime) return Math.min(byWall, uptime - time.uptime);
  return byWall <= LONGEST_OFF_MS ? byWall : uptime;
}
