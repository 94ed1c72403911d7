import fc from 'fast-check';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { complianceStates, ownerships } from '../../../../shared/managed-device';

const word = fc.constantFrom(
  'anna',
  'ANNA',
  'tyo-lt',
  'LT',
  'X1',
  'Zoë',
  'zoe',
  '佐藤',
  '健太',
  'サトウ',
  'さとう',
  'ｶﾞ',
  'ＡＢＣ',
  'abc',
  'a_b',
  "o'hara",
  'Łukasz',
  '김',
  '𠮷田',
  'm1',
  '7',
  '42',
  '-',
  '(x)',
  'ß',
  'smith',
  'smyth',
  'jürgen',
);
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(word, { maxLength: 3 })
      .chain((words) => fc.constantFrom('', ' ', '-', '.', '_', '’').map((join) => words.join(join))),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map((raw) => raw.normalize('NFC')) },
);
const address = fc.oneof(
  text,
  fc
    .tuple(text, fc.constantFrom('contoso.example', 'Corp.Local', '', 'a@b', 'smith.example'))
    .map(([local, domain]) => `${local}@${domain}`),
);
/** Ids of few digits, which the words above do not have, so that short words are not in them by chance. */
const digit = fc.constantFrom('9', 'f', 'e', '0');
const guid = fc
  .array(digit, { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
const oddId = fc.constantFrom('ODD-1', 'odd.2', 'FFEE0000-9999-0000-eeee-ffffffffffff');
const instant = fc.option(
  fc.integer({ min: 0, max: 6 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
  { freq: 5 },
);

export const anyDevice: fc.Arbitrary<ManagedDevice> = fc.record({
  id: fc.oneof({ weight: 9, arbitrary: guid }, { weight: 1, arbitrary: oddId }),
  name: text,
  serial: text,
  entraId: fc.oneof({ weight: 5, arbitrary: guid }, fc.constant(''), oddId),
  userId: fc.oneof(guid, fc.constant(''), oddId),
  userName: text,
  upn: address,
  mail: address,
  os: fc.constantFrom('Windows', 'macOS', 'iOS', ''),
  osVersion: fc.constantFrom('10.0.1', '26.1'),
  platform: fc.constantFrom('windows', 'macos', 'ios', 'other'),
  manufacturer: fc.constantFrom('LENOVO', 'Apple', 'ＦＵＪＩＴＳＵ', ''),
  model: fc.constantFrom('ThinkPad X1', 'Smith 42', 'さとう', ''),
  imei: fc.constantFrom('', '354242427777777'),
  phone: fc.constantFrom('', '+819042427'),
  wifiMac: fc.constantFrom('', '', '00:1A:2B:3C:4D:5E', '42:42:42:42:42:42'),
  category: fc.constantFrom('Office', 'LT', ''),
  compliance: fc.constantFrom(...complianceStates),
  ownership: fc.constantFrom(...ownerships),
  enrollment: fc.constantFrom('windowsAzureADJoin', ''),
  lastCheckIn: instant,
  enrolledAt: instant,
});

export const anyInventory = (maxLength = 40): fc.Arbitrary<ManagedDevice[]> =>
  fc.uniqueArray(anyDevice, { maxLength, selector: ({ id }) => id });

/** What people type: whole texts of a device, parts of them, and words at random. */
export const anyQuery = (devices: readonly ManagedDevice[]): fc.Arbitrary<string> => {
  const texts = devices.flatMap(({ name, serial, userName, upn, mail, model, imei, os }) => [
    name,
    serial,
    userName,
    upn,
    mail,
    model,
    imei,
    os,
  ]);
  const ids = devices.flatMap(({ id, entraId }) => [id, entraId]).filter((id) => id.length > 8);
  const some = texts.length > 0 ? fc.constantFrom(...texts) : fc.constant('x');
  const part = fc.tuple(some, fc.nat(12), fc.integer({ min: 1, max: 8 })).map(([whole, from, size]) => {
    const characters = Array.from(whole);
    const start = from % (characters.length + 1);
    return characters.slice(start, start + size).join('');
  });
  const idPart =
    ids.length > 0
      ? fc
          .tuple(fc.constantFrom(...ids), fc.nat(20), fc.integer({ min: 6, max: 20 }))
          .map(([id, from, size]) => id.slice(from, from + size))
      : fc.constant('9999');
  const piece = fc.oneof(
    some,
    part,
    part,
    word,
    fc.constantFrom('a', 'w', 'smith', '@', 'ex', '.', '4d:5e', '3C4D5E', '42:42', '424242'),
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(' ')) },
    { weight: 1, arbitrary: idPart },
  );
};
