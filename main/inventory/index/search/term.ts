import type { DeviceField } from '../../../../shared/managed-device';
import { joinedWord } from '../../../../shared/search/joined';
import { codeOf, CODES, EDGE, LOWER, OTHER, SEPARATORS, WIDE } from '../columns/characters';
import { placeOf } from '../columns/field-order';
import type { GuidPart } from '../columns/guid-part';
import { guidPart } from '../columns/guid-part';
import type { MacPart } from '../columns/mac';
import { macPart } from '../columns/mac';
import { markOf, pairKey, singleKey, tripleKey } from '../lists/gram-keys';

/** Which lists (keys within one text) hold the rows of interest. */
export type Plan =
  /** In any list with a key in one of these ranges. */
  | {
      readonly kind: 'any';
      readonly ranges: readonly (readonly [low: number, high: number])[];
      readonly isExact: boolean;
    }
  /** In all of these lists. */
  | { readonly kind: 'all'; readonly keys: readonly number[]; readonly isExact: boolean };

/** A folded word of a query, prepared for the look-up. */
export interface Term {
  readonly text: string;
  /** As typed, in lower case. */
  readonly typed: string;
  /** Cache key: distinguishes it from the same word in other fields. */
  readonly key: string;
  /** The fields in which it is searched; null: all of them. */
  readonly fields: readonly DeviceField[] | null;
  /** The indexes of these fields; null: all. */
  readonly places: ReadonlySet<number> | null;
  readonly bytes: Uint8Array;
  readonly contains: Plan;
  /** Finds it at the start of a text. */
  readonly prefix: Plan;
  /** Finds it at the start of a later word of a text. */
  readonly words: readonly Plan[];
  /** Finds texts equal to it. */
  readonly exact: Plan;
  /** The word without its separators, with the plans for texts without theirs; null when it is too short. */
  readonly joined: {
    readonly bytes: Uint8Array;
    readonly contains: Plan;
    readonly exact: Plan;
    readonly isSame: boolean;
  } | null;
  /** Set if it may be a part of a GUID. */
  readonly guid: GuidPart | null;
  /** Set if it is a MAC address or the end of one. */
  readonly mac: MacPart | null;
  /** The parts before and after the last `@`. */
  readonly address: { readonly local: string; readonly domain: Uint8Array; readonly localEnd: Plan } | null;
  /** It is one character, searched in all fields. */
  readonly isLetter: boolean;
  /** The code of a single core character, else null. */
  readonly unit: number | null;
}

export interface Character {
  readonly code: number;
  readonly mark: number;
}

const edge: Character = { code: EDGE, mark: EDGE };
const encoder = new TextEncoder();

export const charactersOf = (text: string): readonly Character[] =>
  Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    const code = codeOf(point);
    return { code, mark: markOf(code, point) };
  });

const isCore = (code: number): boolean => code !== WIDE;

/** The keys that every text with this sequence of characters has. */
export function keysOf(characters: readonly Character[]): readonly number[] {
  const keys = new Set<number>();
  for (const [at, { code, mark }] of characters.entries()) {
    const before = characters[at - 1];
    const after = characters[at + 1];
    if (before && after && isCore(code)) keys.add(tripleKey(before.code, code, after.code));
    if (after && (code === WIDE || after.code === WIDE)) keys.add(pairKey(mark, after.mark));
    if (code === WIDE && characters.length === 1) keys.add(singleKey(mark));
  }
  return [...keys];
}

const isLossy = (characters: readonly Character[]): boolean => characters.some(({ code }) => code >= OTHER);

/** Rows whose text has the characters directly after `lead` (an edge or a separator). */
function anchored(lead: Character, characters: readonly Character[]): Plan {
  const [first] = characters;
  if (characters.length === 1 && first && isCore(first.code)) {
    const low = tripleKey(lead.code, first.code, 0);
    return { kind: 'any', ranges: [[low, low + CODES - 1]], isExact: first.code !== OTHER };
  }
  return { kind: 'all', keys: keysOf([lead, ...characters]), isExact: characters.length === 2 && !isLossy(characters) };
}

function contained(characters: readonly Character[]): Plan {
  const [first, second] = characters;
  const isExact = !isLossy(characters);
  if (first && characters.length === 1 && isCore(first.code)) {
    const ranges = Array.from({ length: CODES }, (_, before) => {
      const low = tripleKey(before, first.code, 0);
      return [low, low + CODES - 1] as const;
    });
    return { kind: 'any', ranges, isExact };
  }
  if (first && second && characters.length === 2 && isCore(first.code) && isCore(second.code)) {
    const low = tripleKey(first.code, second.code, 0);
    return { kind: 'any', ranges: [[low, low + CODES - 1]], isExact };
  }
  return { kind: 'all', keys: keysOf(characters), isExact: characters.length <= 3 && isExact };
}

const wholeOf = (characters: readonly Character[]): Plan => ({
  kind: 'all',
  keys: keysOf([edge, ...characters, edge]),
  isExact: false,
});

function joinedOf(text: string): Term['joined'] {
  const joined = joinedWord(text);
  if (joined === null) return null;
  const characters = charactersOf(joined);
  return {
    bytes: encoder.encode(joined),
    contains: contained(characters),
    exact: wholeOf(characters),
    isSame: joined === text,
  };
}

function addressOf(text: string): Term['address'] {
  const at = text.lastIndexOf('@');
  if (at < 0) return null;
  const local = text.slice(0, at);
  const end: Plan = { kind: 'all', keys: keysOf([...charactersOf(local), edge]), isExact: false };
  return { local, domain: encoder.encode(text.slice(at + 1)), localEnd: end };
}

/** Whether a word is searched in the field with this index. */
export const isLookedForIn = ({ places }: Term, place: number): boolean => places === null || places.has(place);

/** Prepares a folded word. `fields`: search only in these; null: in all. `typed`: the word before folding. */
export function makeTerm(text: string, fields: readonly DeviceField[] | null = null, typed = text): Term {
  const characters = charactersOf(text);
  const [first] = characters;
  return {
    text,
    typed,
    key: fields === null ? text : `${text} in ${fields.join(' ')}`,
    fields,
    places: fields === null ? null : new Set(fields.map(placeOf)),
    bytes: encoder.encode(text).map((byte) => LOWER[byte] ?? 0),
    contains: contained(characters),
    prefix: anchored(edge, characters),
    words: SEPARATORS.map((code) => anchored({ code, mark: code }, characters)),
    exact: wholeOf(characters),
    joined: joinedOf(text),
    guid: guidPart(text),
    mac: macPart(text),
    address: addressOf(text),
    isLetter: characters.length === 1 && fields === null,
    unit: characters.length === 1 && first && first.code < OTHER ? first.code : null,
  };
}
