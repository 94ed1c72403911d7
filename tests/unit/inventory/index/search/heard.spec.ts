import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import type { IndexAnswer } from '../../../../../main/inventory/index/search/query';
import type { DeviceField, ManagedDevice } from '../../../../../shared/managed-device';
import { alikeOf, matchHeard } from '../../../../../shared/search/heard';
import { grades } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';
import { plainStages } from '../../../../support/typed-query';

const indexOf = (devices: readonly ManagedDevice[]): DeviceIndex => {
  const index = new DeviceIndex();
  index.upsert(devices);
  return index;
};
const asked = (devices: readonly ManagedDevice[], text: string): IndexAnswer =>
  indexOf(devices).query({ stages: plainStages(text), limit: 50 });
const serial = (text: string): ManagedDevice => aDevice({ name: '', serial: text });
const marked = ({ rows }: IndexAnswer): readonly string[] =>
  rows.flatMap(({ device, match }) =>
    (match?.ranges ?? []).map(([from, to]) => device[match?.field ?? 'name'].slice(from, to)),
  );

test.each([
  ['zeros heard as O', '5CG00000O1', '5CGOOOOOO1', ['00000']],
  ['one for I', 'PF1D7K22', 'PFID7K22', ['1']],
  ['l for one', 'PF1D7K22', 'pfld7k22', ['1']],
  ['five for S', 'S7K2PQ44', '57K2PQ44', ['S']],
  ['eight for B', 'XB47K2PQ', 'X847K2PQ', ['B']],
  ['two for Z', 'XZ47K2PQ', 'X247K2PQ', ['Z']],
  ['N for M', 'MJ0F4K2Q', 'NJ0F4K2Q', ['M']],
  ['T for D', 'PD4D7K22', 'PT4T7K22', ['D', 'D']],
  ['S for F', 'PF4D7K22', 'PS4D7K22', ['F']],
  ['separators besides', 'PF4D-7K22', 'PS4D7 K22', ['F']],
  ['leading zeros too many', '4127355', '0004127355', []],
  ['more leading zeros than it has', '04127355', '0004127355', []],
] as const)('%s: %s is found by %s, as similar', (_what, stored, typed, marks) => {
  const answer = asked([serial(stored), serial('QQQQQQQ9')], typed.replace(' ', ''));
  expect(answer.rows.map(({ device }) => device.serial)).toEqual([stored]);
  expect(answer).toMatchObject({ isSimilar: true, readings: [{ kind: 'heard' }] });
  expect(marked(answer)).toEqual(marks);
});

test('a name like a serial number is searched with similar letters too, one without a digit is not', () => {
  expect(asked([aDevice({ name: 'TYO-LT-04127', serial: '' })], 'TYOLTO4127')).toMatchObject({
    total: 1,
    isSimilar: true,
    readings: [{ kind: 'heard' }],
  });
  expect(asked([aDevice({ name: 'Tom Nadler', serial: '' })], 'tomm').readings).not.toContainEqual(
    expect.objectContaining({ kind: 'heard' }),
  );
});

test('exact hits are never only similar, and similar codes rank before mistyped words', () => {
  expect(asked([serial('PF4D7K2O'), serial('PF4D7K20')], 'PF4D7K2O')).toMatchObject({ total: 1, isSimilar: false });
  const answer = asked([serial('PF4D7KZ2'), serial('PF4D7K92')], 'PF4D7K22');
  expect(answer).toMatchObject({ total: 1, isSimilar: true, rows: [{ device: { serial: 'PF4D7KZ2' } }] });
});

test('a code in which each letter has many variants is found too', () => {
  for (const [kept, typed] of [
    ['00S-000', 'DSDD'],
    ['0T0D', 'ODDT'],
    ['DDDDDD', 'T0TDQO'],
  ] as const) {
    expect(asked([serial(kept), serial('XXXXXX')], typed), typed).toMatchObject({
      total: 1,
      isSimilar: true,
      rows: [{ device: { serial: kept } }],
    });
  }
});

test('words of words are no code', () => {
  for (const text of ['abc', 'さとう1', 'anna keller-schmidt of the sales department in berlin', ''])
    expect(matchHeard(serial('ABC1'), text)).toBeNull();
});

/** Neighbours: serials and names of few letters, so that they differ in one or two. */
const code = fc.string({
  unit: fc.constantFrom('0', 'O', '1', 'I', '5', 'S', 'F', 'D', 'T', 'X'),
  minLength: 3,
  maxLength: 7,
});
const stored = fc.oneof(
  code,
  fc.tuple(code, code).map((parts) => parts.join('-')),
  code.map((one) => `0${one}`),
  code.map((one) => `é${one} Ü1`),
);

test('finds the same similar codes as a full scan, the best first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(stored, stored), { minLength: 1, maxLength: 25 }),
      code,
      fc.constantFrom(null, ['serial'] as const, ['name'] as const),
      (pairs, typed, fields) => {
        const devices = pairs.map(([name, number]) => aDevice({ name, serial: number }));
        const only: readonly DeviceField[] | null = fields;
        const stages = [
          [
            {
              reading: { kind: 'heard', text: typed },
              text: typed,
              mode: 'heard',
              ...(only === null ? {} : { fields: only }),
            },
          ],
        ] as const;
        const { rows } = indexOf(devices).query({ stages, limit: 100 });
        const heard = devices.flatMap((device) => {
          const match = matchHeard(device, typed, only);
          return match === null ? [] : [{ device, match }];
        });
        expect(rows.map(({ device }) => device.id).sort()).toEqual(heard.map(({ device }) => device.id).sort());
        const gradeOf = (id: string): number =>
          grades.indexOf(heard.find(({ device }) => device.id === id)?.match.grade ?? 'exact');
        const inOrder = rows.map(({ device }) => gradeOf(device.id));
        expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
        for (const { device, match } of rows) expect(match).toEqual(matchHeard(device, typed, only)?.reason);
      },
    ),
    { numRuns: 300 },
  );
});

test('similarity of letters is symmetric', () => {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');
  for (const one of letters)
    for (const other of letters) expect(alikeOf(one).includes(other)).toBe(alikeOf(other).includes(one));
});
