import fc from 'fast-check';
import type { ManagedDevice } from '../../shared/managed-device';
import { aBlankDevice } from './builders';

/** The grammar of how people name a device: what they type, paste, scan and say, with the one they mean. */
export interface Habit {
  readonly text: string;
  /** Id of the device that is meant. */
  readonly wanted: string;
  /**
   * `device`: it stands on top. `person`: one of their devices does. `similar`: it is among the first, marked as only similar,
   * unless another one is called exactly so.
   */
  readonly names: 'device' | 'person' | 'similar';
  readonly by: 'name' | 'serial' | 'imei' | 'id' | 'address' | 'account' | 'person' | 'phone';
}

interface Person {
  readonly name: string;
  readonly upn: string;
  /** In kana, where the name is Japanese. */
  readonly kana: string | null;
}

const PEOPLE: readonly Person[] = [
  { name: '佐藤 美咲', upn: 'misaki.sato@contoso.com', kana: 'さとう みさき' },
  { name: '佐藤 美咲', upn: 'misaki.sato2@contoso.com', kana: null },
  { name: '大野 翔太', upn: 'shota.ono@contoso.com', kana: 'おおの しょうた' },
  { name: '新橋 純一', upn: 'junichi.shimbashi@contoso.com', kana: 'しんばし じゅんいち' },
  { name: 'Emma Taylor', upn: 'emma.taylor@contoso.com', kana: null },
  { name: 'Emma Turner', upn: 'emma.turner@contoso.com', kana: null },
  { name: 'Jørgen Łukasz', upn: 'jorgen.lukasz@fabrikam.co.uk', kana: null },
  { name: 'Jürgen Großmann', upn: 'jurgen.grossmann@contoso.com', kana: null },
  { name: "Shaun O'Brien", upn: 'shaun.obrien@contoso.com', kana: null },
  { name: 'Zoë Garcia', upn: 'zoe.garcia_fabrikam.com#EXT#@contoso.onmicrosoft.com', kana: null },
];

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const hex = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const guid = fc.tuple(hex(8), hex(4), hex(3), hex(3), hex(12)).map(([a, b, c, d, e]) => `${a}-${b}-4${c}-8${d}-${e}`);
const serial = fc.oneof(
  fc.stringMatching(/^PF[0-9][A-HJ-NPR-Z][0-9][A-HJ-NPR-Z][0-9]{2}$/),
  fc.stringMatching(/^5CG[0-9]{4}[A-Z0-9]{3}$/),
  fc.stringMatching(/^[A-HJ-NP-Z][0-9][A-HJ-NP-Z]{2}[0-9]{3}$/),
  fc.stringMatching(/^R5CX[0-9]{3}[A-Z]{3}[0-9]$/),
);
const name = fc
  .tuple(fc.constantFrom('TYO', 'LON', 'BER', 'NYC'), fc.constantFrom('LT', 'NB', 'DT'), digits(5))
  .map((parts) => parts.join('-'));

/** One character changed: the neighbour from whom a device has to be told apart. */
const neighbourOf = (text: string, at: number, to: string): string =>
  text.slice(0, at % text.length) + to + text.slice((at % text.length) + 1);

const laptop = (facts: Partial<ManagedDevice> & { readonly id: string }): ManagedDevice =>
  aBlankDevice({
    os: 'Windows',
    osVersion: '10.0.26100.4652',
    manufacturer: 'LENOVO',
    model: 'ThinkPad X1 Carbon Gen 12',
    enrollment: 'windowsAzureADJoin',
    lastCheckIn: '2026-11-29T08:00:00.000Z',
    ...facts,
  });

interface Drawn {
  readonly ids: readonly [string, string];
  readonly name: string;
  readonly serial: string;
  readonly owner: number;
  readonly imei: string;
  readonly phone: string;
  readonly change: readonly [at: number, to: string];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  ids: fc.tuple(guid, guid),
  name,
  serial,
  owner: fc.nat(PEOPLE.length - 1),
  imei: digits(12).map((own) => `35${own}`),
  phone: digits(8).map((own) => `+8190${own}`),
  change: fc.tuple(fc.nat(20), fc.constantFrom('0', 'O', '1', 'I', '5', 'S', '8', 'B', '2', 'Z', '7', 'X')),
});

const imeiWithCheck = (stem: string): string => {
  const sum = Array.from(stem, Number).reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2),
    0,
  );
  return stem + String((10 - (sum % 10)) % 10);
};

/** A device, and another one whose name and serial number differ by one character. */
function neighbours(
  { ids, name: called, serial: number, owner, imei, phone, change: [at, to] }: Drawn,
  place: number,
): readonly ManagedDevice[] {
  const person = PEOPLE[owner] ?? { name: '', upn: '', kana: null };
  const userId = `0000000a-0000-4000-8000-${String(owner).padStart(12, '0')}`;
  const own = laptop({
    id: ids[0],
    entraId: ids[1],
    name: called,
    serial: number,
    userName: person.name,
    upn: person.upn,
    mail: person.upn.includes('#') ? '' : person.upn,
    userId,
    imei: imeiWithCheck(imei),
    phone,
  });
  const other = laptop({
    id: `0000000e-0000-4000-8000-${String(place).padStart(12, '0')}`,
    name: neighbourOf(called, 7 + (at % 5), String(at % 10)),
    serial: neighbourOf(number, at, to),
  });
  return [own, other];
}

/** A tenant with near neighbours: serial numbers one character apart, namesakes, people of one name. */
export const anyTenant: fc.Arbitrary<readonly ManagedDevice[]> = fc
  .array(drawn, { minLength: 3, maxLength: 12 })
  .map((all) => all.flatMap(neighbours))
  .map((all) => [...new Map(all.map((one) => [one.id, one])).values()]);

const LABELS = [
  'S/N: ',
  'SN ',
  'Serial No. ',
  'serial number = ',
  'Service Tag: ',
  'Seriennummer: ',
  'N° de série : ',
  'シリアル番号：',
  '製造番号 ',
  '序列号：',
  'SerialNumber : ',
];
const NAME_LABELS = ['Device name: ', 'Computername: ', 'hostname=', 'ホスト名：', 'Nom du poste : '];
const WRAPPERS: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
  ['「', '」'],
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
  ['*', '*'],
  ["'", "'"],
  ['', '.'],
  ['', ','],
  [' ', ' '],
  ['', '\t'],
  ['', ' please'],
  ['INC0012345 ', ''],
  ['ticket 4711: ', ''],
  ['#48151 ', ' is slow'],
];
const NATO =
  'alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu'.split(
    ' ',
  );
const NUMBERS = 'zero one two three four five six seven eight nine'.split(' ');
const spoken = (text: string): string =>
  Array.from(
    text.toLowerCase(),
    (sign) => (/\d/.test(sign) ? NUMBERS[Number(sign)] : NATO[sign.charCodeAt(0) - 97]) ?? '',
  ).join(' ');
const wide = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const HEARD: Readonly<Record<string, string>> = {
  '0': 'O',
  O: '0',
  '1': 'I',
  I: '1',
  '5': 'S',
  S: '5',
  '8': 'B',
  B: '8',
  '2': 'Z',
  Z: '2',
};

const heard = (text: string): string => Array.from(text, (sign) => HEARD[sign] ?? sign).join('');
const CYRILLIC: Readonly<Record<string, string>> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  P: 'Р',
  T: 'Т',
  X: 'Х',
};
const lookAlike = (text: string): string => Array.from(text, (sign) => CYRILLIC[sign] ?? sign).join('');
const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

type Form = (text: string) => string;
const forms = (...all: readonly Form[]): fc.Arbitrary<Form> => fc.constantFrom(...all);
const labelled = (labels: readonly string[]): readonly Form[] => labels.map((label) => (text: string) => label + text);
const wrapped: readonly Form[] = WRAPPERS.map(
  ([before, after]) =>
    (text: string) =>
      before + text + after,
);
const kept: Form = (text) => text;
const lower: Form = (text) => text.toLowerCase();

const SERIAL_FORMS = forms(
  kept,
  lower,
  wide,
  ...wrapped,
  ...labelled(LABELS),
  (text) => Array.from(text).join(' '),
  (text) => Array.from(text).join('-'),
  spoken,
  (text) => `]C1${text}`,
  (text) => `1S20XWS0AB00${text.length === 8 ? text : ''}${text.length === 8 ? '' : ` ${text}`}`,
  (text) => text + text,
  (text) => `${text.slice(0, 4)}*${text.slice(4)}`,
  (text) => `${text.slice(0, 3)} ${text.slice(3)}`,
  (text) => `(01)04012345678901(21)${text}`,
  (text) => `S/N: ${grouped(text)}`,
  (text) => `シリアル番号は${text}です`,
  (text) => `https://support.example.com/?sn=${text}&mtm=20XW`,
  (text) => `{"serialNumber":"${text}"}`,
);
const NAME_FORMS = forms(
  kept,
  lower,
  wide,
  ...wrapped,
  ...labelled(NAME_LABELS),
  (text) => `${text}.corp.contoso.com`,
  (text) => `${text}$`,
  (text) => `CONTOSO\\${text}$`,
  (text) => `\\\\${text}\\c$`,
  (text) => text.replaceAll('-', ''),
  (text) => text.replaceAll('-', ' '),
  (text) => text.replaceAll('-', '–'),
  (text) => `CN=${text},OU=Computers,DC=contoso,DC=com`,
  (text) => `https://${text.toLowerCase()}/`,
);
const ADDRESS_FORMS = forms(
  kept,
  (text) => text.toUpperCase(),
  ...wrapped.filter((form) => form('x') !== '*x*'),
  (text) => `Somebody Else <${text}>`,
  (text) => `mailto:${text}`,
  (text) => `SMTP:${text};`,
  (text) => `AzureAD\\${text}`,
  (text) => `[${text}](mailto:${text})`,
  (text) => text.replace('@', '%40'),
  (text) => `UPN: ${text}`,
  (text) => `ユーザー：${text}`,
);
const ID_FORMS = forms(
  kept,
  (text) => text.toUpperCase(),
  (text) => `{${text}}`,
  (text) => `DeviceId : ${text}`,
  (text) => text.replaceAll('-', ''),
  (text) => `urn:uuid:${text}`,
  (text) =>
    `https://intune.microsoft.com/#view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId/${text}`,
  (text) => `https://example.com/?u=https%3A%2F%2Fintune.microsoft.com%2F${text}`,
);
const IMEI_FORMS = forms(
  kept,
  (text) => `IMEI: ${text}`,
  (text) => text.replace(/^(..)(.{6})(.{6})(.)$/, '$1 $2 $3 $4'),
  (text) => text.replace(/^(..)(.{6})(.{6})(.)$/, '$1-$2-$3-$4'),
  wide,
);
const PHONE_FORMS = forms(
  kept,
  (text) => text.replace(/^\+81(..)(....)(....)$/, '0$1-$2-$3'),
  (text) => text.replace(/^\+81(..)(....)(....)$/, '+81 (0)$1 $2 $3'),
  (text) => text.replace('+', '00'),
  (text) => `tel: ${text}`,
);

const of = (
  wanted: string,
  by: Habit['by'],
  texts: fc.Arbitrary<string>,
  names: Habit['names'] = 'device',
): fc.Arbitrary<Habit> => texts.map((text) => ({ text: text.slice(0, 200), wanted, names, by }));

function ofPerson({ id, upn, userName }: ManagedDevice): readonly fc.Arbitrary<Habit>[] {
  if (upn === '') return [];
  const kana = PEOPLE.find((person) => person.upn === upn)?.kana ?? null;
  const local = upn.split('@', 1)[0] ?? '';
  const isJapanese = /[^\x20-\u024f]/.test(userName);
  const polite = isJapanese
    ? [`${userName}さん`, `${userName} 様`, userName.replace(' ', '')]
    : [`Mr. ${userName}`, `${userName}'s laptop`, userName.split(' ').reverse().join(', '), `User: ${userName}`];
  return [
    of(
      id,
      'address',
      ADDRESS_FORMS.map((form) => form(upn)),
      'person',
    ),
    ...(local.includes('#')
      ? []
      : [of(id, 'account', fc.constantFrom(local, `CONTOSO\\${local}`, `C:\\Users\\${local}\\Desktop`), 'person')]),
    of(
      id,
      'person',
      fc.constantFrom(
        userName,
        ...polite,
        ...(kana === null ? [] : [kana, kana.split(' ').reverse().join(' '), kana.replace(' ', '')]),
      ),
      'person',
    ),
  ];
}

/** A text in which a caller or technician names a device of the tenant. */
export function anyHabit(tenant: readonly ManagedDevice[]): fc.Arbitrary<Habit> {
  return fc.constantFrom(...tenant).chain((one) =>
    fc.oneof(
      of(
        one.id,
        'serial',
        SERIAL_FORMS.map((form) => form(one.serial)),
      ),
      of(
        one.id,
        'serial',
        fc
          .constantFrom(
            heard,
            (text: string) => `S/N: ${heard(text)}`,
            lookAlike,
            (text: string) => `S${text.slice(0, -1)}`,
          )
          .map((form) => form(one.serial)),
        'similar',
      ),
      of(
        one.id,
        'name',
        NAME_FORMS.map((form) => form(one.name)),
      ),
      ...(one.entraId === ''
        ? []
        : [
            of(
              one.id,
              'id',
              fc.tuple(ID_FORMS, fc.boolean()).map(([form, isEntra]) => form(isEntra ? one.entraId : one.id)),
            ),
          ]),
      ...(one.imei === ''
        ? []
        : [
            of(
              one.id,
              'imei',
              IMEI_FORMS.map((form) => form(one.imei)),
            ),
            of(
              one.id,
              'phone',
              PHONE_FORMS.map((form) => form(one.phone)),
            ),
          ]),
      ...ofPerson(one),
    ),
  );
}
