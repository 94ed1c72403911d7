import { parseInstant } from '../../../../shared/instant';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { foldText } from '../../../../shared/search/fold';
import type { Columns, Kind, OddIds } from './columns';
import { complianceCode, deviceAt, MAC_BYTES, MAIL_IS_UPN, TEXT_COUNT, TEXTS } from './columns';
import { GUID_BYTES, writeGuid } from './guid';
import { macBytes } from './mac';
import { inSpellings } from './spellings';

/** Longer texts are truncated; those of the service are shorter. */
export const TEXT_LIMIT = 4_000;
/** The last printable character of ASCII. */
const LAST_PLAIN = 0x7e;
const DOMAIN_LIMIT = 65_535;
const RECORD_LIMIT = 1 + TEXT_COUNT * 4 + TEXT_COUNT * 2 * TEXT_LIMIT * 4;
const DOMAIN = /^[\x21-\x3f\x41-\x7e]{1,253}$/;

/** The same byte by byte as LOWER. */
const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase()).replaceAll('`', "'");
/** Addresses have no other spellings. */
const isAddress = (field: number): boolean => field === TEXTS.upn || field === TEXTS.mail;
/** Milliseconds since 1970; -Infinity for never. */
const momentOf = (instant: string | null): number => {
  const at = instant === null ? Number.NaN : parseInstant(instant);
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
};

/** Limits of the fold cache: entries, and characters per entry. */
const KEPT_FOLDS = 8_192;
const KEPT_LENGTH = 64;
/** Cache of folded names of people: devices of one person often come together, and folding takes longer than the rest of a row. */
const folds = new Map<string, string>();

function keptFold(text: string): string {
  const known = folds.get(text);
  if (known !== undefined) return known;
  const fold = inSpellings(text);
  if (folds.size >= KEPT_FOLDS) folds.clear();
  if (text.length <= KEPT_LENGTH) folds.set(text, fold);
  return fold;
}

const encoder = new TextEncoder();

/** Collects rows as columns. `capacity`: initial room in rows; `arenaBytes`: in bytes of their texts. */
export class ColumnWriter {
  #rows = 0;
  #at = 0;
  #capacity: number;
  #arena: Uint8Array;
  #offsets: Uint32Array;
  #ids: Uint8Array;
  #entraIds: Uint8Array;
  #userIds: Uint8Array;
  #macs: Uint8Array;
  #checkIns: Float64Array;
  #enrolments: Float64Array;
  #kinds: Uint32Array;
  #compliance: Uint8Array;
  #upnDomains: Uint16Array;
  #mailDomains: Uint16Array;
  readonly #kindTable: Kind[] = [];
  readonly #kindCodes = new Map<string, number>();
  readonly #domainTable: string[] = [''];
  readonly #domainCodes = new Map<string, number>();
  readonly #odd = new Map<number, OddIds>();
  readonly #lengths = new Int32Array(TEXT_COUNT * 2);

  constructor(capacity: number, arenaBytes: number = capacity * 96) {
    this.#capacity = capacity;
    this.#arena = new Uint8Array(arenaBytes);
    this.#offsets = new Uint32Array(capacity + 1);
    this.#ids = new Uint8Array(capacity * GUID_BYTES);
    this.#entraIds = new Uint8Array(capacity * GUID_BYTES);
    this.#userIds = new Uint8Array(capacity * GUID_BYTES);
    this.#macs = new Uint8Array(capacity * MAC_BYTES);
    this.#checkIns = new Float64Array(capacity);
    this.#enrolments = new Float64Array(capacity);
    this.#kinds = new Uint32Array(capacity);
    this.#compliance = new Uint8Array(capacity);
    this.#upnDomains = new Uint16Array(capacity);
    this.#mailDomains = new Uint16Array(capacity);
  }

  get rows(): number {
    return this.#rows;
  }

  add(device: ManagedDevice): void {
    const row = this.#next();
    const [upn, upnDomain] = this.#split(device.upn);
    const isSameMail = device.mail === device.upn;
    const [mail, mailDomain] = isSameMail ? (['', 0] as const) : this.#split(device.mail);
    this.#upnDomains[row] = upnDomain;
    this.#mailDomains[row] = mailDomain;
    const texts = [device.name, device.serial, device.userName, upn, mail, device.imei, device.phone];
    const mask = isSameMail ? MAIL_IS_UPN : 0;
    if (!this.#plainRecord(texts, mask)) this.#record(texts, mask);
    this.#checkIns[row] = momentOf(device.lastCheckIn);
    this.#enrolments[row] = momentOf(device.enrolledAt);
    this.#compliance[row] = complianceCode(device.compliance);
    this.#kinds[row] = this.#kindCode(device);
    this.#identify(row, device);
    if (device.wifiMac !== '') this.#macs.set(macBytes(device.wifiMac), row * MAC_BYTES);
    this.#offsets[row + 1] = this.#at;
  }

  /** Copies one row of other columns. */
  copy(from: Columns, row: number): void {
    const upnDomain = this.#translateDomain(from, from.upnDomains[row] ?? 0);
    const mailDomain = this.#translateDomain(from, from.mailDomains[row] ?? 0);
    if (upnDomain === null || mailDomain === null) {
      this.add(deviceAt(from, row));
      return;
    }
    const to = this.#rows++;
    const start = from.offsets[row] ?? 0;
    const end = from.offsets[row + 1] ?? 0;
    this.#reserve(end - start);
    this.#arena.set(from.arena.subarray(start, end), this.#at);
    this.#at += end - start;
    this.#offsets[to + 1] = this.#at;
    const guid = (into: Uint8Array, source: Uint8Array): void => {
      for (let byte = 0; byte < GUID_BYTES; byte += 1)
        into[to * GUID_BYTES + byte] = source[row * GUID_BYTES + byte] ?? 0;
    };
    guid(this.#ids, from.ids);
    guid(this.#entraIds, from.entraIds);
    guid(this.#userIds, from.userIds);
    for (let byte = 0; byte < MAC_BYTES; byte += 1)
      this.#macs[to * MAC_BYTES + byte] = from.macs[row * MAC_BYTES + byte] ?? 0;
    this.#checkIns[to] = from.checkIns[row] ?? 0;
    this.#enrolments[to] = from.enrolments[row] ?? 0;
    this.#compliance[to] = from.compliance[row] ?? 0;
    this.#kinds[to] = this.#translateKind(from, from.kinds[row] ?? 0);
    this.#upnDomains[to] = upnDomain;
    this.#mailDomains[to] = mailDomain;
    const odd = from.odd.get(row);
    if (odd !== undefined) this.#odd.set(to, odd);
  }

  /** The rows so far; valid until the next one is added. */
  get columns(): Columns {
    const rows = this.#rows;
    return {
      rows,
      arena: this.#arena.subarray(0, this.#at),
      offsets: this.#offsets.subarray(0, rows + 1),
      ids: this.#ids.subarray(0, rows * GUID_BYTES),
      entraIds: this.#entraIds.subarray(0, rows * GUID_BYTES),
      userIds: this.#userIds.subarray(0, rows * GUID_BYTES),
      macs: this.#macs.subarray(0, rows * MAC_BYTES),
      checkIns: this.#checkIns.subarray(0, rows),
      enrolments: this.#enrolments.subarray(0, rows),
      kinds: this.#kinds.subarray(0, rows),
      compliance: this.#compliance.subarray(0, rows),
      upnDomains: this.#upnDomains.subarray(0, rows),
      mailDomains: this.#mailDomains.subarray(0, rows),
      kindTable: this.#kindTable,
      domainTable: this.#domainTable,
      odd: this.#odd,
    };
  }

  /** The finished rows, without unused room. */
  finish(): Columns {
    return { ...this.columns, arena: this.#arena.slice(0, this.#at) };
  }

  readonly #kindMaps = new WeakMap<Columns, Int32Array>();
  readonly #domainMaps = new WeakMap<Columns, Int32Array>();

  #translateKind(from: Columns, code: number): number {
    const map = this.#kindMaps.get(from) ?? new Int32Array(from.kindTable.length).fill(-1);
    this.#kindMaps.set(from, map);
    const known = map[code] ?? -1;
    if (known >= 0) return known;
    const kind = from.kindTable[code];
    if (kind === undefined) throw new RangeError('a row without a kind');
    return (map[code] = this.#kindCode(kind));
  }

  /** Null when there is no room for another one. */
  #translateDomain(from: Columns, code: number): number | null {
    if (code === 0) return 0;
    const map = this.#domainMaps.get(from) ?? new Int32Array(from.domainTable.length).fill(-1);
    this.#domainMaps.set(from, map);
    const known = map[code] ?? -1;
    if (known >= 0) return known;
    const translated = this.#domainCode(from.domainTable[code] ?? '');
    return translated === 0 ? null : (map[code] = translated);
  }

  #kindCode(kind: Kind): number {
    const { os, osVersion, platform, manufacturer, model, category, ownership, enrollment } = kind;
    const key = [os, osVersion, platform, manufacturer, model, category, ownership, enrollment].join('\u0000');
    const known = this.#kindCodes.get(key);
    if (known !== undefined) return known;
    this.#kindTable.push({ os, osVersion, platform, manufacturer, model, category, ownership, enrollment });
    this.#kindCodes.set(key, this.#kindTable.length - 1);
    return this.#kindTable.length - 1;
  }

  /** 0 when there is no room for another one. */
  #domainCode(domain: string): number {
    const known = this.#domainCodes.get(domain);
    if (known !== undefined) return known;
    if (this.#domainTable.length > DOMAIN_LIMIT) return 0;
    this.#domainTable.push(domain);
    this.#domainCodes.set(domain, this.#domainTable.length - 1);
    return this.#domainTable.length - 1;
  }

  #split(address: string): readonly [local: string, domain: number] {
    const at = address.lastIndexOf('@');
    const domain = at < 0 ? '' : address.slice(at + 1);
    const isDomain = at <= TEXT_LIMIT && (this.#domainCodes.has(domain) || DOMAIN.test(domain));
    const code = isDomain ? this.#domainCode(domain) : 0;
    return code === 0 ? [address, 0] : [address.slice(0, at), code];
  }

  #identify(row: number, device: ManagedDevice): void {
    const id = oddId(this.#ids, row, device.id);
    const entraId = oddId(this.#entraIds, row, device.entraId);
    const userId = oddId(this.#userIds, row, device.userId);
    if (id !== null || entraId !== null || userId !== null) this.#odd.set(row, { id, entraId, userId });
  }

  /** Writes the record if all texts are short ASCII, as most are; otherwise writes nothing and returns false. */
  #plainRecord(texts: readonly string[], mask: number): boolean {
    let need = 1 + TEXT_COUNT;
    for (const { length } of texts) {
      if (length >= 0x80) return false;
      need += length;
    }
    this.#reserve(need);
    const arena = this.#arena;
    let at = this.#at + 1 + TEXT_COUNT;
    for (const text of texts) {
      for (let unit = 0; unit < text.length; unit += 1) {
        const code = text.charCodeAt(unit);
        if (code > LAST_PLAIN || code === 0) return false;
        arena[at++] = code;
      }
    }
    arena[this.#at] = mask;
    for (let field = 0; field < TEXT_COUNT; field += 1) arena[this.#at + 1 + field] = texts[field]?.length ?? 0;
    this.#at = at;
    return true;
  }

  #record(texts: readonly string[], mask: number): void {
    const folded: string[] = [];
    let flags = mask;
    for (const [field, whole] of texts.entries()) {
      const text = whole.length > TEXT_LIMIT ? whole.slice(0, TEXT_LIMIT) : whole;
      const fold = isAscii(text) ? null : isAddress(field) ? foldText(text) : keptFold(text);
      if (fold === null || fold === lowerAscii(text)) continue;
      flags |= 1 << field;
      folded.push(fold.slice(0, TEXT_LIMIT));
    }
    const all = texts.map((text) => (text.length > TEXT_LIMIT ? text.slice(0, TEXT_LIMIT) : text)).concat(folded);
    let need = 1;
    for (const text of all) need += 2 + text.length * 3;
    this.#reserve(Math.min(need, RECORD_LIMIT));
    this.#arena[this.#at++] = flags;
    const head = this.#at;
    let size = 0;
    for (const [place, text] of all.entries()) size += (this.#lengths[place] = byteLength(text)) < 0x80 ? 1 : 2;
    this.#at = head + size;
    for (const text of all) this.#text(text);
    let at = head;
    for (let place = 0; place < all.length; place += 1) {
      const length = this.#lengths[place] ?? 0;
      if (length >= 0x80) this.#arena[at++] = 0x80 | (length >>> 8);
      this.#arena[at++] = length & 0xff;
    }
  }

  #text(text: string): void {
    if (isAscii(text)) {
      for (let unit = 0; unit < text.length; unit += 1) this.#arena[this.#at++] = text.charCodeAt(unit);
    } else {
      this.#at += encoder.encodeInto(text, this.#arena.subarray(this.#at)).written;
    }
  }

  /** The index of another row. */
  #next(): number {
    if (this.#rows === this.#capacity) this.#widen(Math.ceil(this.#capacity * 1.5) + 16);
    return this.#rows++;
  }

  #widen(capacity: number): void {
    const bytes = capacity * GUID_BYTES;
    this.#capacity = capacity;
    this.#offsets = wider(this.#offsets, new Uint32Array(capacity + 1));
    this.#ids = wider(this.#ids, new Uint8Array(bytes));
    this.#entraIds = wider(this.#entraIds, new Uint8Array(bytes));
    this.#userIds = wider(this.#userIds, new Uint8Array(bytes));
    this.#macs = wider(this.#macs, new Uint8Array(capacity * MAC_BYTES));
    this.#checkIns = wider(this.#checkIns, new Float64Array(capacity));
    this.#enrolments = wider(this.#enrolments, new Float64Array(capacity));
    this.#kinds = wider(this.#kinds, new Uint32Array(capacity));
    this.#compliance = wider(this.#compliance, new Uint8Array(capacity));
    this.#upnDomains = wider(this.#upnDomains, new Uint16Array(capacity));
    this.#mailDomains = wider(this.#mailDomains, new Uint16Array(capacity));
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#arena.length) return;
    const wider = new Uint8Array(Math.max(this.#at + bytes, Math.ceil(this.#arena.length * 1.4)));
    wider.set(this.#arena);
    this.#arena = wider;
  }
}

function wider<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Writes an id in the row of its column; returns it if it does not fit there. */
function oddId(into: Uint8Array, row: number, text: string): string | null {
  return text === '' || writeGuid(into, row * GUID_BYTES, text) ? null : text;
}

function isAscii(text: string): boolean {
  for (let unit = 0; unit < text.length; unit += 1)
    if (text.charCodeAt(unit) > LAST_PLAIN || text.charCodeAt(unit) === 0) return false;
  return true;
}

const byteLength = (text: string): number => (isAscii(text) ? text.length : Buffer.byteLength(text));
