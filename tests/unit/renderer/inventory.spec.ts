import { beforeEach, describe, expect, it, vi } from 'vitest';
import { InventoryState } from '../../../renderer/features/inventory/inventory.svelte';
import { noChips, parseDeviceQuery } from '../../../shared/contract/device-query';
import type { ExportAnswer } from '../../../shared/contract/export';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { deferred, settle } from '../../support/promises';

const ready: InventoryView = {
  state: 'ready',
  devices: 500,
  asOf: '2026-11-23T09:57:00Z',
  kept: 'disk',
  sync: null,
  isStopped: false,
  failure: null,
  isDoubtful: false,
  categories: [],
  revision: 1,
};
const query = { text: 'tokyo', chips: noChips, sort: null };

describe('InventoryState', () => {
  let changed: (view: InventoryView) => void = () => undefined;
  const unsubscribed = vi.fn();
  const current = vi.fn(async (): Promise<Outcome<InventoryView>> => ok(ready));
  const refresh = vi.fn(async (_input: { full: boolean }): Promise<Outcome<null>> => ok(null));
  const save = vi.fn(async (_query: unknown): Promise<Outcome<ExportAnswer>> =>
    ok({ file: 'devices.csv', count: 500 }),
  );
  const cancel = vi.fn(async (): Promise<Outcome<null>> => ok(null));
  const saved = vi.fn();
  const cancelExport = vi.fn(async (): Promise<Outcome<null>> => ok(null));
  let state: InventoryState;

  beforeEach(() => {
    vi.clearAllMocks();
    state = new InventoryState(
      {
        current,
        refresh,
        cancel,
        cancelExport,
        export: save,
        find: async () => ok(null),
        page: async () => ok(null),
        changed: (listener) => {
          changed = listener;
          return unsubscribed;
        },
        exportProgress: () => unsubscribed,
      },
      saved,
    );
  });

  it('subscribes before it asks; a signal in the meantime is newer than the answer', async () => {
    const slow = deferred<Outcome<InventoryView>>();
    current.mockReturnValueOnce(slow.promise);
    state.start();
    changed({ ...ready, devices: 900 });
    slow.resolve(ok(ready));
    await settle();
    expect(state.view?.devices).toBe(900);
  });

  it('unsubscribes from both signals when it stops', () => {
    state.start()();
    expect(unsubscribed).toHaveBeenCalledTimes(2);
  });

  it('shows why main did not answer until it does', async () => {
    current.mockResolvedValueOnce(err({ code: 'internal' }));
    state.start();
    await settle();
    expect([state.view, state.failure]).toEqual([null, { code: 'internal' }]);
    changed(ready);
    expect(state.failure).toBeNull();
  });

  it('requests the changes or everything, and keeps a failure', async () => {
    await state.refresh(true);
    expect(refresh).toHaveBeenCalledWith({ full: true });
    refresh.mockResolvedValueOnce(err({ code: 'auth.required' }));
    await state.refresh(false);
    expect(state.failure).toEqual({ code: 'auth.required' });
    state.cancel();
    await settle();
    expect([cancel.mock.calls.length, state.failure]).toEqual([1, null]);
  });

  it('reports what was exported', async () => {
    await state.exports.save(query);
    expect(parseDeviceQuery(save.mock.lastCall?.[0])).toEqual(query);
    expect(saved).toHaveBeenCalledWith('devices.csv', 500);
  });
});
