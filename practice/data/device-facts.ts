import type { DeviceKind, Model } from './catalog';
import { carriers, categories, complianceShares, deviceKinds, sites } from './catalog';
import type { People } from './people';
import { draw, guidCodec, pick, remember, share } from './random';

/** Generated facts of one device, each a function of its index: nothing is stored, each is cheap. */
export interface DeviceFacts {
  readonly count: number;
  readonly id: (index: number) => string;
  readonly indexOf: (id: string) => number | undefined;
  readonly kind: (index: number) => DeviceKind;
  readonly model: (index: number) => Model;
  readonly name: (index: number) => string;
  readonly serial: (index: number) => string;
  readonly owner: (index: number) => number | undefined;
  /** Milliseconds since 1970, or undefined for a device that never checked in. */
  readonly lastSync: (index: number, now: number) => number | undefined;
  readonly compliance: (index: number) => string;
  readonly category: (index: number) => string;
  readonly imei: (index: number) => string | null;
  readonly phone: (index: number) => string | null;
  readonly carrier: (index: number) => string;
  readonly entraId: (index: number) => string;
  readonly mac: (index: number, card: number) => string;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** Devices in use check in about every eight hours. */
const CHECK_IN = 8 * HOUR;

const SERIAL_ALPHABET = '0123456789ABCDEFGHJKLMNPRSTUVWXY';
/** Odd and no multiple of five: coprime to every power of 10 and of 32, so serials never repeat. */
const SERIAL_STEP = 6_700_417_003;

function encode(value: number, base: number, digits: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < digits; place += 1) {
    text = (SERIAL_ALPHABET[rest % base] ?? '0') + text;
    rest = Math.floor(rest / base);
  }
  return text;
}

function serialFrom(pattern: string, index: number, offset: number): string {
  return pattern.replace(/#+|\?+/, (run) => {
    const base = run.startsWith('#') ? 10 : 32;
    return encode((index * SERIAL_STEP + offset) % base ** run.length, base, run.length);
  });
}

/** IMEI check digit (Luhn). */
function luhn(digits: string): number {
  let sum = 0;
  for (const [place, digit] of Array.from(digits).entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}

function kindFor(luck: number): DeviceKind {
  let floor = 0;
  for (const kind of deviceKinds) {
    floor += kind.share;
    if (luck < floor) return kind;
  }
  return pick(deviceKinds, 0);
}

function syncOf(seed: number, index: number, born: number, now: number): number | undefined {
  const luck = share(seed, 31, index);
  const phase = share(seed, 32, index);
  if (luck < 0.72) {
    const first = born - phase * CHECK_IN;
    return Math.floor(first + Math.floor(Math.max(0, now - first) / CHECK_IN) * CHECK_IN);
  }
  if (luck < 0.84) return Math.floor(born - DAY - phase * 6 * DAY);
  if (luck < 0.93) return Math.floor(born - 7 * DAY - phase * 23 * DAY);
  return luck < 0.99 ? Math.floor(born - 31 * DAY - phase * 170 * DAY - 5 * MINUTE) : undefined;
}

export interface DeviceFactsOptions {
  readonly seed: number;
  readonly count: number;
  readonly people: People;
  /** Time at which the tenant was created; check-ins are relative to it. */
  readonly born: number;
}

/** Numbers in generated names start above the landmarks' four-digit ones, so the two never meet. */
function numbering(seed: number, count: number): (index: number) => number {
  // Each step is coprime to its span, so numbers do not repeat, and near the golden section, so neighbours lie far apart.
  const [floor, span, step] = count <= 60_000 ? [10_000, 90_000, 55_621] : [100_000, 900_000, 556_211];
  const offset = draw(seed, 20, 0) % span;
  return (index) => floor + ((index * step + offset) % span);
}

function createNaming(
  { seed, count, people }: DeviceFactsOptions,
  kind: DeviceFacts['kind'],
  owner: DeviceFacts['owner'],
): (index: number) => string {
  const number = numbering(seed, count);
  const given = (index: number): string | undefined => {
    const person = owner(index);
    return person === undefined ? undefined : people.at(person).givenName;
  };
  const own = (index: number): string => {
    const { code, operatingSystem } = kind(index);
    const luck = share(seed, 22, index);
    const personal = luck < 0.25 ? given(index) : undefined;
    if (code === 'PH' && personal !== undefined) return `${personal}’s iPhone`;
    if (code === 'MB' && personal !== undefined) return `MacBook Pro (${personal})`;
    if (operatingSystem === 'Windows' && luck < 0.06) return `DESKTOP-${encode(draw(seed, 23, index), 32, 7)}`;
    return `${pick(sites, draw(seed, 24, index))}-${code}-${number(index)}`;
  };
  // Re-imaged machines keep their name under a new record: about one in two hundred and fifty has a twin.
  const twin = (index: number): boolean =>
    index > 0 && share(seed, 25, index) < 0.012 && kind(index) === kind(index - 1);
  return (index) => own(twin(index) ? index - 1 : index);
}

export function createDeviceFacts(options: DeviceFactsOptions): DeviceFacts {
  const { seed, count, people, born } = options;
  const ids = guidCodec(seed, 200);
  const entraIds = guidCodec(seed, 210);
  const serialOffset = draw(seed, 26, 0);
  const kind = remember((index) => kindFor(share(seed, 21, index)));
  const model = (index: number): Model => pick(kind(index).models, draw(seed, 27, index));
  const owner = (index: number): number | undefined => {
    if (people.count === 0 || kind(index).userless === true) return undefined;
    return index < people.count ? index : draw(seed, 28, index) % people.count;
  };
  const imei = (index: number): string | null => {
    if (kind(index).mobile !== true) return null;
    const body = `35${encode((index * SERIAL_STEP + serialOffset) % 1e12, 10, 12)}`;
    return `${body}${luhn(body)}`;
  };
  const name = createNaming(options, kind, owner);
  return {
    count,
    kind,
    model,
    owner,
    imei,
    name,
    id: ids.encode,
    indexOf: ids.decode,
    entraId: entraIds.encode,
    serial: (index) => serialFrom(model(index).serial, index, serialOffset),
    lastSync: (index, now) => syncOf(seed, index, born, now),
    compliance: (index) => complianceShares.find(([limit]) => share(seed, 29, index) < limit)?.[1] ?? 'unknown',
    category: (index) => pick(categories, draw(seed, 30, index)),
    phone: (index) =>
      kind(index).mobile === true && owner(index) !== undefined ? `+8190${encode(draw(seed, 33, index), 10, 8)}` : null,
    carrier: (index) => (kind(index).mobile === true ? pick(carriers, draw(seed, 34, index)) : ''),
    mac: (index, card) =>
      draw(seed, 40 + card, index)
        .toString(16)
        .padStart(12, '02')
        .toUpperCase(),
  };
}
