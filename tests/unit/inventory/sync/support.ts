import { nextLinkHint, readDevicePage } from '../../../../main/graph/device-page';
import { parseDevice } from '../../../../main/graph/managed-device';
import type { DeviceListRequest } from '../../../../main/graph/port';
import type { AskedPage, InventorySink, SyncProgress, SyncState, Taken } from '../../../../main/inventory/sync/port';
import { freshState, parseSyncState, SinkFailure, withTaken } from '../../../../main/inventory/sync/port';
import { InventorySync } from '../../../../main/inventory/sync/sync';
import type { Clock } from '../../../../shared/clock';
import type { Failure, Outcome } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';

export const NOW = Date.parse('2026-11-20T10:00:00.000Z');

/** The entry from which Graph's reader makes this device. */
export const rawOf = (device: ManagedDevice): Readonly<Record<string, unknown>> => ({
  id: device.id,
  deviceName: device.name,
  serialNumber: device.serial,
  azureADDeviceId: device.entraId,
  userId: device.userId,
  userDisplayName: device.userName,
  userPrincipalName: device.upn,
  emailAddress: device.mail,
  operatingSystem: device.os,
  osVersion: device.osVersion,
  manufacturer: device.manufacturer,
  model: device.model,
  imei: device.imei,
  phoneNumber: device.phone,
  deviceCategoryDisplayName: device.category,
  complianceState: device.compliance,
  managedDeviceOwnerType: device.ownership,
  deviceEnrollmentType: device.enrollment,
  lastSyncDateTime: device.lastCheckIn,
  enrolledDateTime: device.enrolledAt,
});

/** A page as it would come from the service. */
export const bytesOf = (items: readonly unknown[], next: string | null = null): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ ...(next === null ? {} : { '@odata.nextLink': next }), value: items }));

export const unreadable: Failure = { code: 'graph.malformed', status: 200 };

/** The same as the sync gets it. */
export function pageOf(
  items: readonly unknown[],
  next: string | null = null,
  serverTime: number | null = null,
): AskedPage {
  const bytes = bytesOf(items, next);
  return { bytes, unreadable, hint: nextLinkHint(bytes), serverTime, askedAt: 0 };
}

/** Time that passes only by waiting. */
export function jumpingClock(): Clock & { readonly waits: number[] } {
  let now = NOW;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    after(ms, run) {
      waits.push(ms);
      let on = true;
      queueMicrotask(() => {
        now += ms;
        if (on) run();
      });
      return () => void (on = false);
    },
  };
}

/** What a snapshot holds. */
export interface Kept {
  readonly devices: readonly (readonly [string, ManagedDevice])[];
  readonly seen: readonly string[];
  readonly state: SyncState;
}

/** The inventory process as plain maps, perhaps started from a snapshot. */
export function memorySink(from: Kept = { devices: [], seen: [], state: freshState }) {
  const devices = new Map<string, ManagedDevice>(from.devices);
  const seen = new Set<string>(from.seen);
  const states: SyncState[] = [from.state];
  let refusal: Failure | null = null;
  const change = <T>(work: () => T): T => {
    if (refusal !== null) throw new SinkFailure(refusal);
    return work();
  };
  const take = (bytes: Uint8Array, state: SyncState): Taken | null => {
    const read = readDevicePage(bytes);
    if (read === null) return null;
    const page = read.items.flatMap((item) => parseDevice(item) ?? []);
    const since = state.open?.since ?? null;
    let fresh = 0;
    let changed = 0;
    let newest = state.open?.newest ?? null;
    for (const device of page) {
      if (!seen.has(device.id)) fresh += 1;
      seen.add(device.id);
      if (JSON.stringify(devices.get(device.id)) !== JSON.stringify(device)) changed += 1;
      devices.set(device.id, device);
      if ((device.lastCheckIn ?? '') > (newest ?? '')) newest = device.lastCheckIn;
    }
    const unasked = since === null ? 0 : page.filter(({ lastCheckIn }) => (lastCheckIn ?? '') <= since).length;
    const taken = { next: read.next, received: page.length, fresh, changed, newest, unasked };
    states.push(withTaken(state, taken));
    return taken;
  };
  const sink: InventorySink = {
    begin: async (state) =>
      change(() => {
        seen.clear();
        states.push(state);
      }),
    take: async ({ bytes }, state) => change(() => take(bytes, state)),
    sweep: async (limit) =>
      change(() => {
        const unseen = [...devices.keys()].filter((id) => !seen.has(id));
        if (unseen.length > limit) return { removed: 0, unseen: unseen.length };
        for (const id of unseen) devices.delete(id);
        return { removed: unseen.length, unseen: unseen.length };
      }),
    keep: async (state) => change(() => void states.push(state)),
  };
  return {
    sink,
    devices,
    states,
    /** From now on the sink fails like this; null: it works again. */
    fail: (failure: Failure | null) => void (refusal = failure),
    /** What a snapshot of this moment holds, through the form it has on disk. */
    kept: (): Kept =>
      structuredClone({
        devices: [...devices],
        seen: [...seen],
        state: parseSyncState(JSON.parse(JSON.stringify(states.at(-1)))),
      }),
  };
}

/** A failure, a page, or what came in place of one. */
export type Step = Failure | { readonly text: string } | Listed;
interface Listed {
  readonly devices?: readonly ManagedDevice[];
  readonly items?: readonly unknown[];
  readonly next?: string | null;
  readonly serverTime?: number;
}
/** The page of a step that is no failure. */
export const pageAfter = (step: Exclude<Step, Failure>): AskedPage =>
  'text' in step
    ? { ...pageOf([]), bytes: new TextEncoder().encode(step.text) }
    : pageOf(step.items ?? (step.devices ?? []).map(rawOf), step.next, step.serverTime);
const isFailure = (step: Step): step is Failure => 'code' in step;

/** Devices `d0`, `d1`… that checked in one, two… minutes ago. */
export const tenant = (count: number): ManagedDevice[] =>
  Array.from({ length: count }, (_, at) =>
    aDevice({ id: `d${at}`, lastCheckIn: new Date(NOW - (at + 1) * 60_000).toISOString() }),
  );

/** A sync whose pages are what `answer` says, perhaps in a process that begins with a snapshot. */
export function setUp(answer: (request: DeviceListRequest, call: number) => Step, from?: Kept) {
  const clock = jumpingClock();
  const memory = memorySink(from);
  const asked: DeviceListRequest[] = [];
  const progress: SyncProgress[] = [];
  const order: string[] = [];
  const pages = {
    async fetch(request: DeviceListRequest): Promise<Outcome<AskedPage>> {
      asked.push(request);
      order.push('fetch');
      const step = answer(request, asked.length - 1);
      if (isFailure(step)) return err(step);
      return ok(pageAfter(step));
    },
  };
  const options = {
    pages,
    sink: memory.sink,
    clock,
    quiet: async () => void order.push('quiet'),
    onProgress: (at: SyncProgress) => void progress.push(at),
  };
  return {
    ...memory,
    sync: new InventorySync(options, from?.state ?? freshState),
    options,
    clock,
    asked,
    progress,
    order,
  };
}

/** Pages of `size` devices; the link tells where to go on, and since when in a list of changes. */
export const paged =
  (all: readonly ManagedDevice[], size = 2) =>
  (request: DeviceListRequest): Step => {
    const [from = '0', since = ''] =
      request.kind === 'next' ? request.link.split('/') : request.kind === 'changed' ? ['0', request.since] : [];
    const listed = all.filter(({ lastCheckIn }) => since === '' || (lastCheckIn ?? '') > since);
    const end = Number(from) + size;
    return {
      devices: listed.slice(Number(from), end),
      next: end < listed.length ? (since === '' ? String(end) : `${end}/${since}`) : null,
    };
  };
