import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serve } from '../../main/desktop/ipc/serve';
import type { AppContract } from '../../shared/contract';
import { contract } from '../../shared/contract';
import type { Handlers } from '../../shared/contract/define';
import { channelOf } from '../../shared/contract/define';
import type { DeviceQuery } from '../../shared/contract/device-query';
import { checkInSpans, deviceColumns, noChips } from '../../shared/contract/device-query';
import type { InventoryView, LocalAnswer } from '../../shared/contract/inventory';
import { PAGE_ROWS } from '../../shared/contract/inventory';
import type { Outcome } from '../../shared/failure';
import { complianceStates, ownerships, platforms } from '../../shared/managed-device';
import { ok } from '../../shared/result';
import { aBlankDevice } from '../support/builders';
import { keepingLog, makeWire, membersOf } from '../support/wire';

const query: DeviceQuery = { text: 'tyo', chips: noChips, sort: null };
const full: DeviceQuery = {
  text: '山田 TYO',
  chips: {
    platforms: [...platforms],
    compliance: [...complianceStates],
    ownership: [...ownerships],
    categories: ['Office', ''],
    checkIn: 'older',
  },
  sort: { column: 'lastCheckIn', descending: true },
};

/** Main with handlers that answer with what reached them, or with `value`. */
function served(value?: unknown) {
  const wire = makeWire();
  const groups: Record<string, Record<string, (input: unknown) => Promise<Outcome<unknown>>>> = {};
  for (const [group, name] of membersOf(contract, 'call'))
    (groups[group] ??= {})[name] = (input) => Promise.resolve(ok(value ?? input ?? null));
  serve(contract, groups as unknown as Handlers<AppContract>, wire.calls, keepingLog());
  return (name: string, input?: unknown) =>
    wire.window.invoke(channelOf('inventory', name), input) as Promise<Outcome<unknown>>;
}
const refused = { ok: false, error: { code: 'input.invalid' } };

describe.each(['find', 'export'])('a question to inventory.%s', (name) => {
  it('reaches its handler unchanged', async () => {
    for (const asked of [query, full]) expect(await served()(name, asked)).toEqual(ok(asked));
  });

  it('carries known fields only', async () => {
    expect(await served()(name, { ...query, path: '/etc/passwd', chips: { ...noChips, $filter: 'x' } })).toEqual(
      ok(query),
    );
  });

  it.each<[string, object]>([
    ['no text', { text: undefined }],
    ['a text too long', { text: 'x'.repeat(201) }],
    ['no filters', { chips: undefined }],
    ['filters of one kind only', { chips: { platforms: [] } }],
    ['a platform that does not exist', { chips: { ...noChips, platforms: ['beos'] } }],
    [
      'a platform more than there are',
      { chips: { ...noChips, platforms: Array.from({ length: platforms.length + 1 }, () => 'windows') } },
    ],
    ['a state that does not exist', { chips: { ...noChips, compliance: ['fine'] } }],
    ['an owner that does not exist', { chips: { ...noChips, ownership: ['me'] } }],
    ['too many categories', { chips: { ...noChips, categories: Array.from({ length: 201 }, (_, at) => `c${at}`) } }],
    ['a category too long', { chips: { ...noChips, categories: ['x'.repeat(401)] } }],
    ['a span that does not exist', { chips: { ...noChips, checkIn: 'year' } }],
    ['a span as a number', { chips: { ...noChips, checkIn: 7 } }],
    ['an unknown column', { sort: { column: 'id; drop', descending: true } }],
    ['a column that is not in the table', { sort: { column: 'imei', descending: true } }],
    ['no direction', { sort: { column: 'name' } }],
    ['no word on the order', { sort: undefined }],
  ])('is refused with %s', async (_what, part) => {
    expect(await served()(name, { ...query, ...part })).toMatchObject(refused);
  });

  it('may be as large as the limits allow', async () => {
    const categories = Array.from({ length: 200 }, (_, at) => `c${at}`);
    expect(await served()(name, { ...query, text: 'x'.repeat(200), chips: { ...noChips, categories } })).toMatchObject({
      ok: true,
    });
    for (const column of deviceColumns)
      expect(await served()(name, { ...query, sort: { column, descending: false } })).toMatchObject({ ok: true });
    for (const checkIn of checkInSpans)
      expect(await served()(name, { ...query, chips: { ...noChips, checkIn } })).toMatchObject({ ok: true });
  });
});

describe('a page', () => {
  it('is requested with numbers within bounds', async () => {
    for (const page of [
      { resultId: 0, offset: 0, count: 1 },
      { resultId: 9, offset: 499_999, count: PAGE_ROWS },
    ])
      expect(await served()('page', page)).toEqual(ok(page));
  });

  it.each([
    {},
    { resultId: -1 },
    { resultId: 1.5 },
    { resultId: '1' },
    { resultId: Number.NaN },
    { offset: -1 },
    { offset: Infinity },
    { offset: 0.5 },
    { count: 0 },
    { count: PAGE_ROWS + 1 },
    { count: -5 },
    { count: null },
    { count: 1n },
  ])('is refused with %o', async (part) => {
    const page: Record<string, unknown> = { resultId: 1, offset: 0, count: 10, ...part };
    if (Object.keys(part).length === 0) delete page['count'];
    expect(await served()('page', page)).toMatchObject(refused);
  });
});

describe('a run', () => {
  it('is requested as full or not, and with nothing else', async () => {
    for (const value of [true, false]) expect(await served()('refresh', { full: value })).toEqual(ok({ full: value }));
    for (const input of [undefined, null, {}, { full: 'yes' }, { full: 1 }, true])
      expect(await served()('refresh', input)).toMatchObject(refused);
  });
});

describe('what the windows get', () => {
  const device = aBlankDevice({ id: 'd', name: '山田', lastCheckIn: null });
  const answer: LocalAnswer = {
    text: '山',
    resultId: 3,
    total: 1,
    isRough: false,
    isSimilar: false,
    readings: [],
    missing: [],
    hidden: 0,
    rows: [
      {
        ...device,
        match: { field: 'name', ranges: [[0, 1]] },
        source: 'local',
        asOf: '2026-11-23T09:00:00.000Z',
        twins: 0,
        stale: true,
        pinned: false,
      },
    ],
  };

  it('is the same on the other side of the bridge', async () => {
    expect(await served(answer)('find', query)).toEqual(ok(answer));
    expect(await served(answer.rows)('page', { resultId: 3, offset: 0, count: 1 })).toEqual(ok(answer.rows));
  });

  it('is the same for any view', () => {
    const view: fc.Arbitrary<InventoryView> = fc.record({
      state: fc.constantFrom('off', 'opening', 'ready'),
      devices: fc.nat(),
      asOf: fc.constantFrom(null, '2026-11-20T10:00:00.000Z'),
      kept: fc.constantFrom('disk', 'memory'),
      sync: fc.option(
        fc.record({
          kind: fc.constantFrom('full', 'changes'),
          devices: fc.nat(),
          expected: fc.option(fc.nat()),
          waitingUntil: fc.constant(null),
          waitingFor: fc.constantFrom(null, { code: 'network.offline' as const }),
        }),
      ),
      isStopped: fc.boolean(),
      failure: fc.constantFrom(null, { code: 'graph.throttled' as const, retryAfter: 5 }),
      isDoubtful: fc.boolean(),
      categories: fc.array(fc.string({ unit: 'binary' })),
      revision: fc.nat(),
    });
    const wire = makeWire();
    const heard: unknown[] = [];
    wire.window.on(channelOf('inventory', 'changed'), (payload) => void heard.push(payload));
    fc.assert(
      fc.property(view, (sent) => {
        wire.send(channelOf('inventory', 'changed'), sent);
        expect(heard.at(-1)).toEqual(sent);
        expect(heard.at(-1)).not.toBe(sent);
      }),
    );
  });
});
