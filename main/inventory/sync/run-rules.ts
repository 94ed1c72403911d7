import { iso } from '../../../shared/clock';
import type { OpenRun, SyncState, Taken } from './port';

/** Check-ins may be written late: so much of the time before the watermark is asked for again. Milliseconds. */
export const OVERLAP_MS = 10 * 60_000;
/** A run that was interrupted longer ago than this starts anew: its link has expired and its first pages are old. */
export const OPEN_LIMIT_MS = 24 * 3_600_000;
/** Where the service does not filter by time, everything is read in place of the changes, but only so often. */
export const FULL_INSTEAD_MS = 3_600_000;
/** A full run that misses more than this is not believed before the next one agrees. */
const DOUBT_SHARE = 0.2;
const DOUBT_MIN = 50;

/** A run before its first page. `now` in milliseconds since 1970. */
export function newRun(kind: OpenRun['kind'], { watermark }: SyncState, now: number): OpenRun {
  const since = kind === 'full' || watermark === null ? null : iso(Date.parse(watermark) - OVERLAP_MS);
  return { kind, next: null, since, startedAt: now, newest: null, pages: 0, devices: 0 };
}

/** Whether an open run can be gone on with: it has had a page, is not too old, and does what is asked for. */
export const canResume = ({ open }: SyncState, full: boolean, now: number): boolean =>
  open !== null && open.pages > 0 && (!full || open.kind === 'full') && Math.abs(now - open.startedAt) < OPEN_LIMIT_MS;

/** An unsupported filter is ignored by Graph, which then answers with every device. */
export const isFilterIgnored = ({ kind, pages }: OpenRun, { unasked, received }: Taken): boolean =>
  kind === 'changes' && pages === 1 && unasked * 2 > received;

/** How many devices a full run may remove. */
export function sweepLimit(run: OpenRun, isDoubtful: boolean): number {
  if (isDoubtful) return Number.MAX_SAFE_INTEGER;
  return run.devices === 0 ? 0 : Math.max(DOUBT_MIN, Math.floor(run.devices * DOUBT_SHARE));
}

/** Up to when check-ins are known after this run. */
function watermarkAfter({ newest, startedAt }: OpenRun, before: string | null): string | null {
  if (newest === null) return before;
  // A check-in after the start may belong to a device whose page had been read before.
  const known = iso(Math.min(Date.parse(newest), startedAt));
  return before !== null && known < before ? before : known;
}

/** The state once a run has read everything it asked for. */
export const closed = (state: SyncState, run: OpenRun, now: number, isDoubtful: boolean): SyncState => ({
  watermark: watermarkAfter(run, state.watermark),
  lastFullAt: run.kind === 'full' ? now : state.lastFullAt,
  lastRunAt: now,
  isDoubtful,
  open: null,
});
