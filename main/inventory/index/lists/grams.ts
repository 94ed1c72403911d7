import { joinedFields } from '../../../../shared/search/joined';
import { codeOf, EDGE, isPartPoint, NEXT_SPELLING, pointAt, WIDE, widthOf } from '../columns/characters';
import type { Columns } from '../columns/columns';
import { RowReader, TEXT_COUNT, TEXTS } from '../columns/columns';
import { KIND_FIELDS } from '../columns/field-order';
import { digitAt, GUID_BYTES } from '../columns/guid';
import { LISTED_DIGITS } from '../columns/guid-part';
import { hasSeparator } from '../columns/locate';
import { hexKey, JOINED_SPACE, markOf, pairKey, singleKey, TEXT_KEYS, tripleKey, UNIT_KEYS } from './gram-keys';
import type { SharedTexts } from './shared-texts';

/** Texts of the arena that are also searched without their separators, and whether words may start anywhere in them. */
export const JOINED_TEXTS: readonly (readonly [text: number, isAnywhere: boolean])[] = Object.entries(TEXTS).flatMap(
  ([field, text]) => {
    const from = joinedFields.get(field as keyof typeof TEXTS);
    return from === undefined ? [] : [[text, from === 'anywhere'] as const];
  },
);

/** Whether all bytes are ASCII: names of people in Latin letters are not searched without their separators. */
export function isAscii(arena: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((arena[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Reads the keys of one row after another; a key may occur twice. */
export class GramReader {
  keys = new Int32Array(1_024);
  #count = 0;
  #unitsLow = 0;
  #unitsHigh = 0;
  readonly #columns: Columns;
  readonly #shared: SharedTexts;
  readonly #row: RowReader;

  constructor(columns: Columns, shared: SharedTexts) {
    this.#columns = columns;
    this.#shared = shared;
    this.#row = new RowReader(columns);
  }

  /** Fills `keys`; returns how many. */
  read(row: number): number {
    const { offsets } = this.#columns;
    this.#reserve(((offsets[row + 1] ?? 0) - (offsets[row] ?? 0)) * 6 + 256);
    this.#count = 0;
    this.#unitsLow = 0;
    this.#unitsHigh = 0;
    const reader = this.#row;
    reader.open(row);
    for (let text = 0; text < TEXT_COUNT; text += 1) {
      const start = reader.foldedStarts[text] ?? 0;
      const end = reader.foldedEnds[text] ?? 0;
      if (start < end) this.#text(text * TEXT_KEYS, start, end);
    }
    for (const [text] of JOINED_TEXTS) this.#joined(text, reader.foldedStarts[text] ?? 0, reader.foldedEnds[text] ?? 0);
    this.#hex(this.#columns.ids, row);
    this.#hex(this.#columns.entraIds, row);
    for (let code = 1; code < WIDE; code += 1) {
      const word = code < 32 ? this.#unitsLow : this.#unitsHigh;
      if (((word >>> (code & 31)) & 1) === 1) this.#emit(UNIT_KEYS + code);
    }
    this.#sharedTexts(row);
    return this.#count;
  }

  #sharedTexts(row: number): void {
    const { kinds, upnDomains, mailDomains } = this.#columns;
    const kind = (kinds[row] ?? 0) * KIND_FIELDS.length;
    for (let column = 0; column < KIND_FIELDS.length; column += 1)
      this.#emit(this.#shared.valueKey(column, this.#shared.ofKind[kind + column] ?? 0));
    const upn = upnDomains[row] ?? 0;
    const mail = mailDomains[row] ?? 0;
    if (upn > 0) this.#emit(this.#shared.domainKey(TEXTS.upn, upn));
    if (mail > 0) this.#emit(this.#shared.domainKey(TEXTS.mail, mail));
  }

  #text(base: number, start: number, end: number): void {
    const { arena } = this.#columns;
    let before = EDGE;
    let code = EDGE;
    let mark = EDGE;
    for (let at = start; at <= end;) {
      const isEnd = at === end;
      const lead = arena[at] ?? 0;
      const point = isEnd ? NEXT_SPELLING : lead < 0x80 ? lead : pointAt(arena, at);
      const nextCode = point === NEXT_SPELLING ? EDGE : codeOf(point);
      const nextMark = point === NEXT_SPELLING ? EDGE : markOf(nextCode, point);
      if (code !== EDGE && code !== WIDE) {
        this.#emit(base + tripleKey(before, code, nextCode));
        if (code < 32) this.#unitsLow |= 1 << code;
        else this.#unitsHigh |= 1 << (code & 31);
      }
      if (code === WIDE || nextCode === WIDE) this.#emit(base + pairKey(mark, nextMark));
      if (nextCode === WIDE) this.#emit(base + singleKey(nextMark));
      before = code;
      code = nextCode;
      mark = nextMark;
      at += isEnd ? 1 : widthOf(lead);
    }
  }

  /** The keys of a text without its separators, if it has any. */
  #joined(text: number, start: number, end: number): void {
    const { arena } = this.#columns;
    if (!hasSeparator(arena, start, end) || (text === TEXTS.userName && isAscii(arena, start, end))) return;
    let before = EDGE;
    let code = EDGE;
    let mark = EDGE;
    for (let at = start; at <= end;) {
      const lead = at === end ? NEXT_SPELLING : (arena[at] ?? 0);
      const point = lead < 0x80 ? lead : pointAt(arena, at);
      at += widthOf(lead);
      if (point !== NEXT_SPELLING && !isPartPoint(point)) continue;
      const nextCode = point === NEXT_SPELLING ? EDGE : codeOf(point);
      const nextMark = point === NEXT_SPELLING ? EDGE : markOf(nextCode, point);
      if (code !== EDGE && code !== WIDE) this.#emit(JOINED_SPACE * TEXT_KEYS + tripleKey(before, code, nextCode));
      if (code === WIDE || nextCode === WIDE) this.#emit(JOINED_SPACE * TEXT_KEYS + pairKey(mark, nextMark));
      before = code;
      code = nextCode;
      mark = nextMark;
    }
  }

  #hex(guids: Uint8Array, row: number): void {
    const at = row * GUID_BYTES;
    let sum = 0;
    for (let byte = at; byte < at + GUID_BYTES; byte += 1) sum |= guids[byte] ?? 0;
    // Zeros stand for no GUID.
    if (sum === 0) return;
    for (const place of LISTED_DIGITS)
      this.#emit(hexKey(digitAt(guids, at, place), digitAt(guids, at, place + 1), digitAt(guids, at, place + 2)));
  }

  #emit(key: number): void {
    this.keys[this.#count++] = key;
  }

  #reserve(keys: number): void {
    if (this.keys.length < keys) this.keys = new Int32Array(keys);
  }
}
