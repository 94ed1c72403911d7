import * as v from 'valibot';
import type { Failure, Outcome } from '../../../shared/failure';
import type { DeviceListRequest, RawDevicePage } from '../../graph/port';

/** A page of the tenant's devices, and when it was asked for. */
export interface AskedPage extends RawDevicePage {
  /** Compared with when a device was learned on its own; see `FresherRows`. Not a time of day. */
  readonly askedAt: number;
}

/** Reads pages of 1,000 managed devices with a narrow `$select`, as background calls. */
export interface InventoryPages<Page extends RawDevicePage = AskedPage> {
  /** `onHint` is called with the likely link to the next page as soon as it has arrived, before the rest of this page. */
  fetch(request: DeviceListRequest, signal: AbortSignal, onHint: (link: string) => void): Promise<Outcome<Page>>;
}

/** The effect of taking a page. */
export interface Taken {
  /** The service's own link to the next page, unchanged; null at the end. */
  readonly next: string | null;
  /** Entries with a usable id. */
  readonly received: number;
  /** Devices that this run had not seen before. */
  readonly fresh: number;
  /** Devices that were new or different. */
  readonly changed: number;
  /** Newest check-in of the open run, including this page. ISO 8601. */
  readonly newest: string | null;
  /** In a run for changes: devices that did not check in after `since`. A service that applies the filter never sends any. */
  readonly unasked: number;
}

/** Where pages go: the inventory process. Every method rejects with `SinkFailure` when the process refuses or is gone. */
export interface InventorySink {
  /** Clears the seen devices; `state` has the new run. */
  begin(state: SyncState): Promise<void>;
  /**
   * Reads a page and learns its devices. `state` is the state after this page, without what only reading the page tells: the
   * sink fills in `next`, `newest` and `devices` of the open run. A snapshot holds the devices, those seen in the run and the
   * state together. Null: the page cannot be read, and nothing has changed.
   */
  take(page: AskedPage, state: SyncState): Promise<Taken | null>;
  /** Removes devices not seen since `begin`, unless they are more than `limit`: then it removes none. */
  sweep(limit: number): Promise<{ readonly removed: number; readonly unseen: number }>;
  /** Stores the state alone. */
  keep(state: SyncState): Promise<void>;
}

/** The inventory process refuses or is gone. */
export class SinkFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'SinkFailure';
    this.failure = failure;
  }
}

/** A run that has not ended. */
export const OpenRunSchema = v.object({
  kind: v.picklist(['full', 'changes']),
  /** Null before the first page. */
  next: v.nullable(v.string()),
  since: v.nullable(v.string()),
  /** By the service's clock if it sent one, in milliseconds since 1970. */
  startedAt: v.number(),
  newest: v.nullable(v.string()),
  pages: v.number(),
  devices: v.number(),
});
export type OpenRun = v.InferOutput<typeof OpenRunSchema>;

export const SyncStateSchema = v.object({
  /** Check-ins up to here are known; null before the first full run. ISO 8601. */
  watermark: v.nullable(v.string()),
  /** Milliseconds since 1970, this workstation's clock. */
  lastFullAt: v.nullable(v.number()),
  lastRunAt: v.nullable(v.number()),
  /** The last full run did not see many known devices, so it removed none. */
  isDoubtful: v.boolean(),
  open: v.nullable(OpenRunSchema),
});
export type SyncState = v.InferOutput<typeof SyncStateSchema>;

export const freshState: SyncState = {
  watermark: null,
  lastFullAt: null,
  lastRunAt: null,
  isDoubtful: false,
  open: null,
};

/** The state after a page, as `take` stores it. */
export function withTaken(
  state: SyncState,
  { next, fresh, newest }: Pick<Taken, 'next' | 'fresh' | 'newest'>,
): SyncState {
  const { open } = state;
  return open === null ? state : { ...state, open: { ...open, next, devices: open.devices + fresh, newest } };
}

/** A stored state, or a fresh one when it cannot be read. */
export function parseSyncState(raw: unknown): SyncState {
  const parsed = v.safeParse(SyncStateSchema, raw);
  return parsed.success ? parsed.output : freshState;
}

export interface SyncProgress {
  readonly kind: 'full' | 'changes';
  readonly pages: number;
  /** Devices received in this run, each counted once. */
  readonly devices: number;
  /** When the next try is made, while the run waits for the service or the network; in milliseconds since 1970. */
  readonly waitingUntil: number | null;
  readonly waitingFor: Failure | null;
}

export interface SyncReport {
  readonly kind: 'full' | 'changes';
  readonly pages: number;
  readonly devices: number;
  readonly changed: number;
  readonly removed: number;
  /** So many devices were missing that they are not removed until the next full run agrees. */
  readonly isDoubtful: boolean;
  /**
   * The service does not filter by time: asked for changes, it began to send everything. The last full run is so recent that
   * the rest was not requested. Only full runs bring this tenant up to date.
   */
  readonly isUnfiltered: boolean;
}
