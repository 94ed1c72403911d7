import type { Compliance, ManagedDevice, Ownership, Platform } from '../../../../shared/managed-device';
import { complianceStates } from '../../../../shared/managed-device';
import { GUID_BYTES, readGuid, writeGuid } from './guid';

/** Fields whose texts are in the arena. Of sign-in name and mail only the part before the domain. */
export const TEXTS = { name: 0, serial: 1, userName: 2, upn: 3, mail: 4, imei: 5, phone: 6 } as const;
export const TEXT_COUNT = 7;
/** Bytes of a MAC address. */
export const MAC_BYTES = 6;
export const MAIL_IS_UPN = 0x80;
/** Bits of a record's mask: texts that are not just the lower case of the original. */
export const SPELLED = 0x7f;
/** Lengths of at least this take two bytes. */
export const LONG = 0x80;

/** Values that many devices share, stored once. */
export interface Kind {
  readonly os: string;
  readonly osVersion: string;
  readonly platform: Platform;
  readonly manufacturer: string;
  readonly model: string;
  readonly category: string;
  readonly ownership: Ownership;
  readonly enrollment: string;
}

/** Ids that are not canonical GUIDs. */
export interface OddIds {
  readonly id: string | null;
  readonly entraId: string | null;
  readonly userId: string | null;
}

/**
 * Devices column by column, newest check-in first (then folded name, then id), never changed once made.
 * A record in the arena: mask, lengths of the seven texts, lengths of those folded texts that are not just the
 * lower case of the original (a bit of the mask each), the originals, the folded ones; all UTF-8. A folded text has its spellings
 * one after the other, the plain one first, with a zero byte between them.
 */
export interface Columns {
  readonly rows: number;
  readonly arena: Uint8Array;
  /** Where each record starts; the last entry is the end. */
  readonly offsets: Uint32Array;
  readonly ids: Uint8Array;
  readonly entraIds: Uint8Array;
  readonly userIds: Uint8Array;
  /** MAC_BYTES each; zeros for none. */
  readonly macs: Uint8Array;
  /** Milliseconds since 1970; -Infinity for never. */
  readonly checkIns: Float64Array;
  readonly enrolments: Float64Array;
  readonly kinds: Uint32Array;
  readonly compliance: Uint8Array;
  readonly upnDomains: Uint16Array;
  readonly mailDomains: Uint16Array;
  readonly kindTable: readonly Kind[];
  /** Domains in ASCII, as the service wrote them; 0 stands for a text that was not split. */
  readonly domainTable: readonly string[];
  readonly odd: ReadonlyMap<number, OddIds>;
}

/** The texts of one row at a time. */
export class RowReader {
  readonly starts = new Int32Array(TEXT_COUNT);
  readonly ends = new Int32Array(TEXT_COUNT);
  readonly foldedStarts = new Int32Array(TEXT_COUNT);
  readonly foldedEnds = new Int32Array(TEXT_COUNT);
  mask = 0;
  foldedStart = 0;
  foldedEnd = 0;
  #at = 0;
  #plain: string | null = null;
  #plainStart = 0;
  readonly #columns: Columns;
  readonly #buffer: Buffer;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#buffer = Buffer.from(columns.arena.buffer, columns.arena.byteOffset, columns.arena.byteLength);
  }

  text(start: number, end: number): string {
    if (start === end) return '';
    return this.#plain === null
      ? this.#buffer.toString('utf8', start, end)
      : this.#plain.slice(start - this.#plainStart, end - this.#plainStart);
  }

  /** Decodes all texts of the open row at once if they are ASCII: then reading each of them is almost free. */
  load(): void {
    const start = this.starts[0] ?? 0;
    const end = this.ends[TEXT_COUNT - 1] ?? 0;
    const { arena } = this.#columns;
    let all = 0;
    for (let at = start; at < end; at += 1) all |= arena[at] ?? 0;
    if (all >= 0x80) return;
    this.#plain = this.#buffer.toString('latin1', start, end);
    this.#plainStart = start;
  }

  /** Points `starts` … `foldedEnds` at the texts of the row. */
  open(row: number): void {
    const { arena, offsets } = this.#columns;
    const { starts, ends, foldedStarts, foldedEnds } = this;
    this.#at = offsets[row] ?? 0;
    this.#plain = null;
    const mask = (this.mask = arena[this.#at++] ?? 0);
    for (let text = 0; text < TEXT_COUNT; text += 1) ends[text] = this.#length(arena);
    if ((mask & 0x7f) !== 0) {
      for (let text = 0; text < TEXT_COUNT; text += 1)
        if (((mask >>> text) & 1) === 1) foldedEnds[text] = this.#length(arena);
    }
    let at = this.#at;
    for (let text = 0; text < TEXT_COUNT; text += 1) {
      starts[text] = at;
      at += ends[text] ?? 0;
      ends[text] = at;
    }
    for (let text = 0; text < TEXT_COUNT; text += 1) {
      if (((mask >>> text) & 1) === 1) {
        foldedStarts[text] = at;
        at += foldedEnds[text] ?? 0;
        foldedEnds[text] = at;
      } else {
        foldedStarts[text] = starts[text] ?? 0;
        foldedEnds[text] = ends[text] ?? 0;
      }
    }
  }

  /** Points `foldedStart` and `foldedEnd` at one text only; many times cheaper than `open` for ordinary rows. */
  openText(row: number, text: number): void {
    const { arena, offsets } = this.#columns;
    const head = offsets[row] ?? 0;
    let isPlain = ((arena[head] ?? 0) & 0x7f) === 0;
    let start = head + 1 + TEXT_COUNT;
    for (let before = 0; before <= text && isPlain; before += 1) {
      const length = arena[head + 1 + before] ?? 0;
      isPlain = length < 0x80;
      if (before < text) start += length;
      else this.foldedEnd = start + length;
    }
    for (let after = text + 1; after < TEXT_COUNT && isPlain; after += 1)
      isPlain = (arena[head + 1 + after] ?? 0) < 0x80;
    this.foldedStart = start;
    if (isPlain) return;
    this.open(row);
    this.foldedStart = this.foldedStarts[text] ?? 0;
    this.foldedEnd = this.foldedEnds[text] ?? 0;
  }

  #length(arena: Uint8Array): number {
    const first = arena[this.#at++] ?? 0;
    return first < 0x80 ? first : ((first & 0x7f) << 8) | (arena[this.#at++] ?? 0);
  }
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0').toUpperCase(),
);
const DAY_MS = 86_400_000;
const KEPT_DAYS = 5_000;
/** Days as in ISO 8601, up to the `T`: rows share them, and writing dates takes long. */
const dayTexts = new Map<number, string>();

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, -13);
  if (dayTexts.size >= KEPT_DAYS) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

function instant(ms: number): string | null {
  if (ms === Number.NEGATIVE_INFINITY) return null;
  const day = Math.floor(ms / DAY_MS);
  const time = ms - day * DAY_MS;
  const minutes = Math.floor(time / 60_000);
  return `${dayText(day)}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}:${digits(Math.floor(time / 1_000) % 60, 2)}.${digits(time % 1_000, 3)}Z`;
}

/** Empty for six zero bytes. */
function macAt({ macs }: Columns, row: number): string {
  const bytes = macs.subarray(row * MAC_BYTES, (row + 1) * MAC_BYTES);
  return bytes.every((byte) => byte === 0) ? '' : Array.from(bytes, (byte) => HEX[byte] ?? '').join(':');
}

/** The id of a row without reading the rest. */
export const idOf = (columns: Columns, row: number): string =>
  columns.odd.get(row)?.id ?? readGuid(columns.ids, row * GUID_BYTES);

/** The whole device, as it was given. */
export function deviceAt(columns: Columns, row: number, reader: RowReader = new RowReader(columns)): ManagedDevice {
  reader.open(row);
  reader.load();
  const { domainTable } = columns;
  const text = (field: number): string => reader.text(reader.starts[field] ?? 0, reader.ends[field] ?? 0);
  const joined = (field: number, domain: number): string =>
    domain === 0 ? text(field) : `${text(field)}@${domainTable[domain] ?? ''}`;
  const kind = columns.kindTable[columns.kinds[row] ?? 0];
  if (kind === undefined) throw new RangeError('a row without a kind');
  const odd = columns.odd.get(row);
  const upn = joined(TEXTS.upn, columns.upnDomains[row] ?? 0);
  // Listed one by one: spreading the kind takes ten times as long.
  return {
    os: kind.os,
    osVersion: kind.osVersion,
    platform: kind.platform,
    manufacturer: kind.manufacturer,
    model: kind.model,
    category: kind.category,
    ownership: kind.ownership,
    enrollment: kind.enrollment,
    id: idOf(columns, row),
    name: text(TEXTS.name),
    serial: text(TEXTS.serial),
    entraId: odd?.entraId ?? readGuid(columns.entraIds, row * GUID_BYTES),
    userId: odd?.userId ?? readGuid(columns.userIds, row * GUID_BYTES),
    userName: text(TEXTS.userName),
    upn,
    mail: (reader.mask & MAIL_IS_UPN) === 0 ? joined(TEXTS.mail, columns.mailDomains[row] ?? 0) : upn,
    imei: text(TEXTS.imei),
    phone: text(TEXTS.phone),
    wifiMac: macAt(columns, row),
    compliance: complianceOf(columns.compliance[row] ?? 0),
    lastCheckIn: instant(columns.checkIns[row] ?? Number.NEGATIVE_INFINITY),
    enrolledAt: instant(columns.enrolments[row] ?? Number.NEGATIVE_INFINITY),
  };
}

export const complianceOf = (code: number): Compliance => complianceStates[code] ?? 'other';
export const complianceCode = (compliance: Compliance): number => complianceStates.indexOf(compliance);

/** The folded name of a row as text, for ordering. */
export function foldedNameAt(row: number, reader: RowReader): string {
  reader.open(row);
  const name = reader.text(reader.foldedStarts[TEXTS.name] ?? 0, reader.foldedEnds[TEXTS.name] ?? 0);
  return (name.split('\u0000', 1)[0] ?? '').toLowerCase().replaceAll('`', "'");
}

/** Rows whose primary user has this object id. */
export function rowsOfUser({ rows, userIds, odd }: Columns, userId: string): readonly number[] {
  if (userId === '') return [];
  const found = [...odd].filter(([, ids]) => ids.userId === userId).map(([row]) => row);
  const wanted = new Uint8Array(GUID_BYTES);
  if (!writeGuid(wanted, 0, userId)) return found;
  for (let row = 0; row < rows; row += 1) {
    let same = 0;
    while (same < GUID_BYTES && userIds[row * GUID_BYTES + same] === wanted[same]) same += 1;
    if (same === GUID_BYTES) found.push(row);
  }
  return found;
}
