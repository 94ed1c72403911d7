import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RETRY_AFTER_MS, SAVE_AFTER_MS, SnapshotKeeper } from '../../../../main/inventory/process/snapshot-keeper';
import type { SnapshotPlace } from '../../../../main/inventory/snapshot/snapshot';
import { readSnapshot } from '../../../../main/inventory/snapshot/snapshot';
import type { Failure } from '../../../../shared/failure';
import { ok } from '../../../../shared/result';
import { handClock } from './support';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-keeper-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = randomBytes(32);
const placeOf = (tenantId: string, name = `${tenantId}.snapshot`): SnapshotPlace => ({
  path: join(folder, name),
  owner: { tenantId, accountId: 'a' },
  key,
});

function setUp(tickMs = 1) {
  const clock = handClock();
  const failures: Failure[] = [];
  let state = 'none';
  let ticks = 0;
  const content = vi.fn(() => ({ segments: [], state, seen: new Uint32Array() }));
  const ready = vi.fn(() => Promise.resolve());
  const keeper = new SnapshotKeeper({
    clock,
    ticks: () => (ticks += tickMs),
    ready,
    content,
    onWritten: () => undefined,
    onFailed: (failure) => failures.push(failure),
  });
  const change = (to: string): void => {
    state = to;
    keeper.changed();
  };
  return { keeper, clock, failures, content, ready, change };
}
const stateAt = async (place: SnapshotPlace): Promise<unknown> => {
  const read = await readSnapshot(place);
  return read.kind === 'read' ? read.state : read.reason;
};

test('several changes are written once, some time after the first', async () => {
  const { keeper, clock, change } = setUp();
  keeper.use(placeOf('t1'));
  change('one');
  change('two');
  expect(clock.timers.filter(({ ms, isOn }) => isOn && ms === SAVE_AFTER_MS)).toHaveLength(1);
  expect(existsSync(placeOf('t1').path)).toBe(false);
  clock.due(SAVE_AFTER_MS);
  expect(await keeper.save()).toEqual(ok(null));
  expect(await stateAt(placeOf('t1'))).toBe('two');
});

test('without a path nothing is ever written', async () => {
  const { keeper, clock, change, content } = setUp();
  change('one');
  keeper.use(null);
  change('two');
  expect(await keeper.save()).toEqual(ok(null));
  expect(clock.timers).toEqual([]);
  expect(content).not.toHaveBeenCalled();
});

test('slow writes are done less often', async () => {
  const { keeper, clock, change } = setUp(10_000);
  keeper.use(placeOf('t1'));
  change('one');
  expect(await keeper.save()).toMatchObject({ ok: true });
  clock.due(SAVE_AFTER_MS);
  await keeper.save();
  change('two');
  expect(clock.timers.at(-1)).toMatchObject({ ms: 200_000, isOn: true });
});

test('a failed write is reported, retried later, and succeeds once the disk works', async () => {
  const { keeper, clock, failures, change } = setUp();
  const place = placeOf('t1', 'in-the-way/x.snapshot');
  await writeFile(join(folder, 'in-the-way'), 'a file where a folder should be');
  keeper.use(place);
  change('one');
  clock.due(SAVE_AFTER_MS);
  await keeper.save();
  expect(failures).toHaveLength(1);
  expect(clock.timers.filter(({ ms, isOn }) => isOn && ms === RETRY_AFTER_MS)).toHaveLength(1);
  await rm(join(folder, 'in-the-way'));
  clock.due(RETRY_AFTER_MS);
  await keeper.save();
  expect(failures).toHaveLength(1);
  expect(await stateAt(place)).toBe('one');
});

test('a requested save returns its failure and is not reported a second time', async () => {
  const { keeper, failures, change } = setUp();
  keeper.use(placeOf('t1', 'folder'));
  await mkdir(join(folder, 'folder'));
  change('one');
  expect(await keeper.save()).toMatchObject({ ok: false, error: { code: 'storage.damaged', detail: 'EISDIR' } });
  expect(failures).toEqual([]);
  await rmdir(join(folder, 'folder'));
  expect(await keeper.save()).toMatchObject({ ok: true, value: { bytes: expect.any(Number) as number } });
});

test('pending changes are written when the path changes', async () => {
  const { keeper, change, clock } = setUp();
  keeper.use(placeOf('t1'));
  change('of t1');
  await keeper.leave(placeOf('t2'));
  keeper.use(placeOf('t2'));
  change('of t2');
  await keeper.save();
  expect(await stateAt(placeOf('t1'))).toBe('of t1');
  expect(await stateAt(placeOf('t2'))).toBe('of t2');
  expect(clock.timers[0]?.isOn).toBe(false);
});

test('with the same path the last write ends before the next snapshot is read', async () => {
  const { keeper, change } = setUp();
  const path = 'shared.snapshot';
  keeper.use(placeOf('t1', path));
  change('of t1');
  await keeper.leave(placeOf('t2', path));
  expect(await stateAt(placeOf('t1', path))).toBe('of t1');
});

test('a queued save does not write another inventory to its path', async () => {
  const { keeper, change, content } = setUp();
  keeper.use(placeOf('t1'));
  change('of t1');
  const first = keeper.save();
  change('again');
  const second = keeper.save();
  keeper.use(placeOf('t2'));
  await Promise.all([first, second]);
  expect(content).not.toHaveBeenCalled();
  expect(existsSync(placeOf('t2').path)).toBe(false);
});

test('a save waits until the inventory is ready, and is dropped when another one is open by then', async () => {
  const { keeper, change, content, ready } = setUp();
  let isReady = (): void => undefined;
  ready.mockImplementation(() => new Promise((resolve) => void (isReady = resolve)));
  keeper.use(placeOf('t1'));
  change('of t1');
  const saving = keeper.save();
  await vi.waitFor(() => expect(ready).toHaveBeenCalled());
  expect(content).not.toHaveBeenCalled();
  await keeper.leave(null);
  isReady();
  expect(await saving).toEqual(ok(null));
  await keeper.save();
  expect(await stateAt(placeOf('t1'))).toBe('of t1');
  expect(content).toHaveBeenCalledTimes(1);
});

test('forget waits for a write in progress and leaves no file', async () => {
  const { keeper, change } = setUp();
  keeper.use(placeOf('t1'));
  change('one');
  const saving = keeper.save();
  await Promise.resolve();
  await keeper.forget();
  await saving;
  expect(existsSync(placeOf('t1').path)).toBe(false);
  change('two');
  expect(await keeper.save()).toEqual(ok(null));
});

test('only the given path is written', async () => {
  const { keeper, change } = setUp();
  keeper.use(placeOf('t1'));
  change('secret words');
  await keeper.save();
  expect((await readFile(placeOf('t1').path)).includes('secret words')).toBe(false);
});
