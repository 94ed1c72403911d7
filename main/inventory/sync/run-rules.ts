import { iso } from '../../../shared/clock';
import type { OpenRun, SyncState, Taken } from './port';

/** Check-ins may be recorded late: this much of the time before the watermark is requested again. Milliseconds. */
export const OVERLAP_MS = 10 * 60_000;
/** A run that was interrupted longer ago than this is restarted: its link has expired and its first pages are outdated. */
export const OPEN_LIMIT_MS = 24 * 3_600_000;
/** Where the service does not filter by time, a full run replaces runs for changes, but no more often than this. Milliseconds. */
export const FULL_INSTEAD_MS = 3_600_000;
/** If a full run misses more devices than this, none are removed until the next full run agrees. */
const DOUBT_SHARE = 0.2;
const DOUBT_MIN = 50;

/** A run before its first page. `now` in milliseconds since 1970. */
export function newRun(kind: OpenRun['kind'], { watermark }: SyncState, now: number): OpenRun {
  const since = kind === 'full' || watermark === null ? null : iso(Date.parse(watermark) - OVERLAP_MS);
  return { kind, next: null, since, startedAt: now, newest: null, pages: 0, devices: 0 };
}

/** Whether an interrupted run can be resumed: it has had a page, is not too old, and is of the requested kind. */
export const canResume = ({ open }: SyncState, full: boolean, now: number): boolean =>
  open !== null && open.pages > 0 && (!full || open.kind === 'full') && Math.abs(now - open.startedAt) < OPEN_LIMIT_MS;

/** Graph ignores an unsupported filter and returns every device. */
export const isFilterIgnored = ({ kind, pages }: OpenRun, { unasked, received }: Taken): boolean =>
  kind === 'changes' && pages === 1 && unasked * 2 > received;

/** How many devices a full run may remove. */
export function sweepLimit(run: OpenRun, isDoubtful: boolean): number {
  if (isDoubtful) return Number.MAX_SAFE_INTEGER;
  return run.devices === 0 ? 0 : Math.max(DOUBT_MIN, Math.floor(run.devices * DOUBT_SHARE));
}

/** The new watermark: check-ins up to here are known after this run. */
function watermarkAfter({ newest, startedAt }: OpenRun, before: string | null): string | null {
  if (newest === null) return before;
  // A later check-in may belong to a device whose page had been read before.
  const known = iso(Math.min(Date.parse(newest), startedAt));
  return before !== null && known < before ? before : known;
}

/** The state after a run has read everything it requested. */
export const closed = (state: SyncState, run: OpenRun, now: number, isDoubtful: boolean): SyncState => ({
  watermark: watermarkAfter(run, state.watermark),
  lastFullAt: run.kind === 'full' ? now : state.lastFullAt,
  lastRunAt: now,
  isDoubtful,
  open: null,
});
