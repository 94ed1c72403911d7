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

/** What one text asks for, and how Graph and the local check are asked. */
export interface Query {
  readonly text: string;
  /** A device answers by the first stage that any device answers; earlier readings of a stage stand first. */
  readonly stages: readonly (readonly TextReading[])[];
  /** Ids to read directly; each may be that of a device or of a person. */
  readonly ids: readonly string[];
  readonly filters: readonly DeviceFilter[];
  /** Texts for the people search; none when no person is meant. */
  readonly people: readonly string[];
  readonly apps: string | null;
}

const TEXT_LIMIT = 200;
const IDS_LIMIT = 4;
const PEOPLE_TEXTS = 3;
/** More words are a sentence. */
const NAME_WORDS = 4;

/** A single character of a Latin alphabet finds half the tenant; a single ideograph may be a whole name. */
const isTooShort = (text: string): boolean => text.length < 2 && /^[\x20-\x7e]*$/.test(text);

/** Readings that name something for sure; with them the words of the whole text need not be asked for one by one. */
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

/** Device names and serial numbers: a digit, no white space, not too short. */
const isAssetLike = (word: string): boolean => /^(?=[^\d]*\d)[A-Za-z0-9][A-Za-z0-9._-]{4,63}$/.test(word);
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/u.test(text);

/** Sign-in names are found by their beginnings: given name first or surname first, with a full stop. */
function romanisedNames({ text }: TextReading): readonly string[] {
  const words = text.replace(/@$/u, '').split(' ');
  return words.length === 2 ? [words.join('.'), [...words].reverse().join('.')] : [words.join(' ')];
}

/** With a space behind the family name or without one, and with other forms of its letters: a directory may hold a name in each way. */
function ideographNames(name: string): readonly string[] {
  const letters = Array.from(name.replaceAll(' ', ''));
  const at = (place: number): string => `${letters.slice(0, place).join('')} ${letters.slice(place).join('')}`;
  // Of two letters there is hardly a given name.
  const ways = name.includes(' ') ? [name, letters.join('')] : letters.length > 2 ? [name, at(2), at(1)] : [name];
  const [, other = name] = ways;
  return [...ways.slice(0, 2), ...otherSpellings(name.includes(' ') ? name : other), ...ways.slice(2)];
}

function peopleTexts(all: readonly TextReading[]): readonly string[] {
  const persons = all.filter(({ reading }) => reading.kind === 'person');
  const readings = all
    .filter(({ reading, without }) => persons.length === 0 || reading.kind !== 'text' || without === undefined)
    .filter((reading) => !isRunTogether(reading));
  // A sentence that names somebody is nobody's name.
  const isAround = ({ reading, text }: TextReading): boolean =>
    reading.kind === 'text' && persons.some((person) => text.length > person.text.length && text.includes(person.text));
  const texts = [...readings.filter((reading) => !isAround(reading)), ...readings.filter(isAround)].flatMap(
    (reading) => {
      const { kind } = reading.reading;
      // Names in kana are not looked up for each word in Latin letters that is typed.
      if (kind === 'romanised') return /^[\x20-\x7e]+$/.test(reading.text) ? romanisedNames(reading) : [];
      return OF_PEOPLE.has(kind) ? [reading.text.replace(/@$/u, '')] : [];
    },
  );
  // The directory looks for words: a name without its space is no word of it.
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
  // The directory minds accents, so where there is room a name is looked up in its other spellings too.
  const spelled = first === undefined || first.includes('@') ? [] : otherSpellings(first);
  return [...new Set([...named, ...askable(apart), ...spelled, ...askable(halves)])].slice(0, PEOPLE_TEXTS);
}

/** Understands one text of the search box for Graph; null when there is nothing worth asking. */
export function liveQuery(raw: string): Query | null {
  // Scanners put characters between the parts of a code that nobody sees.
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

/** How a device answers a query. */
interface QueryMatch {
  readonly match: Match;
  readonly reading: TextReading;
  /** The place of the stage, and of the reading in it; the smaller the surer. */
  readonly at: readonly [stage: number, reading: number];
}

/** Whether a person of the directory is who a reading names. */
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

/** A device of a person who was found by the text answers it too, even when it does not repeat the person's name. */
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

/** The match by the first reading that fits, or null: whatever Graph answered, this decides. `owner`: who has the device, as the directory knows them. */
export function matchQuery(device: ManagedDevice, query: Query, owner?: PersonRow): QueryMatch | null {
  for (const [stage, readings] of query.stages.entries()) {
    for (const [place, reading] of readings.entries()) {
      const match = matchReading(device, reading) ?? matchOwner(device, owner, reading);
      if (match !== null) return { match, reading, at: [stage, place] };
    }
  }
  return null;
}
