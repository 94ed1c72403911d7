import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnWriter, TEXT_LIMIT } from '../../../../../main/inventory/index/columns/column-writer';
import type { Columns } from '../../../../../main/inventory/index/columns/columns';
import {
  deviceAt,
  foldedNameAt,
  idOf,
  RowReader,
  rowsOfUser,
  TEXT_COUNT,
} from '../../../../../main/inventory/index/columns/columns';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import { columnsOf } from '../../../../../main/inventory/index/segments/draft';
import { mergeSegments } from '../../../../../main/inventory/index/segments/merge';
import { buildSegment, finish } from '../../../../../main/inventory/index/segments/segment';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import { foldText } from '../../../../../shared/search/fold';
import { aDevice } from '../../../../support/builders';
import { asTyped } from '../../../../support/typed-query';
import { anyInventory } from '../support';

const rowsOf = (columns: Columns): readonly ManagedDevice[] =>
  Array.from({ length: columns.rows }, (_, row) => deviceAt(columns, row));
const written = (device: ManagedDevice): ManagedDevice => deviceAt(columnsOf([device]), 0);

test('devices are read back unchanged', () => {
  fc.assert(
    fc.property(anyInventory(20), (devices) => {
      const byId = new Map(rowsOf(columnsOf(devices)).map((device) => [device.id, device]));
      for (const device of devices) expect(byId.get(device.id)).toEqual(device);
    }),
    { numRuns: 60 },
  );
});

test('the newest check-in comes first, then the folded name, then the id', () => {
  const early = '2026-01-01T00:00:00.000Z';
  const late = '2026-01-02T00:00:00.000Z';
  const devices = [
    aDevice({ name: 'never', lastCheckIn: null }),
    aDevice({ name: 'b', lastCheckIn: early }),
    aDevice({ name: 'A', lastCheckIn: early }),
    aDevice({ name: 'z', lastCheckIn: late }),
  ];
  expect(rowsOf(columnsOf(devices)).map(({ name }) => name)).toEqual(['z', 'A', 'b', 'never']);
});

test('rows that are copied to other columns stay unchanged', () => {
  fc.assert(
    fc.property(anyInventory(12), anyInventory(12), (some, others) => {
      const writer = new ColumnWriter(some.length + others.length, 1);
      const parts = [columnsOf(some), columnsOf(others)];
      for (const part of parts) for (let row = 0; row < part.rows; row += 1) writer.copy(part, row);
      expect(rowsOf(writer.finish())).toEqual(parts.flatMap(rowsOf));
    }),
    { numRuns: 60 },
  );
});

test.each([
  '2026-11-23T17:03:11.007Z',
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2000-02-29T12:34:56.789Z',
  '+012345-06-07T08:09:10.011Z',
])('the instant %s is kept to the millisecond', (instant) => {
  const { lastCheckIn, enrolledAt } = written(aDevice({ lastCheckIn: instant, enrolledAt: instant }));
  expect([lastCheckIn, enrolledAt]).toEqual([instant, instant]);
});

test('any instant is read back unchanged', () => {
  const time = fc
    .integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) })
    .map((at) => new Date(at).toISOString());
  fc.assert(fc.property(time, (instant) => written(aDevice({ lastCheckIn: instant })).lastCheckIn === instant));
});

test('an unreadable instant is none', () => {
  expect(written(aDevice({ lastCheckIn: 'yesterday' })).lastCheckIn).toBeNull();
});

test.each([
  ['', ''],
  ['@', '@'],
  ['a@', 'a@'],
  ['@b.example', '@b.example'],
  ['a@b@c.example', 'x@y'],
  ['佐藤@会社.example', 'sato@KAISHA.example'],
  ['no domain', 'a@b c'],
  [`${'l'.repeat(300)}@long.example`, `a@${'d'.repeat(300)}`],
])('the addresses %j and %j are put together again', (upn, mail) => {
  const device = aDevice({ upn, mail });
  expect(written(device)).toEqual(device);
  expect(written({ ...device, mail: upn }).mail).toBe(upn);
});

test('more domains than there are codes do no harm', () => {
  const devices = Array.from({ length: 66_000 }, (_, at) => aDevice({ upn: `u@d${at}.example` }));
  const columns = columnsOf(devices);
  expect(columns.domainTable.length).toBeLessThanOrEqual(65_536);
  const upns = new Set(rowsOf(columns).map(({ upn }) => upn));
  expect(devices.every(({ upn }) => upns.has(upn))).toBe(true);
});

test('segments that together have more domains than codes are merged, and everything is found', () => {
  const devices = Array.from({ length: 33_000 }, (_, at) =>
    aDevice({ upn: `u${at}@d${at}.example`, mail: `m${at}@e${at}.example` }),
  );
  const parts = [devices.slice(0, 16_500), devices.slice(16_500)].map((some) => finish(buildSegment(columnsOf(some))));
  const joined = finish(mergeSegments(parts));
  expect(joined.rows).toBe(33_000);
  expect(joined.columns.domainTable).toHaveLength(65_536);
  const reader = new RowReader(joined.columns);
  const read = devices.map(({ id }) => deviceAt(joined.columns, joined.rowOf(id), reader));
  expect(read.filter(({ upn, mail }, at) => upn !== devices[at]?.upn || mail !== devices[at].mail)).toEqual([]);
  for (const at of [0, 16_499, 16_500, 32_767, 32_768, 32_999]) expect(read[at]).toEqual(devices[at]);
  const index = new DeviceIndex();
  index.replace([joined]);
  for (const [at, text] of [
    [0, 'u0@d0.ex'],
    [32_999, 'd32999.example'],
    [32_998, 'm32998@e32998.'],
  ] as const)
    expect(
      index.query(asTyped({ text, limit: 5 })).rows.map(({ device }) => device.id),
      text,
    ).toContain(devices[at]!.id);
}, 60_000);

test('texts are truncated to the size of a record', () => {
  const device = written(
    aDevice({ name: 'ä'.repeat(1_000_000), serial: '佐'.repeat(TEXT_LIMIT), phone: '😀'.repeat(3_000) }),
  );
  expect(device.name).toBe('ä'.repeat(TEXT_LIMIT));
  expect(device.serial).toBe('佐'.repeat(TEXT_LIMIT));
  expect(device.phone).toBe('😀'.repeat(TEXT_LIMIT / 2));
});

test('a lone surrogate becomes the replacement character', () => {
  expect(written(aDevice({ name: 'a\ud83d', serial: '\udc00b' }))).toMatchObject({
    name: 'a\ufffd',
    serial: '\ufffdb',
  });
});

test.each([
  '',
  'ODD',
  'x'.repeat(500),
  '01234567-89AB-CDEF-0123-456789ABCDEF',
  '00000000-0000-0000-0000-000000000000',
  '佐藤',
])('the id %j is kept, though it is no GUID', (odd) => {
  const device = aDevice({ id: odd, entraId: odd, userId: odd });
  expect(written(device)).toEqual(device);
  expect(idOf(columnsOf([device]), 0)).toBe(odd);
});

test('folded texts are those of the shared rules', () => {
  fc.assert(
    fc.property(anyInventory(10), (devices) => {
      const columns = columnsOf(devices);
      const reader = new RowReader(columns);
      const whole = new RowReader(columns);
      for (let row = 0; row < columns.rows; row += 1) {
        const device = deviceAt(columns, row);
        expect(foldedNameAt(row, reader)).toBe(foldText(device.name));
        for (let text = 0; text < TEXT_COUNT; text += 1) {
          reader.openText(row, text);
          whole.open(row);
          expect([reader.foldedStart, reader.foldedEnd]).toEqual([whole.foldedStarts[text], whole.foldedEnds[text]]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a reader that loaded one row reads the next one', () => {
  const columns = columnsOf([
    aDevice({ name: 'a', serial: 's1', lastCheckIn: '2026-01-02T00:00:00.000Z' }),
    aDevice({ name: '佐藤', serial: 's2', lastCheckIn: null }),
  ]);
  const reader = new RowReader(columns);
  const names = [0, 1, 0].map((row) => deviceAt(columns, row, reader).name);
  expect(names).toEqual(['a', '佐藤', 'a']);
  reader.open(1);
  expect(reader.text(reader.starts[1]!, reader.ends[1]!)).toBe('s2');
});

test('rows of a user are found by any kind of id', () => {
  const userId = '11111111-2222-4333-8444-555555555555';
  const columns = columnsOf([aDevice({ userId }), aDevice({ userId: 'odd' }), aDevice({ userId }), aDevice()]);
  expect(rowsOfUser(columns, userId)).toHaveLength(2);
  expect(rowsOfUser(columns, 'odd')).toHaveLength(1);
  expect(rowsOfUser(columns, '')).toEqual([]);
  expect(rowsOfUser(columns, '99999999-2222-4333-8444-555555555555')).toEqual([]);
});

test('columns without rows', () => {
  const columns = columnsOf([]);
  expect(columns.rows).toBe(0);
  expect(columns.offsets).toHaveLength(1);
});

test('a text is found among long ones, whichever of them are long', () => {
  const length = fc.constantFrom(0, 1, 126, 127, 128, 129, 255, 256, 4_000);
  fc.assert(
    fc.property(
      fc.array(length, { minLength: TEXT_COUNT, maxLength: TEXT_COUNT }),
      fc.constantFrom('a', 'A', '佐', 'ａ'),
      (lengths, letter) => {
        const [name = '', serial = '', userName = '', upn = '', mail = '', imei = '', phone = ''] = lengths.map(
          (size, at) => String(at).repeat(Math.min(1, size)) + letter.repeat(Math.max(0, size - 1)),
        );
        const device = aDevice({ name, serial, userName, upn, mail, imei, phone });
        const columns = columnsOf([aDevice(), device, aDevice()]);
        const row = [0, 1, 2].find((at) => idOf(columns, at) === device.id)!;
        const [reader, whole] = [new RowReader(columns), new RowReader(columns)];
        expect(deviceAt(columns, row)).toEqual(device);
        whole.open(row);
        for (let text = 0; text < TEXT_COUNT; text += 1) {
          reader.openText(row, text);
          expect([reader.foldedStart, reader.foldedEnd]).toEqual([whole.foldedStarts[text], whole.foldedEnds[text]]);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a user is distinguished from one whose id differs in one digit', () => {
  const userId = '11111111-2222-4333-8444-555555555555';
  const others = Array.from(userId, (digit, at) =>
    digit === '-' ? '' : `${userId.slice(0, at)}9${userId.slice(at + 1)}`,
  ).filter((id) => id !== '');
  const columns = columnsOf([userId, ...others].map((id) => aDevice({ userId: id })));
  for (const id of [userId, ...others])
    expect(rowsOfUser(columns, id).map((row) => deviceAt(columns, row).userId)).toEqual([id]);
});

test('kinds that differ in one member are distinguished', () => {
  const base = aDevice({ os: 'a', osVersion: 'b', manufacturer: 'c', model: 'd', category: 'e', enrollment: 'f' });
  const members = ['os', 'osVersion', 'manufacturer', 'model', 'category', 'enrollment'] as const;
  const others = [
    ...members.map((member) => aDevice({ ...base, id: `odd-${member}`, [member]: 'x' })),
    aDevice({ ...base, id: 'p', platform: 'ios' }),
    aDevice({ ...base, id: 'o', ownership: 'personal' }),
    aDevice({ ...base, id: 'shift', os: 'a\u0001b', osVersion: '' }),
  ];
  const columns = columnsOf([base, ...others]);
  expect(columns.kindTable).toHaveLength(10);
  const byId = new Map(rowsOf(columns).map((device) => [device.id, device]));
  for (const device of [base, ...others]) expect(byId.get(device.id)).toEqual(device);
});
