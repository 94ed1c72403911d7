import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NEWS_EVERY_MS } from '../../../../main/inventory/process/announcer';
import { processSink } from '../../../../main/inventory/process/client';
import type { SyncState } from '../../../../main/inventory/sync/port';
import { freshState, SinkFailure, withTaken } from '../../../../main/inventory/sync/port';
import { newRun } from '../../../../main/inventory/sync/run-rules';
import { ok } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';
import { flush } from '../../../support/turns';
import { asTyped } from '../../../support/typed-query';
import { bytesOf, rawOf } from '../sync/support';
import { start } from './support';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-pages-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = randomBytes(32);
const place = (tenantId = 't1') => ({
  path: join(folder, 'inventory.snapshot'),
  owner: { tenantId, accountId: 'a' },
  key,
});
const full: SyncState = { ...freshState, open: newRun('full', freshState, 0) };
const some = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    aDevice({ name: `BER-${at}`, lastCheckIn: new Date(Date.UTC(2026, 0, 1 + (at % 28))).toISOString() }),
  );
const status = async (client: ReturnType<typeof start>['client']) => {
  const answer = await client.ask({ kind: 'status' });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

describe('a page', () => {
  test('is parsed in the process, which counts and completes the state', async () => {
    const { client } = start();
    const sink = processSink(client);
    const devices = some(30);
    await sink.begin(full);
    const taken = await sink.take(bytesOf([...devices.map(rawOf), null, { id: '../x' }, 'text'], 'https://x/1'), full);
    expect(taken).toEqual({
      next: 'https://x/1',
      received: 30,
      fresh: 30,
      changed: 30,
      newest: '2026-01-28T00:00:00.000Z',
      unasked: 0,
    });
    const again = await sink.take(
      bytesOf([...devices.slice(0, 10).map(rawOf), rawOf({ ...devices[10]!, name: 'NEW' })]),
      withTaken(full, taken!),
    );
    expect(again).toMatchObject({ received: 11, fresh: 0, changed: 1 });
    expect(await client.ask({ kind: 'read', ids: [devices[10]!.id] })).toMatchObject({
      ok: true,
      value: [{ name: 'NEW' }],
    });
    const { open } = (await status(client)).state;
    expect(open).toMatchObject({ next: null, newest: '2026-01-28T00:00:00.000Z', devices: 30 });
  });

  test('of changes reports how many of its devices were not requested', async () => {
    const { client } = start();
    const sink = processSink(client);
    const changes: SyncState = {
      ...freshState,
      open: { ...newRun('changes', freshState, 0), since: '2026-01-10T00:00:00.000Z' },
    };
    await sink.begin(changes);
    expect(await sink.take(bytesOf(some(28).map(rawOf)), changes)).toMatchObject({ received: 28, unasked: 10 });
  });

  test('with an extremely nested entry is read like any other', async () => {
    const { client } = start();
    const sink = processSink(client);
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const text = `{"value":[${JSON.stringify(rawOf(aDevice({ id: 'plain' })))},{"id":"deep","deviceName":"KEEP","notes":${deep}},null]}`;
    await sink.begin(full);
    expect(await sink.take(new TextEncoder().encode(text), full)).toMatchObject({ received: 2 });
    expect(await client.ask({ kind: 'read', ids: ['deep'] })).toMatchObject({ ok: true, value: [{ name: 'KEEP' }] });
  });

  test.each(['', '{"value":[{"id":"cut', '<html>', '[]', '{"value":{}}', '{"value":[],"@odata.nextLink":7}', '\u0000'])(
    'that cannot be read (%j) changes nothing',
    async (text) => {
      const { client } = start();
      const sink = processSink(client);
      await sink.begin(full);
      await sink.take(bytesOf(some(3).map(rawOf), 'https://x/1'), full);
      const before = await status(client);
      expect(
        await sink.take(new TextEncoder().encode(text), { ...full, watermark: '2026-01-01T00:00:00.000Z' }),
      ).toBeNull();
      expect(await status(client)).toEqual(before);
    },
  );

  test('skips the devices with newer data', async () => {
    const { client } = start();
    const sink = processSink(client);
    await sink.begin(full);
    const [first, second] = some(2);
    expect(await sink.take(bytesOf([first!, second!].map(rawOf)), full, [first!.id])).toMatchObject({
      received: 1,
      fresh: 1,
    });
    expect(await client.ask({ kind: 'read', ids: [first!.id, second!.id] })).toEqual(ok([second]));
  });

  test('that is refused rejects with the failure of the process', async () => {
    const { client } = start();
    const sink = processSink(client);
    await expect(sink.take('nonsense' as never, full)).rejects.toBeInstanceOf(SinkFailure);
    await expect(sink.begin({ watermark: 7 } as never)).rejects.toMatchObject({
      name: 'SinkFailure',
      failure: { code: 'input.invalid' },
    });
    client.gone();
    await expect(sink.sweep(1)).rejects.toMatchObject({ name: 'SinkFailure', failure: { code: 'internal' } });
  });
});

describe('an inventory that is no longer open', () => {
  test('accepts nothing more from its sync, neither after open nor after forget', async () => {
    const { client } = start();
    for (const next of [{ kind: 'open', place: null }, { kind: 'forget' }] as const) {
      const sink = processSink(client);
      await client.ask(next);
      await expect(sink.take(bytesOf(some(3).map(rawOf)), full)).rejects.toMatchObject({
        failure: { code: 'cancelled' },
      });
      await expect(sink.keep(full)).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    }
    expect(await status(client)).toMatchObject({ devices: 0, state: freshState });
  });

  test('does not add a page that was still being parsed to the next one', async () => {
    const { client } = start();
    const sink = processSink(client);
    const taking = sink.take(bytesOf(some(5_000).map(rawOf)), full);
    const opening = client.ask({ kind: 'open', place: null });
    await expect(taking).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(await opening).toMatchObject({ ok: true, value: { devices: 0 } });
    await flush(20);
    expect(await status(client)).toMatchObject({ devices: 0, state: freshState });
  });

  test.each(['sweep', 'keep'] as const)(
    'does not affect the next one with a %s that was still under way',
    async (kind) => {
      const kept = some(4);
      const { client } = start();
      await client.ask({ kind: 'open', place: place('t1') });
      await client.ask({ kind: 'learn', devices: kept });
      await client.ask({ kind: 'save' });
      await client.ask({ kind: 'open', place: null });
      await client.ask({ kind: 'learn', devices: some(1) });
      const sink = processSink(client);
      await sink.begin(full);
      // So many that they wait for a part of their own.
      await sink.take(bytesOf(some(3_000).map(rawOf)), full);
      const old = { ...freshState, watermark: '2026-01-01T00:00:00.000Z' };
      const late = kind === 'sweep' ? sink.sweep(Number.MAX_SAFE_INTEGER) : sink.keep(old);
      const opening = client.ask({ kind: 'open', place: place('t1') });
      // It may have ended in time.
      await late.catch((cause: unknown) => expect(cause).toMatchObject({ failure: { code: 'cancelled' } }));
      expect(await opening).toMatchObject({ ok: true, value: { devices: 4 } });
      expect(await client.ask({ kind: 'read', ids: kept.map(({ id }) => id) })).toEqual(ok(kept));
      expect(await status(client)).toMatchObject({ devices: 4, state: freshState });
    },
  );

  test('refuses live hits of the previous account, when the caller names its inventory', async () => {
    const { client } = start();
    const { opening } = client;
    await client.ask({ kind: 'open', place: null });
    expect(await client.ask({ kind: 'learn', devices: some(1) }, opening)).toEqual({
      ok: false,
      error: { code: 'cancelled' },
    });
    expect(await client.ask({ kind: 'learn', devices: some(1) }, client.opening)).toEqual(ok(null));
  });

  test('is written before another one opens at the same path, which then drops it as foreign', async () => {
    const { client } = start();
    await client.ask({ kind: 'open', place: place('t1') });
    await client.ask({ kind: 'learn', devices: some(4) });
    expect(await client.ask({ kind: 'open', place: place('t1') })).toMatchObject({
      ok: true,
      value: { devices: 4, dropped: null },
    });
    await client.ask({ kind: 'learn', devices: some(1) });
    expect(await client.ask({ kind: 'open', place: place('t2') })).toMatchObject({
      ok: true,
      value: { devices: 0, dropped: 'foreign' },
    });
    expect(await client.ask({ kind: 'open', place: place('t1') })).toMatchObject({
      ok: true,
      value: { devices: 0, dropped: 'missing' },
    });
  });

  test('of two that open at once, only the last one stays', async () => {
    const { client } = start();
    await client.ask({ kind: 'open', place: place('t1') });
    await client.ask({ kind: 'learn', devices: some(4) });
    await client.ask({ kind: 'save' });
    const first = client.ask({ kind: 'open', place: place('t1') });
    const second = client.ask({ kind: 'open', place: { ...place('t2'), path: join(folder, 'other.snapshot') } });
    expect(await first).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(await second).toMatchObject({ ok: true, value: { devices: 0, dropped: 'missing' } });
    expect(await status(client)).toMatchObject({ devices: 0 });
  });
});

describe('a full run', () => {
  test('resumes after a restart with the seen devices, and finds deleted ones', async () => {
    const devices = some(6);
    const first = start();
    await first.client.ask({ kind: 'open', place: place() });
    await first.client.ask({ kind: 'learn', devices });
    const before = processSink(first.client);
    await before.begin(full);
    await before.take(bytesOf(devices.slice(0, 2).map(rawOf)), full);
    await first.client.ask({ kind: 'save' });
    const second = start();
    expect(await second.client.ask({ kind: 'open', place: place() })).toMatchObject({
      ok: true,
      value: { devices: 6, state: { open: { devices: 2 } } },
    });
    const after = processSink(second.client);
    expect(await after.take(bytesOf(devices.slice(1, 4).map(rawOf)), full)).toMatchObject({ received: 3, fresh: 2 });
    expect(await after.sweep(10)).toEqual({ removed: 2, unseen: 2 });
    expect(await second.client.ask({ kind: 'read', ids: devices.map(({ id }) => id) })).toEqual(
      ok(devices.slice(0, 4)),
    );
  });

  test('does not remove a device that a live search found in the meantime', async () => {
    const { client } = start();
    const sink = processSink(client);
    await sink.begin(full);
    await sink.take(bytesOf(some(3).map(rawOf)), full);
    await client.ask({ kind: 'learn', devices: [aDevice({ id: 'newcomer' })] });
    expect(await sink.sweep(10)).toEqual({ removed: 0, unseen: 0 });
    await sink.keep(freshState);
    await client.ask({ kind: 'learn', devices: [aDevice({ id: 'between' })] });
    await sink.begin(full);
    expect(await sink.sweep(10)).toEqual({ removed: 5, unseen: 5 });
  });

  test('that would remove more than allowed removes nothing', async () => {
    const { client } = start();
    const sink = processSink(client);
    await client.ask({ kind: 'learn', devices: some(5) });
    await sink.begin(full);
    expect(await sink.sweep(4)).toEqual({ removed: 0, unseen: 5 });
    expect(await status(client)).toMatchObject({ devices: 5 });
  });

  test('releases its memory when it is over, not before', async () => {
    const collect = vi.fn();
    const { client } = start(collect);
    const sink = processSink(client);
    await sink.begin(full);
    for (let page = 0; page < 3; page += 1) await sink.take(bytesOf(some(300).map(rawOf)), full);
    await sink.keep(full);
    expect(collect).not.toHaveBeenCalled();
    await sink.keep(freshState);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  test('does not release the memory of a snapshot, which is released after a write without a run', async () => {
    const collect = vi.fn();
    const { client } = start(collect);
    await client.ask({ kind: 'open', place: place() });
    const sink = processSink(client);
    await sink.begin(full);
    await sink.take(bytesOf(some(300).map(rawOf)), full);
    expect(await client.ask({ kind: 'save' })).toMatchObject({ ok: true, value: { bytes: expect.any(Number) } });
    expect(collect).not.toHaveBeenCalled();
    await sink.keep(freshState);
    expect(collect).toHaveBeenCalledTimes(1);
    expect(await client.ask({ kind: 'save' })).toMatchObject({ ok: true, value: { bytes: expect.any(Number) } });
    expect(collect).toHaveBeenCalledTimes(2);
    // Nothing has changed since, so that nothing is written.
    await client.ask({ kind: 'save' });
    expect(collect).toHaveBeenCalledTimes(2);
  });

  test('does not flood main with news', async () => {
    const { client, news, clock } = start();
    const sink = processSink(client);
    await sink.begin(full);
    for (let page = 0; page < 20; page += 1) await sink.take(bytesOf(some(2).map(rawOf)), full);
    expect(news).toEqual([{ news: 'changed', devices: 2, failure: null }]);
    clock.due(NEWS_EVERY_MS);
    await flush();
    expect(news.at(-1)).toEqual({ news: 'changed', devices: 40, failure: null });
    expect(news).toHaveLength(2);
  });
});

test('rows contain their twins, and the status the categories', async () => {
  const { client } = start();
  await client.ask({
    kind: 'learn',
    devices: [
      aDevice({ name: 'TWIN', category: 'Kiosk' }),
      aDevice({ name: 'TWIN', category: 'Office' }),
      aDevice({ name: 'ALONE', category: '' }),
    ],
  });
  const found = await client.ask({
    kind: 'query',
    lane: 'main',
    query: asTyped({ text: '', limit: 5, sort: { column: 'name', descending: false } }),
  });
  expect(found.ok && found.value.rows.map(({ device, twins }) => [device.name, twins])).toEqual([
    ['ALONE', 0],
    ['TWIN', 1],
    ['TWIN', 1],
  ]);
  expect((await status(client)).categories).toEqual(expect.arrayContaining(['Kiosk', 'Office']));
});
