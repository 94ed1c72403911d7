import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { AnswerLost } from '../../../../main/inventory/local/all-devices';
import { createLocalAnswers } from '../../../../main/inventory/local/answers';
import { indexChips, passesChips } from '../../../../main/inventory/local/device-query';
import type { InventoryAsker } from '../../../../main/inventory/local/port';
import { deviceOf, toRow } from '../../../../main/inventory/rows/device-row';
import { createShortlist } from '../../../../main/inventory/shortlist/shortlist';
import type { DeviceChips, DeviceQuery } from '../../../../shared/contract/device-query';
import { checkInSpans, noChips } from '../../../../shared/contract/device-query';
import type { DeviceRow } from '../../../../shared/contract/devices';
import type { LocalAnswer } from '../../../../shared/contract/inventory';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { complianceStates, ownerships } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';
import { flush } from '../../../support/turns';
import { asTyped } from '../../../support/typed-query';
import { anyDevice, anyInventory, anyQuery } from '../index/support';
import { start } from '../process/support';
import { NOW } from '../sync/support';

const clock = { now: () => NOW, after: () => () => undefined };
const AS_OF = '2026-11-23T08:30:00.000Z';
const ask = (text: string, more: Partial<DeviceQuery> = {}): DeviceQuery => ({
  text,
  chips: noChips,
  sort: null,
  ...more,
});
const row = (device: ManagedDevice, source: DeviceRow['source'] = 'live'): DeviceRow =>
  toRow({ device, match: null, source, asOf: null, pinned: false }, 0, NOW);
const inBox = (text: string, chips = noChips) => ({ text, chips, lane: 'main' });

/** Answers over a process that knows these devices; `world.open` is the inventory that is open. */
async function setUp(devices: readonly ManagedDevice[] = []) {
  const { client } = start();
  const asked: string[] = [];
  const reached: number[] = [];
  const makeAsker = (): InventoryAsker => ({
    ask: (request) => {
      asked.push(request.kind);
      return client.ask(request);
    },
    reached: () => void reached.push(1),
  });
  await client.ask({ kind: 'learn', devices: [...devices] });
  const world: { open: InventoryAsker | null } = { open: makeAsker() };
  const shortlist = createShortlist({ clock, changed: () => undefined });
  const answers = createLocalAnswers({ open: () => world.open, asOf: () => AS_OF, clock, shortlist });
  const find = async (query: DeviceQuery, lane = 'main'): Promise<LocalAnswer> => {
    const answer = await answers.find(query, lane);
    if (!answer.ok || answer.value === null) throw new Error('no answer');
    return answer.value;
  };
  const sources = async (rows: readonly DeviceRow[], text: string, chips = noChips) =>
    (await answers.join(rows, inBox(text, chips), world.open)).map(
      ({ id, listed, source }) => `${id} ${listed === true ? 'listed' : source}`,
    );
  return {
    client,
    world,
    answers,
    shortlist,
    find,
    sources,
    asked,
    reached,
    another: () => void (world.open = makeAsker()),
  };
}

const anna = aDevice({
  id: 'anna',
  name: 'TYO-LT-04127',
  userName: 'Anna Keller',
  userId: 'u-anna',
  serial: 'PF4D7K2Q',
});
const bob = aDevice({
  id: 'bob',
  name: 'TYO-LT-04128',
  userName: 'Bob Ray',
  userId: 'u-bob',
  platform: 'macos',
  os: 'macOS',
});

describe('an answer', () => {
  it('has its first rows, and the others by page', async () => {
    const { find, answers, shortlist } = await setUp(
      Array.from({ length: 120 }, (_, at) => aDevice({ name: `BER-${at}` })),
    );
    shortlist.learn([anna]);
    const answer = await find(ask('ber'));
    expect(answer).toMatchObject({ text: 'ber', total: 120, isSimilar: false });
    expect(answer.rows).toHaveLength(50);
    expect(answer.rows[0]).toMatchObject({ source: 'local', asOf: AS_OF, pinned: false, match: { field: 'name' } });
    expect(await answers.page({ resultId: answer.resultId, offset: 100, count: 100 })).toMatchObject({
      ok: true,
      value: { length: 20 },
    });
    expect(await answers.page({ resultId: 4_711, offset: 0, count: 1 })).toEqual(ok(null));
  });

  it('applies pins, filters and order', async () => {
    const { find, answers, shortlist } = await setUp([anna, bob]);
    shortlist.learn([bob]);
    await shortlist.pin('bob', true);
    expect((await find(ask('tyo'))).rows.map(({ id, pinned }) => [id, pinned])).toEqual([
      ['bob', true],
      ['anna', false],
    ]);
    expect((await find(ask('', { sort: { column: 'name', descending: false } }))).rows.map(({ id }) => id)).toEqual([
      'anna',
      'bob',
    ]);
    expect((await find(ask('tyo', { chips: { ...noChips, platforms: ['macos'] } }))).rows.map(({ id }) => id)).toEqual([
      'bob',
    ]);
    expect((await answers.ofPerson('u-anna', answers.opened())).map(({ id, source }) => [id, source])).toEqual([
      ['anna', 'local'],
    ]);
  });

  it('to a pasted line is the one for its distinctive parts', async () => {
    const { find } = await setUp([anna, bob]);
    const answer = await find(ask('INC00991: the laptop PF4D7K2Q of Anna is slow'));
    expect(answer.rows.map(({ id }) => id)).toEqual(['anna']);
    expect(answer.isSimilar).toBe(false);
  });

  it('to a pasted line that becomes longer by folding is no failure', async () => {
    const { answers } = await setUp([anna]);
    expect(await answers.find(ask(`AB-12345 ${'ﷺ '.repeat(90)}`), 'main')).toMatchObject({ ok: true });
  });

  it('is null while no inventory is open', async () => {
    const { world, answers } = await setUp([anna]);
    world.open = null;
    expect(await answers.find(ask('tyo'), 'main')).toEqual(ok(null));
    expect(await answers.page({ resultId: 1, offset: 0, count: 1 })).toEqual(ok(null));
    expect(await answers.ofPerson('u-anna', null)).toEqual([]);
    expect(() => answers.all(ask(''))).toThrow(AnswerLost);
  });
});

describe('a newer question', () => {
  const cancelled = err({ code: 'cancelled' });

  it('ends the older ones of its lane, but not those of another', async () => {
    const { answers } = await setUp([anna, bob]);
    const [first, second, quick, third] = await Promise.all([
      answers.find(ask('t'), 'main'),
      answers.find(ask('ty'), 'main'),
      answers.find(ask('tyo'), 'quick'),
      answers.find(ask('tyo-'), 'main'),
    ]);
    expect([first, second]).toEqual([cancelled, cancelled]);
    expect(quick).toMatchObject({ ok: true, value: { total: 2 } });
    expect(third).toMatchObject({ ok: true, value: { text: 'tyo-', total: 2 } });
  });

  it('is not ended by an older pasted line that still has texts to try', async () => {
    const { answers } = await setUp([anna, bob]);
    const older = answers.find(ask('please look at ZZ-11111 or ZZ-22222 or ZZ-33333 today'), 'main');
    await flush(2);
    const newer = await answers.find(ask('tyo'), 'main');
    expect(newer).toMatchObject({ ok: true, value: { total: 2 } });
    expect(await older).toEqual(cancelled);
  });
});

describe('an answer that arrives after another inventory was opened', () => {
  it('is dropped', async () => {
    const { answers, another, world } = await setUp([anna]);
    const from = world.open;
    const { rows, ...all } = {
      rows: [row(anna)],
      find: answers.find(ask('tyo'), 'main'),
      page: answers.page({ resultId: 1, offset: 0, count: 1 }),
      person: answers.ofPerson('u-anna', from),
    };
    const joining = answers.join(rows, inBox('tyo'), from);
    another();
    expect(await all.find).toEqual(err({ code: 'cancelled' }));
    expect(await all.page).toEqual(ok(null));
    expect(await all.person).toEqual([]);
    expect(await joining).toEqual([]);
  });

  it('is not learned by the new one', async () => {
    const { answers, another, world, asked, reached, client } = await setUp([]);
    const from = world.open;
    const learning = answers.learn([anna], from);
    another();
    await learning;
    await answers.learn([anna], from);
    answers.remove('bob', from);
    await answers.join([row(anna)], inBox('tyo'), from);
    expect(await answers.ofPerson('u-anna', from)).toEqual([]);
    expect(asked).toEqual(['read']);
    expect(reached).toHaveLength(1);
    expect(await client.ask({ kind: 'status' })).toMatchObject({ value: { devices: 0 } });
  });

  it('ends an export', async () => {
    const { answers, another } = await setUp([anna]);
    const parts = answers.all(ask(''));
    expect((await parts.next()).value).toMatchObject({ total: 1, devices: [{ id: 'anna' }] });
    another();
    await expect(parts.next()).rejects.toMatchObject({ failure: { code: 'auth.required' }, isExpired: false });
    const late = answers.all(ask(''));
    another();
    await expect(late.next()).rejects.toMatchObject({ failure: { code: 'auth.required' } });
  });
});

describe('live hits joined with the local answer', () => {
  it('are marked when it contains them, and learned in any case', async () => {
    const { find, sources, client, reached } = await setUp([anna]);
    await find(ask('tyo'));
    expect(await sources([row(anna), row(bob)], 'tyo')).toEqual(['anna listed', 'bob live']);
    expect(reached).toHaveLength(1);
    expect(await client.ask({ kind: 'read', ids: ['bob'] })).toEqual(ok([bob]));
  });

  it('stay new as long as the newest answer is from before they were learned', async () => {
    const { find, sources, answers, world } = await setUp([anna]);
    await find(ask('tyo'));
    await sources([row(bob)], 'tyo');
    expect(await sources([row(bob)], 'tyo')).toEqual(['bob live']);
    await find(ask('tyo'));
    expect(await sources([row(bob)], 'tyo')).toEqual(['bob listed']);
    const cara = { ...bob, id: 'cara' };
    await answers.learn([cara], world.open);
    expect(await sources([row(cara)], 'tyo')).toEqual(['cara live']);
  });

  it('that were renamed since the answer are still in it', async () => {
    const { find, sources } = await setUp([anna]);
    await find(ask('04127'));
    const renamed = row({ ...anna, name: 'OSA-1' });
    expect(await sources([renamed], '04127')).toEqual(['anna listed']);
    expect(await sources([renamed], '04127')).toEqual(['anna listed']);
  });

  it('are marked when the inventory process no longer stores the answer: the query is repeated', async () => {
    const { find, sources, client, asked } = await setUp([anna]);
    await find(ask('keller'));
    // Any other sixteen answers.
    for (let at = 0; at < 16; at += 1)
      await client.ask({ kind: 'query', lane: 'other', query: { stages: [], limit: 0 } });
    asked.length = 0;
    expect(await sources([row(anna), row(bob)], 'keller')).toEqual(['anna listed', 'bob live']);
    expect(asked).toEqual(['read', 'among', 'query', 'among', 'learn']);
  });

  it('that a run has changed since the answer still count as in it', async () => {
    const { find, sources, client } = await setUp([anna, bob]);
    await find(ask('04127'));
    await client.ask({
      kind: 'learn',
      devices: [
        { ...anna, name: 'OSA-1' },
        { ...bob, name: 'TYO-LT-04127-B' },
      ],
    });
    expect(await sources([row({ ...anna, name: 'OSA-1' }), row(bob)], '04127')).toEqual(['anna listed', 'bob live']);
  });

  it('are known when the inventory has them, for any text', async () => {
    const { answers, find, world } = await setUp([anna]);
    const known = async (text: string) =>
      (await answers.join([row(anna), row(bob)], inBox(text), world.open)).map(
        ({ id, known: isKnown = false }) => `${id} ${String(isKnown)}`,
      );
    await find(ask('INC0012345 Emma Taylor NYC-LT-00302'));
    expect(await known('INC0012345 Emma Taylor NYC-LT-00302')).toEqual(['anna true', 'bob false']);
    expect(await known('INC0012345 Emma Taylor NYC-LT-00302')).toEqual(['anna true', 'bob false']);
    await find(ask('ray'));
    expect(await known('ray')).toEqual(['anna true', 'bob true']);
  });

  it.each<[string, string, string, Partial<DeviceChips>]>([
    ['another text', 'keller', 'tyo', {}],
    ['other filters', 'tyo', 'tyo', { ownership: ['company'] }],
  ])('are all new when the newest answer is that to %s', async (_what, found, searched, chips) => {
    const { find, sources } = await setUp([anna]);
    await find(ask(found));
    expect(await sources([row(anna)], searched, { ...noChips, ...chips })).toEqual(['anna live']);
  });

  it('are all new with an answer that only assumes a typo', async () => {
    const { find, sources } = await setUp([anna]);
    expect((await find(ask('kelelr'))).isSimilar).toBe(true);
    expect(await sources([row(anna)], 'kelelr')).toEqual(['anna live']);
  });

  it('that are only stored copies are never shown next to the current list entry', async () => {
    const handedOn = { ...anna, name: 'OSA-1', userName: 'Chloe Roy' };
    const { find, answers, world } = await setUp([handedOn, bob]);
    const beside = async (rows: readonly DeviceRow[], text: string) =>
      (await answers.join(rows, inBox(text), world.open)).map(({ id, name, source }) => [id, name, source]);
    await find(ask('lenovo'));
    expect(await beside([row(anna, 'recent')], 'lenovo')).toEqual([]);
    await find(ask('tyo'));
    expect(await beside([row(anna, 'recent'), row(bob, 'recent')], 'tyo')).toEqual([]);
    const unknown = row({ ...bob, id: 'cara' }, 'recent');
    expect(await beside([unknown], 'tyo')).toEqual([['cara', 'TYO-LT-04128', 'recent']]);
  });

  it('pass the filters, with and without an inventory, and stored rows stay stored rows', async () => {
    const { answers, world } = await setUp([anna]);
    const chips = { ...noChips, platforms: ['macos'] as const };
    for (const from of [world.open, null]) {
      const rows = await answers.join(
        [row(anna), row(bob, 'recent')],
        inBox('tyo', { ...chips, platforms: ['macos'] }),
        from,
      );
      expect(rows.map(({ id, source }) => [id, source])).toEqual([['bob', 'recent']]);
    }
  });

  it('from a stored row or with an older check-in are not learned', async () => {
    const fresh = { ...anna, lastCheckIn: '2026-11-20T09:00:00.000Z' };
    const { answers, world, client } = await setUp([fresh]);
    const old = { ...fresh, name: 'OLD', lastCheckIn: '2026-11-19T09:00:00.000Z' };
    await answers.join([row(old), row(bob, 'recent')], inBox('x'), world.open);
    await answers.learn([old], world.open);
    expect(await client.ask({ kind: 'read', ids: ['anna', 'bob'] })).toEqual(ok([fresh]));
    await answers.learn([{ ...fresh, name: 'NEW' }], world.open);
    expect(await client.ask({ kind: 'read', ids: ['anna'] })).toMatchObject({ value: [{ name: 'NEW' }] });
  });

  it('are marked exactly when the answer of the index contains them', () =>
    fc.assert(
      fc.asyncProperty(
        anyInventory(15).chain((devices) =>
          fc.tuple(fc.constant(devices), anyQuery(devices), fc.subarray(['windows', 'macos', 'ios'] as const)),
        ),
        async ([devices, text, platforms]) => {
          const { answers, find, world } = await setUp(devices);
          const chips: DeviceChips = { ...noChips, platforms };
          const wanted = ask(text.slice(0, 200), { chips });
          const answer = await find(wanted);
          const page = await answers.page({ resultId: answer.resultId, offset: 0, count: 100 });
          const there = new Set(
            page.ok && page.value !== null && !answer.isSimilar ? page.value.map(({ id }) => id) : [],
          );
          // An empty text is no search; its answer has every device, which live hits are not compared with.
          fc.pre(answer.total === there.size && wanted.text.trim() !== '');
          const both = await answers.join(
            devices.map((device) => row(device)),
            inBox(wanted.text, chips),
            world.open,
          );
          expect(new Set(both.filter(({ listed }) => listed === true).map(({ id }) => id))).toEqual(there);
        },
      ),
      { numRuns: 150 },
    ));
});

describe('learning very many devices', () => {
  it('sends portions of the size that the process accepts', async () => {
    const many = Array.from({ length: 1_201 }, (_, at) => aDevice({ name: `BER-${at}` }));
    const { answers, world, client, asked } = await setUp();
    await answers.learn(many, world.open);
    expect(asked).toEqual(['read', 'learn', 'read', 'learn', 'read', 'learn']);
    expect(await client.ask({ kind: 'status' })).toMatchObject({ value: { devices: 1_201 } });
    expect(deviceOf(row(many[0]!))).toEqual(many[0]);
  });
});

describe('filters', () => {
  const anyChips: fc.Arbitrary<DeviceChips> = fc.record({
    platforms: fc.subarray(['windows', 'macos', 'ios', 'android', 'linux', 'chromeos', 'other'] as const),
    compliance: fc.subarray([...complianceStates]),
    ownership: fc.subarray([...ownerships]),
    categories: fc.subarray(['Office', 'LT', '', 'gone']),
    checkIn: fc.option(fc.constantFrom(...checkInSpans)),
  });

  it('accept the same rows here and in the index', () => {
    const start2026 = Date.UTC(2026, 0, 1);
    fc.assert(
      fc.property(
        fc.uniqueArray(anyDevice, { minLength: 1, maxLength: 30, selector: ({ id }) => id }),
        anyChips,
        fc.integer({ min: 0, max: 40 * 24 }),
        (devices, chips, hours) => {
          const now = start2026 + hours * 3_600_000;
          const index = new DeviceIndex();
          index.upsert(devices);
          const { rows } = index.query(asTyped({ text: '', chips: indexChips(chips, now), limit: 100 }));
          const here = devices.filter((device) => passesChips(device, chips, now)).map(({ id }) => id);
          expect(rows.map(({ device }) => device.id).sort()).toEqual(here.sort());
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['day', 86_400_000],
    ['week', 7 * 86_400_000],
    ['month', 30 * 86_400_000],
  ] as const)('of the last %s include its first moment', (checkIn, ms) => {
    const at = (time: number) => aDevice({ lastCheckIn: new Date(time).toISOString() });
    expect(passesChips(at(NOW - ms), { ...noChips, checkIn }, NOW)).toBe(true);
    expect(passesChips(at(NOW - ms - 1), { ...noChips, checkIn }, NOW)).toBe(false);
  });
});

describe('what a text names', () => {
  const keller = {
    ...anna,
    entraId: '5b1f3a52-0c77-4a60-9d4b-7a1d3c0e9f11',
    upn: 'anna.keller@contoso.com',
    model: 'ThinkPad X1 Carbon',
    phone: '+819012345678',
    imei: '490154203237518',
  };
  const phone = aDevice({
    id: 'phone',
    name: 'Annas iPhone',
    serial: 'F2LXK0PQ',
    userName: 'Anna Keller',
    userId: 'u-anna',
    upn: 'anna.keller@contoso.com',
    platform: 'ios',
    os: 'iOS',
    model: 'iPhone 16',
  });
  const misaki = aDevice({
    id: 'misaki',
    name: 'OSA-LT-1',
    serial: 'PF9',
    userName: '佐藤 美咲',
    upn: 'misaki.sato@contoso.com',
  });
  const all = [keller, phone, bob, misaki];

  it.each([
    ['Anna Keller <anna.keller@contoso.com>', ['anna', 'phone'], 'address anna.keller@contoso.com'],
    ['S/N: PF4D7K2Q', ['anna'], 'serial PF4D7K2Q'],
    ['{5B1F3A52-0C77-4A60-9D4B-7A1D3C0E9F11}', ['anna'], 'id 5b1f3a52-0c77-4a60-9d4b-7a1d3c0e9f11'],
    ['IMEI 49-015420-323751-8', ['anna'], 'imei 490154203237518'],
    ['tel: 090-1234-5678', ['anna'], 'phone 9012345678'],
    ['CONTOSO\\TYO-LT-04127$', ['anna'], 'name TYO-LT-04127'],
    ['佐藤さん', ['misaki'], 'person 佐藤'],
    ['さとう みさき', ['misaki'], 'romanised sato misaki'],
    ['TYO-LT-04127, TYO-LT-04128', ['anna', 'bob'], 'name TYO-LT-04127, name TYO-LT-04128'],
    ['anna laptop', ['anna'], 'text anna'],
  ])('in %s is found and reported', async (text, ids, told) => {
    const { find } = await setUp(all);
    const answer = await find(ask(text));
    expect(answer.rows.map(({ id }) => id).sort()).toEqual(ids);
    expect(answer.readings.map(({ kind, text: said }) => `${kind} ${said}`).join(', ')).toBe(told);
    expect(answer).toMatchObject({ isSimilar: false, missing: [] });
  });

  it('as a form factor is reported with it, also alone', async () => {
    const { find } = await setUp(all);
    expect(await find(ask('keller スマホ'))).toMatchObject({
      rows: [{ id: 'phone' }],
      readings: [{ kind: 'text', text: 'keller', form: 'phone' }],
    });
    expect(await find(ask('スマホ'))).toMatchObject({ rows: [{ id: 'phone' }], readings: [{ form: 'phone' }] });
    expect(await find(ask('Bob Ray tablet'))).toMatchObject({ rows: [{ id: 'bob' }], missing: ['tablet'] });
  });

  it('and nothing contains is reported as missing, with what the rest names', async () => {
    const { find } = await setUp(all);
    expect(await find(ask('Anna Keller PF4D7K9Z'))).toMatchObject({
      total: 2,
      readings: [{ kind: 'person', text: 'Anna Keller' }],
      missing: ['PF4D7K9Z'],
    });
    expect(await find(ask('keller london'))).toMatchObject({
      total: 2,
      readings: [{ kind: 'rest' }],
      missing: ['london'],
    });
  });

  it('may be a user by the id of the directory', async () => {
    const { find } = await setUp([{ ...keller, userId: '9d3e8a11-2222-4333-8444-555566667777' }, bob]);
    const id = '9d3e8a11-2222-4333-8444-555566667777';
    expect(await find(ask(`user id: ${id}`))).toMatchObject({
      rows: [{ id: 'anna' }],
      readings: [{ kind: 'id', text: id }],
    });
    expect(await find(ask('9d3e8a11-2222-4333-8444-555566667778'))).toMatchObject({ total: 0 });
  });

  it('is empty without a letter or digit', async () => {
    const { find } = await setUp(all);
    for (const text of ['--', '??', '('])
      expect(await find(ask(text))).toMatchObject({ total: 0, readings: [], missing: [] });
  });

  it('is always a valid query', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc
            .array(
              fc.constantFrom('ab-12345', 'ﷺﷺﷺﷺﷺ1', 'Anna', 'x@y.zz', '㍿', '＝１２３４５', 'みさき', 'S/N:', 'phone'),
              { maxLength: 25 },
            )
            .map((words) => words.join(' ')),
        ),
        async (text) => {
          const { answers } = await setUp([anna]);
          expect(await answers.find(ask(text.slice(0, 200)), 'main')).toMatchObject({ ok: true });
        },
      ),
      { numRuns: 200 },
    ));
});
