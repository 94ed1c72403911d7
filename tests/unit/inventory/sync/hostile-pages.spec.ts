import { describe, expect, test } from 'vitest';
import { err } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';
import type { Step } from './support';
import { NOW, paged, rawOf, setUp, tenant } from './support';

const inTurn =
  (steps: readonly Step[]) =>
  (_: unknown, call: number): Step =>
    steps[call] ?? { code: 'internal' };

describe('pages', () => {
  test('duplicates, a page twice and empty pages in between change nothing', async () => {
    const [a, b, c] = tenant(3);
    const { sync, devices } = setUp(
      inTurn([
        { devices: [a!, b!, a!], next: '1' },
        { devices: [], next: '2' },
        { devices: [a!, b!], next: '3' },
        { devices: [c!, c!] },
      ]),
    );
    expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 3, changed: 3, pages: 4 } });
    expect([...devices.keys()]).toEqual(['d0', 'd1', 'd2']);
  });

  test('the last entry of an id on two pages wins', async () => {
    const { sync, devices } = setUp(
      inTurn([
        { devices: [aDevice({ id: 'a', name: 'BEFORE' })], next: '1' },
        { devices: [aDevice({ id: 'a', name: 'AFTER' })] },
      ]),
    );
    expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 1, changed: 2 } });
    expect(devices.get('a')?.name).toBe('AFTER');
  });

  test('an empty page that links to itself is requested again', async () => {
    const { sync, asked } = setUp(
      inTurn([{ devices: tenant(2), next: '1' }, { next: '1' }, { next: '1' }, { devices: tenant(3), next: null }]),
    );
    expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 3, pages: 4 } });
    expect(asked).toHaveLength(4);
  });

  test('an empty last page ends the run', async () => {
    const { sync, devices } = setUp(inTurn([{ devices: tenant(2), next: '1' }, {}]));
    expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 2, pages: 2 } });
    expect(devices.size).toBe(2);
  });

  test('links in a circle end the run without removing anything, and the run is discarded', async () => {
    for (const links of [['x'], ['x', 'y'], ['x', 'y', 'z']]) {
      const { sync, devices, asked } = setUp((_, call) => ({ devices: tenant(1), next: links[call % links.length]! }));
      devices.set('old', aDevice({ id: 'old' }));
      expect(await sync.run()).toEqual(err({ code: 'graph.malformed' }));
      expect(asked.length).toBeLessThanOrEqual(links.length + 1);
      expect(devices.has('old')).toBe(true);
      expect(sync.state.open).toBeNull();
    }
  });

  test.each([
    ['empty', []],
    ['known', tenant(2)],
  ])('%s endless pages are given up, even with new links', async (_, devices) => {
    const { sync, asked } = setUp((request, call) => ({ devices, next: `${request.kind}${call}` }));
    expect(await sync.run()).toEqual(err({ code: 'graph.malformed' }));
    expect(asked.length).toBeLessThan(150);
    expect(sync.state).toMatchObject({ open: null, lastFullAt: null });
  });

  test('devices that disappear between pages are removed by the next full run, new ones are added', async () => {
    let all = tenant(8);
    const { sync, devices } = setUp((request, call) => {
      // The list grows at its beginning and loses its second device while it is read.
      if (call === 2) all = [aDevice({ id: 'new', lastCheckIn: null }), all[0]!, ...all.slice(2)];
      return paged(all)(request);
    });
    expect(await sync.run()).toMatchObject({ ok: true });
    expect(devices.has('d1')).toBe(true);
    expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 1 } });
    expect([...devices.keys()].sort()).toEqual(all.map(({ id }) => id).sort());
  });

  test('a run on a tenant that grows faster than it is read ends at the last page, and new devices follow', async () => {
    let all = tenant(4);
    const { sync, devices } = setUp((request) => {
      const page = paged(all)(request);
      if (all.length < 40)
        all = [
          ...all,
          ...[0, 1].map((at) => aDevice({ id: `n${all.length + at}`, lastCheckIn: new Date(NOW).toISOString() })),
        ];
      return page;
    });
    expect(await sync.run()).toMatchObject({ ok: true });
    expect(devices.size).toBe(40);
    expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'changes' } });
    expect(devices.size).toBe(all.length);
  });
});

describe('entries', () => {
  test('entries that are no devices are skipped, whatever else is on the page', async () => {
    const odd = [
      null,
      7,
      'text',
      [],
      {},
      { id: '' },
      { id: 5 },
      { id: '../users' },
      { id: 'a'.repeat(200) },
      { deviceName: 'no id' },
    ];
    const { sync, devices } = setUp(() => ({ items: [...odd, rawOf(aDevice({ id: 'fine' })), ...odd] }));
    expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 1 } });
    expect([...devices.keys()]).toEqual(['fine']);
  });

  test('devices without name, user or any readable value are kept', async () => {
    const { sync, devices } = setUp(() => ({
      items: [{ id: 'bare' }, { id: 'odd', deviceName: 5, userId: {}, lastSyncDateTime: 'soon', complianceState: [] }],
    }));
    await sync.run();
    expect(devices.get('bare')).toMatchObject({ name: '', userName: '', lastCheckIn: null, compliance: 'unknown' });
    expect(devices.get('odd')).toMatchObject({ name: '', userId: '', lastCheckIn: null });
  });

  test('a name of a million characters is truncated', async () => {
    const { sync, devices } = setUp(() => ({ items: [{ id: 'long', deviceName: 'あ'.repeat(1_000_000) }] }));
    await sync.run();
    expect(devices.get('long')?.name).toHaveLength(256);
  });

  test('a check-in in the future or the distant past does not corrupt the watermark', async () => {
    const { sync } = setUp(() => ({
      items: [
        { id: 'a', lastSyncDateTime: '2099-01-01T00:00:00Z' },
        { id: 'b', lastSyncDateTime: '0001-01-01T00:00:00Z' },
      ],
    }));
    await sync.run();
    expect(sync.state.watermark).toBe(new Date(NOW).toISOString());
  });

  test('a result without any device does not empty the inventory before the next run confirms it', async () => {
    let all = tenant(3);
    const { sync, devices } = setUp((request) => paged(all)(request));
    await sync.run();
    all = [];
    expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 0, isDoubtful: true } });
    expect(devices.size).toBe(3);
    expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 3, isDoubtful: false } });
  });

  test('an unconfirmed doubt is dropped', async () => {
    const all = tenant(3);
    let shown = all;
    const { sync, devices } = setUp((request) => paged(shown)(request));
    await sync.run();
    shown = [];
    await sync.run({ full: true });
    shown = all;
    expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 0, isDoubtful: false } });
    shown = [];
    expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 0, isDoubtful: true } });
    expect(devices.size).toBe(3);
  });
});

describe('a filter that Graph ignores', () => {
  const HOUR = 3_600_000;
  /** Lists everything, whatever is asked for. */
  const deaf = (count: number) =>
    paged(
      tenant(count).map((device, at) => ({ ...device, lastCheckIn: new Date(NOW - (at + 1) * HOUR).toISOString() })),
      4,
    );

  test('costs one page while the last full run is recent, and the watermark stays', async () => {
    const list = deaf(20);
    const { sync, asked } = setUp((request) => list(request.kind === 'changed' ? { kind: 'all' } : request));
    await sync.run();
    const { watermark, lastFullAt, lastRunAt } = sync.state;
    const before = asked.length;
    expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'changes', pages: 1, isUnfiltered: true } });
    expect(asked.length - before).toBe(1);
    expect(sync.state).toMatchObject({ watermark, lastFullAt, lastRunAt, open: null });
  });

  test('leads to a full run once the last one is old', async () => {
    const list = deaf(20);
    const { sync, asked, clock, devices } = setUp((request) =>
      list(request.kind === 'changed' ? { kind: 'all' } : request),
    );
    await sync.run();
    devices.set('gone', aDevice({ id: 'gone' }));
    clock.after(2 * HOUR, () => undefined);
    await Promise.resolve();
    expect(await sync.run()).toMatchObject({
      ok: true,
      value: { kind: 'full', pages: 5, removed: 1, isUnfiltered: false },
    });
    expect(asked.slice(5, 8).map(({ kind }) => kind)).toEqual(['changed', 'all', 'next']);
  });

  test('many real changes do not count as an ignored filter', async () => {
    const all = tenant(9);
    const { sync, devices, asked } = setUp((request) => paged(all)(request));
    await sync.run();
    for (const [at, device] of all.entries())
      all[at] = { ...device, lastCheckIn: new Date(NOW + at * 1_000).toISOString() };
    expect(await sync.run()).toMatchObject({
      ok: true,
      value: { kind: 'changes', pages: 5, changed: 9, isUnfiltered: false },
    });
    expect(asked.filter(({ kind }) => kind === 'all')).toHaveLength(1);
    expect(devices.get('d8')?.lastCheckIn).toBe(all[8]!.lastCheckIn);
  });
});
