import * as v from 'valibot';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';

/** One page of the tenant's devices. */
export interface InventoryPage {
  readonly devices: readonly ManagedDevice[];
  /** The service's own link to the next page, unchanged; null at the end. */
  readonly next: string | null;
  /** `Date` header in milliseconds since 1970; null when absent. */
  readonly serverTime: number | null;
}

export type PageRequest =
  | { readonly kind: 'all' }
  /** Devices that checked in after `since` (ISO 8601): the only change that Graph can be asked for. */
  | { readonly kind: 'changed'; readonly since: string }
  | { readonly kind: 'next'; readonly link: string };

/** Reads pages of 1,000 managed devices with a narrow `$select`, as background calls. */
export interface InventoryPages {
  fetch(request: PageRequest, signal: AbortSignal): Promise<Outcome<InventoryPage>>;
}

/** What taking a page did. */
export interface Taken {
  /** Devices of this run that had not come before in it. */
  readonly fresh: number;
  /** Of these, those that were new or different. */
  readonly changed: number;
}

/** Where pages go: the inventory process. */
export interface InventorySink {
  /** Forgets which devices were seen. */
  begin(): Promise<void>;
  /** `state` describes the inventory once this page is in it; a snapshot keeps both together. */
  take(devices: readonly ManagedDevice[], state: SyncState): Promise<Taken>;
  /** Removes devices not seen since `begin`, but at most `limit`; with more to remove it removes none. */
  sweep(limit: number): Promise<{ readonly removed: number; readonly unseen: number }>;
  /** Stores the state alone. */
  keep(state: SyncState): Promise<void>;
}

/** A run that has not ended. */
export const OpenRunSchema = v.object({
  kind: v.picklist(['full', 'changes']),
  /** Null before the first page. */
  next: v.nullable(v.string()),
  since: v.nullable(v.string()),
  /** By the service's clock where it told, in milliseconds since 1970. */
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
  /** The last full run missed so many devices that none was removed. */
  isDoubtful: v.boolean(),
  open: v.nullable(OpenRunSchema),
});
export type SyncState = v.InferOutput<typeof SyncStateSchema>;

export const freshState: SyncState = { watermark: null, lastFullAt: null, lastRunAt: null, isDoubtful: false, open: null };

/** A kept state, or a fresh one when it cannot be read. */
export function parseSyncState(raw: unknown): SyncState {
  const parsed = v.safeParse(SyncStateSchema, raw);
  return parsed.success ? parsed.output : freshState;
}

export interface SyncProgress {
  readonly kind: 'full' | 'changes';
  readonly pages: number;
  /** Devices received in this run, each counted once. */
  readonly devices: number;
  /** When the next try is made, while the service or the network makes the run wait; in milliseconds since 1970. */
  readonly waitingUntil: number | null;
  readonly waitingFor: Failure | null;
}

export interface SyncReport {
  readonly kind: 'full' | 'changes';
  readonly pages: number;
  readonly devices: number;
  readonly changed: number;
  readonly removed: number;
  /** So many devices did not come that removing them was put off until the next full run agrees. */
  readonly isDoubtful: boolean;
}
