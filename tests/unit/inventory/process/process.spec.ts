import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FresherRows } from '../../../../main/inventory/local/fresher-rows';
import { NEWS_EVERY_MS } from '../../../../main/inventory/process/announcer';
import { InventoryClient, processSink } from '../../../../main/inventory/process/client';
import { SeenIds } from '../../../../main/inventory/process/seen-ids';
import { SAVE_AFTER_MS } from '../../../../main/inventory/process/snapshot-keeper';
import type { SyncState } from '../../../../main/inventory/sync/port';
import { freshState } from '../../../../main/inventory/sync/port';
import { InventorySync } from '../../../../main/inventory/sync/sync';
import { ok } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';
import { bytesOf, pageOf, rawOf } from '../sync/support';
import { line, start } from './support';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-process-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = randomBytes(32);
const place = (tenantId = 't1') => ({
  path: join(folder, 'inventory.snapshot'),
  owner: { tenantId, accountId: 'a' },
  key,
});
const devices = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    aDevice({ name: `BER-LT-${at}`, userName: 'Zoë Weiß', lastCheckIn: '2026-11-20T10:00:00.000Z' }),
  );
const ask = (text: string) => ({ kind: 'query', lane: 'main', query: asTyped({ text, limit: 5 }) }) as const;

test('answers queries with rows, reasons and pages', async () => {
  const { client } = start();
  expect(await client.ask({ kind: 'open', place: null })).toEqual(ok({ devices: 0, state: freshState, dropped: null }));
  await client.ask({ kind: 'learn', devices: devices(30) });
  const answer = await client.ask(ask('weiss'));
  expect(answer).toMatchObject({ ok: true, value: { total: 30, isSimilar: false } });
  const found = await client.ask(ask('zoe ber'));
  if (!found.ok) throw new Error('no answer');
  expect(found.value).toMatchObject({ total: 30, isSimilar: false });
  expect(found.value.rows[0]?.match).not.toBeNull();
  const page = await client.ask({ kind: 'page', resultId: found.value.resultId, offset: 25, count: 10 });
  expect(page).toMatchObject({ ok: true, value: { length: 5 } });
  expect(await client.ask({ kind: 'page', resultId: 999, offset: 0, count: 1 })).toEqual(ok(null));
});

test('of waiting key presses, only the last one of each lane is run', async () => {
  const { client } = start();
  await client.ask({ kind: 'learn', devices: devices(3) });
  const quick = client.ask({ ...ask('ber'), lane: 'quick' });
  const [first, second, third] = await Promise.all([
    client.ask(ask('b')),
    client.ask(ask('be')),
    client.ask(ask('ber')),
  ]);
  expect(third).toMatchObject({ ok: true, value: { total: 3 } });
  expect([first, second].filter(({ ok: isAnswered }) => !isAnswered)).toEqual([
    { ok: false, error: { code: 'cancelled' } },
    { ok: false, error: { code: 'cancelled' } },
  ]);
  expect(await quick).toMatchObject({ ok: true });
});

test('saved data is restored, for the same tenant only', async () => {
  const first = start();
  expect(await first.client.ask({ kind: 'open', place: place() })).toMatchObject({
    ok: true,
    value: { dropped: 'missing' },
  });
  await first.client.ask({ kind: 'begin', state: freshState });
  const state = { ...freshState, watermark: '2026-11-20T10:00:00.000Z' };
  expect(await first.client.ask({ kind: 'take', page: bytesOf(devices(20).map(rawOf)), state })).toMatchObject({
    ok: true,
    value: { received: 20, fresh: 20, changed: 20 },
  });
  expect(first.timers).toMatchObject([{ ms: NEWS_EVERY_MS }, { ms: SAVE_AFTER_MS }]);
  expect(await first.client.ask({ kind: 'save' })).toMatchObject({ ok: true, value: { bytes: expect.any(Number) } });
  expect(await first.client.ask({ kind: 'save' })).toEqual(ok(null));
  const second = start();
  expect(await second.client.ask({ kind: 'open', place: place() })).toEqual(ok({ devices: 20, state, dropped: null }));
  expect(await second.client.ask({ kind: 'open', place: place('t2') })).toEqual(
    ok({ devices: 0, state: freshState, dropped: 'foreign' }),
  );
  expect(await second.client.ask(ask('ber'))).toMatchObject({ ok: true, value: { total: 0 } });
});

test('forget leaves no data in memory or on disk', async () => {
  const { client } = start();
  await client.ask({ kind: 'open', place: place() });
  await client.ask({ kind: 'learn', devices: devices(3) });
  await client.ask({ kind: 'save' });
  expect(await client.ask({ kind: 'forget' })).toEqual(ok(null));
  expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: true, value: { devices: 0 } });
  expect(await start().client.ask({ kind: 'open', place: place() })).toMatchObject({
    ok: true,
    value: { dropped: 'missing' },
  });
});

test('a failed save is reported, and nothing is written without a path', async () => {
  const { client, timers, news } = start();
  await client.ask({ kind: 'open', place: { ...place(), path: join(folder, 'file', 'x.snapshot') } });
  await writeFile(join(folder, 'file'), 'in the way');
  await client.ask({ kind: 'learn', devices: devices(1) });
  const saved = await client.ask({ kind: 'save' });
  if (saved.ok) throw new Error('saved');
  timers.find(({ ms }) => ms === SAVE_AFTER_MS)?.run();
  await client.ask({ kind: 'save' });
  expect(news.at(-1)).toMatchObject({ news: 'save-failed', failure: saved.error });
});

test('messages outside the protocol are refused or ignored', async () => {
  const { client, port } = start();
  await fc.assert(
    fc.asyncProperty(fc.anything({ withMap: true, withTypedArray: true }), async (message) => {
      try {
        port.post(message);
        port.post({ call: 77, request: message });
      } catch {
        return;
      }
      expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: true });
    }),
    { numRuns: 50 },
  );
});

test('a request out of bounds is an invalid input, a nonsense answer an internal failure', async () => {
  const { client } = start();
  expect(await client.ask({ kind: 'query', lane: 'main', query: asTyped({ text: 'x', limit: -1 }) })).toEqual({
    ok: false,
    error: { code: 'input.invalid' },
  });
  const [ours, theirs] = line();
  theirs.listen((message) =>
    theirs.post({ answer: (message as { call: number }).call, outcome: { ok: true, value: 'nonsense' } }),
  );
  expect(await new InventoryClient(ours).ask({ kind: 'status' })).toMatchObject({
    ok: false,
    error: { code: 'internal' },
  });
});

test('when the process ends, pending requests fail and nothing more is sent', async () => {
  const client = new InventoryClient(line()[0]);
  const waiting = client.ask({ kind: 'status' });
  client.gone();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: false });
});

test('a complete sync fills the process, and a second one removes deleted devices', async () => {
  const { client } = start();
  let all = devices(2_500);
  const fetch = async (request: { kind: string; link?: string }) => {
    const from = Number(request.link ?? 0);
    return ok(
      pageOf(all.slice(from, from + 1_000).map(rawOf), from + 1_000 < all.length ? String(from + 1_000) : null),
    );
  };
  const clock = { now: () => Date.parse('2026-11-21T00:00:00Z'), after: () => () => undefined };
  const rows = new FresherRows();
  const sync = new InventorySync(
    {
      pages: rows.pages({ fetch }),
      sink: rows.sink(processSink(client)),
      clock,
      quiet: async () => undefined,
      onProgress: () => undefined,
    },
    freshState,
  );
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 2_500, changed: 2_500 } });
  all = all.slice(0, 2_400);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 100, changed: 0 } });
  expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: true, value: { devices: 2_400 } });
});

test('a process that dies during a run ends it, and the next process resumes after the last saved page', async () => {
  const all = devices(3_500).map((device, at) => ({ ...device, name: `N${at}` }));
  const asked: string[] = [];
  const clock = { now: () => Date.parse('2026-11-21T00:00:00Z'), after: () => () => undefined };
  const syncOf = (client: InventoryClient, state: SyncState, dieAt: number | null) =>
    new InventorySync(
      {
        pages: {
          async fetch(request) {
            const from = request.kind === 'next' ? Number(request.link) : 0;
            asked.push(String(from));
            if (from === 2_000) await client.ask({ kind: 'save' });
            if (from === dieAt) client.gone();
            return ok(
              pageOf(all.slice(from, from + 500).map(rawOf), from + 500 < all.length ? String(from + 500) : null),
            );
          },
        },
        sink: new FresherRows().sink(processSink(client)),
        clock,
        quiet: async () => undefined,
        onProgress: () => undefined,
      },
      state,
    );
  const first = start();
  await first.client.ask({ kind: 'open', place: place() });
  expect(await syncOf(first.client, freshState, 3_000).run()).toMatchObject({ ok: false, error: { code: 'internal' } });
  const second = start();
  const opened = await second.client.ask({ kind: 'open', place: place() });
  if (!opened.ok) throw new Error(opened.error.code);
  // While that page was asked for, those before were being taken.
  expect([500, 1_000, 1_500, 2_000]).toContain(opened.value.devices);
  asked.length = 0;
  expect(await syncOf(second.client, opened.value.state, null).run()).toMatchObject({
    ok: true,
    value: { kind: 'full', pages: 7, devices: 3_500, removed: 0 },
  });
  expect(asked[0]).toBe(String(opened.value.devices));
  expect(await second.client.ask({ kind: 'read', ids: all.slice(0, 1_000).map(({ id }) => id) })).toEqual(
    ok(all.slice(0, 1_000)),
  );
  expect(await second.client.ask({ kind: 'status' })).toMatchObject({ ok: true, value: { devices: 3_500 } });
});

test('seen ids are the same set after they were stored', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ maxLength: 40 }), { maxLength: 3_000 }),
      fc.array(fc.string()),
      (added, others) => {
        const before = new SeenIds();
        for (const id of added) before.add(id);
        const after = new SeenIds();
        after.add('something else');
        after.replace(before.pairs());
        expect(after.size).toBe(added.length);
        expect(after.pairs()).toHaveLength(added.length * 2);
        for (const id of [...added, ...others, 'something else']) expect(after.has(id)).toBe(added.includes(id));
      },
    ),
    { numRuns: 20 },
  );
});

test('seen ids are a set', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 40 }), { maxLength: 3_000 }),
      fc.array(fc.string()),
      (added, others) => {
        const seen = new SeenIds();
        const real = new Set<string>();
        for (const id of added) {
          expect(seen.add(id)).toBe(!real.has(id));
          real.add(id);
        }
        expect(seen.size).toBe(real.size);
        for (const id of [...added, ...others]) expect(seen.has(id)).toBe(real.has(id));
      },
    ),
    { numRuns: 30 },
  );
});
