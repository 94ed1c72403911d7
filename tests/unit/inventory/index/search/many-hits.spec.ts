import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import { termsOf } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';
import { asTyped } from '../../../../support/typed-query';
import { bruteForce } from '../oracle';
import { anyInventory, anyQuery } from '../support';

/** An index to which every answer is one of very many hits. */
const crowded = (devices: readonly ManagedDevice[], limits = { gradeLimit: 0, checkLimit: 2_000 }): DeviceIndex => {
  const index = new DeviceIndex(limits);
  index.upsert(devices);
  return index;
};
const first = (index: DeviceIndex, text: string, limit = 1): readonly string[] =>
  index.query(asTyped({ text, limit })).rows.map(({ device }) => device.name);
const day = (at: number): string => new Date(Date.UTC(2026, 0, at)).toISOString();
const withQuery = anyInventory().chain((devices) => fc.tuple(fc.constant(devices), anyQuery(devices)));

test.each([0, 2_000])('the first of very many hits of one word are the best of all (%i checked)', (checkLimit) => {
  fc.assert(
    fc.property(withQuery, fc.integer({ min: 1, max: 6 }), ([devices, text], limit) => {
      const word = termsOf(text).find((term) => !term.includes('@'));
      fc.pre(word !== undefined && bruteForce(devices, word).length > 0);
      const shortlist = {
        pinned: devices.slice(0, 1).map(({ id }) => id),
        recent: devices.slice(1, 3).map(({ id }) => id),
      };
      const { rows } = crowded(devices, { gradeLimit: 0, checkLimit }).query(
        asTyped({ text: word, limit, ...shortlist }),
      );
      expect(rows.map(({ device }) => device.id)).toEqual(bruteForce(devices, word, shortlist).slice(0, limit));
    }),
    { numRuns: 300 },
  );
});

test('addresses are found by a text that spans the @', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '佐'), minLength: 1, maxLength: 8 });
  const address = fc
    .tuple(part, fc.constantFrom('abc.example', 'ab.example', 'CBA.example', 'b.example'))
    .map(([local, domain]) => `${local}@${domain}`);
  const typed = fc
    .tuple(part, fc.constantFrom('', 'a', 'ab', 'abc', 'abc.', 'b', 'c', 'abc.example', 'x'))
    .map(([local, domain]) => `${local.slice(-3)}@${domain}`);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(address, address, fc.boolean()), { minLength: 1, maxLength: 20 }),
      fc.oneof(
        typed,
        typed.map((text) => text.slice(text.indexOf('@'))),
      ),
      fc.constantFrom(0, 500),
      (all, text, gradeLimit) => {
        const devices = all.map(([upn, mail, isSame]) =>
          aDevice({ name: '', serial: '', os: '', upn, mail: isSame ? upn : mail }),
        );
        const { rows, total, isSimilar } = crowded(devices, { gradeLimit, checkLimit: 2_000 }).query(
          asTyped({ text, limit: 50 }),
        );
        const wanted = bruteForce(devices, text);
        expect(isSimilar ? [] : rows.map(({ device }) => device.id)).toEqual(wanted);
        expect(isSimilar ? 0 : total).toBe(wanted.length);
      },
    ),
    { numRuns: 300 },
  );
});

test('an address that has the same letters in another order is none', () => {
  const index = crowded([
    aDevice({ name: '', serial: '', os: '', upn: 'abc-bc@abc.example' }),
    aDevice({ name: '', serial: '', os: '', mail: 'xabc@abc.example' }),
  ]);
  expect(index.query(asTyped({ text: 'abc@abc', limit: 5 }))).toMatchObject({ total: 1, isSimilar: false });
  expect(index.query(asTyped({ text: 'bc@abc', limit: 5 })).total).toBe(2);
  expect(index.query(asTyped({ text: '@abc', limit: 5 })).total).toBe(2);
  expect(index.query(asTyped({ text: 'bc@bc', limit: 5 })).total).toBe(0);
});

test('a whole address is not found in one that only ends like it', () => {
  const hanna = ['upn', 'mail', 'name', 'userName'].map((field) =>
    aDevice({ name: '', serial: '', os: '', [field]: 'hanna.keller@abc.example' }),
  );
  const anna = ['upn', 'mail', 'name', 'userName'].map((field) =>
    aDevice({ name: '', serial: '', os: '', [field]: 'x-anna.keller@abc.example.org' }),
  );
  const index = crowded([...hanna, ...anna]);
  expect(
    index
      .query(asTyped({ text: 'anna.keller@abc.example', limit: 9 }))
      .rows.map(({ device }) => device.id)
      .sort(),
  ).toEqual(anna.map(({ id }) => id).sort());
  // While it is being typed every letter counts.
  expect(index.query(asTyped({ text: 'anna.keller@abc', limit: 9 })).total).toBe(8);
});

test.each([
  ['name', { name: 'lt smith' }],
  ['serial', { serial: 'lt smith' }],
])('a %s that is all of several words comes before fresher hits and pins', (_field, facts) => {
  const other = aDevice({ name: 'pinned lt smith', serial: '', lastCheckIn: day(9) });
  const fresher = Array.from({ length: 8 }, (_, at) =>
    aDevice({ name: `lt smith ${String(at)}`, serial: '', lastCheckIn: day(2 + at) }),
  );
  const index = new DeviceIndex();
  index.upsert([...fresher, other, aDevice({ name: 'wanted', serial: '', lastCheckIn: day(1), ...facts })]);
  const { rows } = index.query(asTyped({ text: 'smith lt', limit: 2, pinned: [other.id] }));
  expect(rows.map(({ device }) => device.name)).toEqual([other.name, 'lt smith 7']);
  const exact = index.query(asTyped({ text: 'lt smith', limit: 2, pinned: [other.id] })).rows;
  expect(exact.map(({ device }) => device.lastCheckIn)).toEqual([day(1), day(9)]);
});

test.each([
  ['userName', { userName: 'lt smith' }],
  ['model', { model: 'lt smith' }],
  ['manufacturer', { manufacturer: 'lt smith' }],
  ['category', { category: 'lt smith' }],
])('a %s that is all of several words comes before beginnings', (field, facts) => {
  const [whole, longer] = [
    aDevice({ name: 'whole', serial: '', lastCheckIn: day(1), ...facts }),
    aDevice({ name: 'longer', serial: '', lastCheckIn: day(2), ...{ [field]: 'lt smithson' } }),
  ] as const;
  const index = new DeviceIndex();
  index.upsert([longer, whole]);
  expect(first(index, 'lt smith', 2)).toEqual(['whole', 'longer']);
  expect(first(index, 'smith lt', 2)).toEqual(['longer', 'whole']);
});

const inside = Array.from({ length: 12 }, (_, at) =>
  aDevice({
    name: `n${String(at)}`,
    serial: '',
    model: 'ThinkPad',
    userName: 'xsmith',
    upn: 'x@xcontoso.example',
    lastCheckIn: day(10 + at),
  }),
);

test.each([
  ['a text', 'thinkpad smith', { userName: 'Anna Smith' }],
  ['a domain', 'n contoso', { upn: 'a@contoso.example' }],
  ['a mail domain', 'n contoso', { mail: 'a@contoso.example' }],
  ['what many share', 'smith lenovo', { userName: 'Smith', manufacturer: 'LENOVO Smith' }],
])('of very many hits, those in which each word begins one of %s come first', (_what, text, facts) => {
  const old = aDevice({ name: 'n-old', serial: '', model: 'ThinkPad', lastCheckIn: day(1), ...facts });
  const others = text.includes('lenovo') ? inside.map((device) => ({ ...device, manufacturer: 'xLENOVO' })) : inside;
  expect(first(crowded([...others, old], { gradeLimit: 2, checkLimit: 2_000 }), text)).toEqual(['n-old']);
});

test('pins and recents are never missing among very many hits', () => {
  const [pinned, recent, fresh] = [
    aDevice({ name: 'x-lt-1', lastCheckIn: null }),
    aDevice({ name: 'x-lt-2', lastCheckIn: null }),
    aDevice({ name: 'lt-3', lastCheckIn: day(9) }),
  ] as const;
  for (const text of ['lt', 'lt x', '']) {
    const devices = [
      pinned,
      recent,
      fresh,
      ...Array.from({ length: 20 }, (_, at) => aDevice({ name: `x-lt-y${String(at)}`, lastCheckIn: day(2) })),
    ];
    const { rows } = crowded(devices).query(
      asTyped({ text, limit: 2, pinned: [pinned.id], recent: [recent.id, pinned.id] }),
    );
    expect(
      rows.map(({ device }) => device.name),
      text,
    ).toEqual(['x-lt-1', 'x-lt-2']);
  }
});

test('among very many hits of several words, a name of exactly these words is first, however old it is', () => {
  const old = aDevice({ name: 'wanted', userName: 'Anna Keller', lastCheckIn: null });
  const others = Array.from({ length: 30 }, (_, at) =>
    aDevice({ name: `keller-${String(at)}`, userName: 'Anna Bauer', lastCheckIn: day(2) }),
  );
  expect(first(crowded([...others, old]), 'anna keller')).toEqual(['wanted']);
});

test('doubtful hits are removed from many, and the number is exact', () => {
  // All letters of the word side by side, three at a time, but never the word: "abcd abce bcde" has abc, bcd and cde.
  const lure = Array.from({ length: 30 }, (_, at) => aDevice({ name: `abcd-bcde ${String(at)}`, userName: 'kim' }));
  const real = Array.from({ length: 20 }, (_, at) => aDevice({ name: `abcde ${String(at)}`, userName: 'kim' }));
  const index = crowded([...lure, ...real], { gradeLimit: 5, checkLimit: 40 });
  const { total, isRough, rows } = index.query(asTyped({ text: 'abcde kim', limit: 50 }));
  expect({ total, isRough }).toEqual({ total: 20, isRough: false });
  expect(rows.every(({ device }) => device.name.startsWith('abcde'))).toBe(true);
});

test('a pin is first only among devices with the words that pass the chips', () => {
  const pinned = aDevice({ name: 'muc-1', category: 'Field' });
  const index = crowded([
    pinned,
    aDevice({ name: 'ber-1', category: 'Office' }),
    aDevice({ name: 'ber-2', category: 'Field' }),
  ]);
  expect(index.query(asTyped({ text: 'ber', limit: 5, pinned: [pinned.id] })).total).toBe(2);
  expect(
    index
      .query(asTyped({ text: '', limit: 5, pinned: [pinned.id], chips: { categories: ['Office'] } }))
      .rows.map(({ device }) => device.name),
  ).toEqual(['ber-1']);
  index.remove([pinned.id]);
  expect(first(index, '', 5)).not.toContain('muc-1');
});
