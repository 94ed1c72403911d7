import type { PersonRow } from '../../../shared/contract/devices';
import type { ManagedDevice } from '../../../shared/managed-device';
import { foldAll, foldText } from '../../../shared/search/fold';
import { hasForm } from '../../../shared/search/forms';
import { type Match, matchesAll, termsOf } from '../../../shared/search/match';
import { matchReading } from '../../../shared/search/match-reading';
import type { ReadingKind } from '../../../shared/search/reading';
import type { TextReading } from '../../../shared/search/readings';
import { understand } from '../../../shared/search/understand';
import { clean } from '../../graph/clean';
import type { DeviceFilter } from '../../graph/port';
import { filtersFor, isRunTogether } from './live-filters';
import { otherSpellings } from './other-spellings';

/** One search text as queries to Graph, and as readings for checking the hits. */
export interface Query {
  readonly text: string;
  /** Only the first stage with any hit counts; hits of earlier readings of a stage come first. */
  readonly stages: readonly (readonly TextReading[])[];
  /** Ids to read directly; each may be a device's or a user's. */
  readonly ids: readonly string[];
  readonly filters: readonly DeviceFilter[];
  /** Texts for the people search; empty when no person is meant. */
  readonly people: readonly string[];
  readonly apps: string | null;
}

const TEXT_LIMIT = 200;
const IDS_LIMIT = 4;
const PEOPLE_TEXTS = 3;
/** A text of more words is a sentence. */
const NAME_WORDS = 4;

/** A single Latin letter finds half the tenant; a single ideograph may be a whole name. */
const isTooShort = (text: string): boolean => text.length < 2 && /^[\x20-\x7e]*$/.test(text);

/** Readings that certainly name something; with them the words of the text need not be requested one by one. */
const NAMING: ReadonlySet<ReadingKind> = new Set([
  'id',
  'name',
  'serial',
  'imei',
  'mac',
  'address',
  'account',
  'phone',
  'joined',
]);
const OF_PEOPLE: ReadonlySet<ReadingKind> = new Set(['text', 'person', 'address', 'account', 'romanised']);

/** A device name or serial number: has a digit, no white space, and is not too short. */
const isAssetLike = (word: string): boolean => /^(?=[^\d]*\d)[A-Za-z0-9][A-Za-z0-9._-]{4,63}$/.test(word);
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/u.test(text);

/** Sign-in names are found by their beginning: given name or surname first, joined by a full stop. */
function romanisedNames({ text }: TextReading): readonly string[] {
  const words = text.replace(/@$/u, '').split(' ');
  return words.length === 2 ? [words.join('.'), [...words].reverse().join('.')] : [words.join(' ')];
}

/** With and without a space after the family name, and in other forms of its letters: directories store names in all ways. */
function ideographNames(name: string): readonly string[] {
  const letters = Array.from(name.replaceAll(' ', ''));
  const at = (place: number): string => `${letters.slice(0, place).join('')} ${letters.slice(place).join('')}`;
  // A given name hardly ever has only two letters.
  const ways = name.includes(' ') ? [name, letters.join('')] : letters.length > 2 ? [name, at(2), at(1)] : [name];
  const [, other = name] = ways;
  return [...ways.slice(0, 2), ...otherSpellings(name.includes(' ') ? name : other), ...ways.slice(2)];
}

function peopleTexts(all: readonly TextReading[]): readonly string[] {
  const persons = all.filter(({ reading }) => reading.kind === 'person');
  const readings = all
    .filter(({ reading, without }) => persons.length === 0 || reading.kind !== 'text' || without === undefined)
    .filter((reading) => !isRunTogether(reading));
  // A sentence that mentions a person is not a name.
  const isAround = ({ reading, text }: TextReading): boolean =>
    reading.kind === 'text' && persons.some((person) => text.length > person.text.length && text.includes(person.text));
  const texts = [...readings.filter((reading) => !isAround(reading)), ...readings.filter(isAround)].flatMap(
    (reading) => {
      const { kind } = reading.reading;
      // Kana are not looked up for every word in Latin letters.
      if (kind === 'romanised') return /^[\x20-\x7e]+$/.test(reading.text) ? romanisedNames(reading) : [];
      return OF_PEOPLE.has(kind) ? [reading.text.replace(/@$/u, '')] : [];
    },
  );
  // The directory finds whole words: a name without its space is not one of them.
  const apart = readings.flatMap(({ reading, alternatives = [] }) =>
    reading.kind === 'person' || reading.kind === 'account' ? alternatives : [],
  );
  const halves = persons
    .filter((reading) => isRunTogether(reading) && reading.whole === true)
    .flatMap(({ text, alternatives = [] }) => [text, ...alternatives].filter((_, at) => at % 2 === 0));
  const askable = (some: readonly string[]): readonly string[] =>
    some
      .map((text) => text.replace(/[^\p{L}\p{M}\p{N}@.'’&#_ -]/gu, ' ').trim())
      .filter((text) => text.length > 0 && text.split(' ').length <= NAME_WORDS);
  const named = askable(texts);
  const [first] = named;
  if (first !== undefined && /^[\p{Script=Han}\p{Script=Hangul}々 ]{2,12}$/u.test(first))
    return [...new Set([...ideographNames(first), ...named, ...askable(apart)])].slice(0, PEOPLE_TEXTS);
  // The directory distinguishes accents, so if there is room other spellings of a name are looked up too.
  const spelled = first === undefined || first.includes('@') ? [] : otherSpellings(first);
  return [...new Set([...named, ...askable(apart), ...spelled, ...askable(halves)])].slice(0, PEOPLE_TEXTS);
}

/** Turns a text of the search box into queries to Graph; null when there is nothing to search for. */
export function liveQuery(raw: string): Query | null {
  // Scanners put invisible characters between the parts of a code.
  const bounded = clean(raw.slice(0, TEXT_LIMIT).replace(/\p{Cc}+/gu, ' '), TEXT_LIMIT);
  const understanding = understand(bounded);
  const { text, stages, ids } = understanding;
  if (!understanding.canBeAsked || isTooShort(text)) return null;
  const readings = stages.flat().filter(({ mode }) => mode === 'as-typed');
  const naming = readings.filter(({ reading }) => NAMING.has(reading.kind));
  const [only = ''] = ids;
  const isOnlyId = ids.length === 1 && text.toLowerCase() === only;
  const others = readings.filter(({ reading }) => reading.kind !== 'text' || reading.text !== text);
  const words = text.split(' ');
  const isSentence = naming.length > 0 && !isAddress(text);
  const mayNamePerson =
    ids.length === 0 &&
    !words.some((word) => isAssetLike(word)) &&
    naming.every(({ reading }) => reading.kind === 'address' || reading.kind === 'account');
  return {
    text,
    stages,
    ids: ids.slice(0, IDS_LIMIT),
    filters: filtersFor([
      ...(isOnlyId || isAddress(text) ? others : isSentence ? [...naming, ...readings] : readings),
      ...stages.flat().filter(({ mode }) => mode === 'heard'),
    ]),
    people: peopleTexts(
      isSentence ? others : readings.filter(({ reading }) => mayNamePerson || reading.kind !== 'text'),
    ),
    apps: mayNamePerson && naming.length === 0 ? text : null,
  };
}

/** How a device matches a query. */
interface QueryMatch {
  readonly match: Match;
  readonly reading: TextReading;
  /** The indexes of the stage and of the reading in it; lower is more certain. */
  readonly at: readonly [stage: number, reading: number];
}

/** Whether a reading names this person of the directory. */
export function namesPerson(
  { id, name, upn, mail }: PersonRow,
  { text, alternatives = [], fields, mode, reading, whole }: TextReading,
): boolean {
  if (mode !== 'as-typed') return false;
  if (reading.kind === 'id') return id.toLowerCase() === text;
  if (fields !== undefined && !fields.includes('upn')) return false;
  const isNamed = (one: string): boolean =>
    whole === true
      ? [name, upn, mail].some((field) => foldText(field) === foldText(one))
      : foldAll(one).some((folded) => matchesAll([name, upn, mail], termsOf(folded.text)));
  return [text, ...alternatives].some(isNamed);
}

/** A device also matches if its owner was found by the text, even when it does not contain the owner's name. */
function matchOwner(device: ManagedDevice, owner: PersonRow | undefined, reading: TextReading): Match | null {
  if (
    owner === undefined ||
    (reading.form !== undefined && !hasForm(device, reading.form)) ||
    !namesPerson(owner, reading)
  )
    return null;
  return reading.similar === true
    ? { reason: { field: 'upn', ranges: [], isSimilar: true }, grade: 'contains' }
    : { reason: { field: 'upn', ranges: [[0, device.upn.length]] }, grade: 'contains' };
}

/** The match by the first reading that fits, or null, whatever Graph returned. `owner`: of the device, as in the directory. */
export function matchQuery(device: ManagedDevice, query: Query, owner?: PersonRow): QueryMatch | null {
  for (const [stage, readings] of query.stages.entries()) {
    for (const [place, reading] of readings.entries()) {
      const match = matchReading(device, reading) ?? matchOwner(device, owner, reading);
      if (match !== null) return { match, reading, at: [stage, place] };
    }
  }
  return null;
}
