import type { ManagedDevice } from '../../shared/managed-device';
import { type Match, matchDevice, termsOf } from '../../shared/search/match';
import { clean } from '../graph/clean';
import type { DeviceFilter } from '../graph/port';

/** What one text asks for, and how Graph and the local check are asked. */
export interface Query {
  readonly text: string;
  /** A device answers when it contains all terms of one of these; earlier ones rank first. */
  readonly alternatives: readonly (readonly string[])[];
  /** A device id to read directly. */
  readonly deviceId: string | null;
  readonly filters: readonly DeviceFilter[];
  /** Text for the people search; null when no person is meant. */
  readonly people: string | null;
  readonly apps: string | null;
}

const TEXT_LIMIT = 200;
const FILTER_LIMIT = 20;
/** From so many words on, a text is taken for a pasted line, of which only the telling parts are looked up. */
const LINE_WORDS = 5;
const TELLING_LIMIT = 4;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ADDRESS = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/u;
const CORE = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su;

const digitsOf = (text: string): string => text.replace(/[\s().+/-]/g, '');
const isImei = (text: string): boolean => /^\d{14,16}$/.test(digitsOf(text)) && /^[\d\s/-]+$/.test(text);
const isPhone = (text: string): boolean => /^\+?[\d\s().-]{6,20}$/.test(text) && digitsOf(text).length >= 5;
/** Device names and serial numbers: a digit, no white space, not too short. */
const isAssetLike = (word: string): boolean => /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]{4,63}$/.test(word);

const eq = (field: Extract<DeviceFilter, { op: 'eq' }>['field'], value: string): DeviceFilter => ({ field, op: 'eq', value });
const contains = (field: Extract<DeviceFilter, { op: 'contains' }>['field'], value: string): DeviceFilter => ({
  field,
  op: 'contains',
  value,
});

/** Graph does not say whether `eq` minds the case of a serial number, so both are asked. */
function serialFilters(word: string): readonly DeviceFilter[] {
  if (!/^[A-Za-z0-9-]{4,40}$/.test(word)) return [];
  return [...new Set([word, word.toUpperCase()])].map((serial) => eq('serialNumber', serial));
}

/** The filters for one word that stands for itself. */
function wordFilters(word: string): readonly DeviceFilter[] {
  if (GUID.test(word)) return [eq('azureADDeviceId', word)];
  if (ADDRESS.test(word)) return [eq('userPrincipalName', word), contains('emailAddress', word)];
  if (isImei(word)) return [eq('imei', digitsOf(word)), ...serialFilters(word)];
  return [contains('deviceName', word), ...serialFilters(word)];
}

function unique(filters: readonly DeviceFilter[]): readonly DeviceFilter[] {
  const seen = new Map(filters.map((filter) => [JSON.stringify(filter), filter]));
  return [...seen.values()].slice(0, FILTER_LIMIT);
}

const longest = (words: readonly string[]): string => words.reduce((a, b) => (b.length > a.length ? b : a), '');

/** Words that can stand alone: addresses, ids, IMEIs, device names and serial numbers. */
function tellingWords(text: string): readonly string[] {
  const words = text.split(/[\s,;:"'()<>[\]{}|/]+/u).map((word) => CORE.exec(word)?.[0] ?? '');
  const telling = words.filter((word) => GUID.test(word) || ADDRESS.test(word) || isAssetLike(word));
  return [...new Set(telling)].slice(0, TELLING_LIMIT);
}

const fullNameIn = (text: string): string | null => /\p{Lu}\p{Ll}+ \p{Lu}[\p{Ll}'-]+/u.exec(text)?.[0] ?? null;

function lineQuery(text: string, terms: readonly string[], telling: readonly string[]): Query {
  return {
    text,
    alternatives: [terms, ...telling.map((word) => termsOf(word))],
    deviceId: telling.find((word) => GUID.test(word)) ?? null,
    filters: unique(telling.flatMap(wordFilters)),
    people: telling.find((word) => ADDRESS.test(word)) ?? fullNameIn(text),
    apps: null,
  };
}

function freeQuery(text: string, terms: readonly string[]): Query {
  const words = text.split(/\s+/u);
  const key = longest(words);
  const isOneWord = words.length === 1;
  const mayNamePerson = !isAssetLike(key) && !isImei(text);
  const filters = [
    eq('deviceName', text),
    contains('deviceName', key),
    ...serialFilters(key),
    contains('model', key),
    contains('emailAddress', key),
    ...(isPhone(text) ? [contains('phoneNumber', digitsOf(text))] : []),
    ...(isImei(text) ? [eq('imei', digitsOf(text))] : []),
  ];
  const alternatives = isOneWord || !(isImei(text) || isPhone(text)) ? [terms] : [terms, [digitsOf(text)]];
  return { text, alternatives, deviceId: null, filters: unique(filters), people: mayNamePerson ? text : null, apps: mayNamePerson ? text : null };
}

/** A single character of a Latin alphabet finds half the tenant; a single ideograph may be a whole name. */
const isTooShort = (text: string): boolean => text.length < 2 && /^[\x20-\x7e]*$/.test(text);

/** Understands one text of the search box; null when there is nothing worth asking. */
export function understand(raw: string): Query | null {
  const text = clean(raw.slice(0, TEXT_LIMIT), TEXT_LIMIT).replace(/\s+/gu, ' ');
  const terms = termsOf(text);
  if (terms.length === 0 || isTooShort(text)) return null;
  if (GUID.test(text)) {
    return { text, alternatives: [terms], deviceId: text, filters: [eq('azureADDeviceId', text)], people: null, apps: null };
  }
  if (ADDRESS.test(text)) {
    return { text, alternatives: [terms], deviceId: null, filters: wordFilters(text), people: text, apps: null };
  }
  const telling = text.split(' ').length >= LINE_WORDS ? tellingWords(text) : [];
  return telling.length > 0 ? lineQuery(text, terms, telling) : freeQuery(text, terms);
}

/** `at` is 0 for the whole text and 1 for a telling part of a pasted line. */
export interface QueryMatch {
  readonly match: Match;
  readonly at: number;
}

/** The match by the first alternative that fits, or null: whatever Graph answered, this decides. */
export function matchQuery(device: ManagedDevice, query: Query): QueryMatch | null {
  for (const [at, terms] of query.alternatives.entries()) {
    const match = matchDevice(device, terms);
    if (match) return { match, at: Math.min(at, 1) };
  }
  return null;
}
