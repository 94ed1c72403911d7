import { parseDevice } from '../../../../main/graph/managed-device';
import type { InventoryPage, InventorySink, PageRequest, SyncProgress, SyncState } from '../../../../main/inventory/sync/port';
import { freshState, withTaken } from '../../../../main/inventory/sync/port';
import { InventorySync } from '../../../../main/inventory/sync/sync';
import type { Clock } from '../../../../shared/clock';
import type { Failure, Outcome } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';
import { aDevice } from '../index/support';

export const NOW = Date.parse('2026-11-20T10:00:00.000Z');

/** The entry from which Graph's reader makes this device. */
export const rawOf = (device: ManagedDevice): Readonly<Record<string, unknown>> => ({
  id: device.id, deviceName: device.name, serialNumber: device.serial, azureADDeviceId: device.entraId, userId: device.userId, userDisplayName: device.userName,
  userPrincipalName: device.upn, emailAddress: device.mail, operatingSystem: device.os, osVersion: device.osVersion, manufacturer: device.manufacturer,
  model: device.model, imei: device.imei, phoneNumber: device.phone, deviceCategoryDisplayName: device.category, complianceState: device.compliance,
  managedDeviceOwnerType: device.ownership, deviceEnrollmentType: device.enrollment, lastSyncDateTime: device.lastCheckIn, enrolledDateTime: device.enrolledAt,
});

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

/** The inventory process as plain maps. */
export function memorySink() {
  const devices = new Map<string, ManagedDevice>();
  const seen = new Set<string>();
  const states: SyncState[] = [];
  const sink: InventorySink = {
    async begin(state) {
      seen.clear();
      states.push(state);
    },
    async take(items, state) {
      const page = items.flatMap((item) => parseDevice(item) ?? []);
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
      const taken = { received: page.length, fresh, changed, newest, unasked };
      states.push(withTaken(state, taken));
      return taken;
    },
    async sweep(limit) {
      const unseen = [...devices.keys()].filter((id) => !seen.has(id));
      if (unseen.length > limit) return { removed: 0, unseen: unseen.length };
      for (const id of unseen) devices.delete(id);
      return { removed: unseen.length, unseen: unseen.length };
    },
    keep: async (state) => void states.push(state),
  };
  return { sink, devices, states };
}

export type Step = Failure | { readonly devices?: readonly ManagedDevice[]; readonly items?: readonly unknown[]; readonly next?: string | null; readonly serverTime?: number };
const isFailure = (step: Step): step is Failure => 'code' in step;

/** Devices `d0`, `d1`… that checked in one, two… minutes ago. */
export const tenant = (count: number): ManagedDevice[] =>
  Array.from({ length: count }, (_, at) => aDevice({ id: `d${at}`, lastCheckIn: new Date(NOW - (at + 1) * 60_000).toISOString() }));

/** A sync whose pages are what `answer` says. */
export function setUp(answer: (request: PageRequest, call: number) => Step, state: SyncState = freshState) {
  const clock = jumpingClock();
  const { sink, devices, states } = memorySink();
  const asked: PageRequest[] = [];
  const progress: SyncProgress[] = [];
  const order: string[] = [];
  const pages = {
    async fetch(request: PageRequest): Promise<Outcome<InventoryPage>> {
      asked.push(request);
      order.push('fetch');
      const step = answer(request, asked.length - 1);
      if (isFailure(step)) return err(step);
      return ok({ items: step.items ?? (step.devices ?? []).map(rawOf), next: step.next ?? null, serverTime: step.serverTime ?? null });
    },
  };
  const make = (from: SyncState): InventorySync =>
    new InventorySync({ pages, sink, clock, quiet: async () => void order.push('quiet'), onProgress: (at) => progress.push(at) }, from);
  return { sync: make(state), make, sink, clock, devices, states, asked, progress, order };
}

/** Pages of `size` devices; the link tells where to go on. */
export const paged = (all: readonly ManagedDevice[], size = 2) => (request: PageRequest): Step => {
  const from = request.kind === 'next' ? Number(request.link) : 0;
  const changed = request.kind === 'changed' ? all.filter(({ lastCheckIn }) => (lastCheckIn ?? '') > request.since) : all;
  return { devices: changed.slice(from, from + size), next: request.kind !== 'changed' && from + size < changed.length ? String(from + size) : null };
};
