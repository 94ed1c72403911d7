import { takeMacs } from '../../../shared/search/grammar/ids';
import type { TextReading } from '../../../shared/search/readings';
import type { DeviceFilter } from '../../graph/port';
import { addressForms, bareLetters, inOtherKana } from './other-spellings';

/** The most filters for one text: as many as fit into one `$batch`. */
const FILTER_LIMIT = 20;
/** The most texts that are requested for one guess. */
const GUESSES = 2;
/** No name contains a longer text. */
const NAME_LIMIT = 80;

type Equal = Extract<DeviceFilter, { op: 'eq' }>['field'];
type Containing = Extract<DeviceFilter, { op: 'contains' }>['field'];
const eq = (field: Equal, value: string): DeviceFilter => ({ field, op: 'eq', value });
const contains = (field: Containing, value: string): DeviceFilter => ({ field, op: 'contains', value });

/** Variants of an apostrophe that no one enters into a directory; `even` replaces them, and full-width characters. */
const APOSTROPHES = /[`´‘‛ʼʹ′]/gu;
const even = (text: string): string => text.replace(APOSTROPHES, "'").normalize('NFKC');

const canBeSerial = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9 ./_-]{2,63}$/.test(text);

/** A number that lost its leading zeros, or got some, as spreadsheets and scanners do. */
function zeroForms(serial: string): readonly string[] {
  if (!/^\d{4,20}$/.test(serial)) return [];
  const bare = serial.replace(/^0+/, '');
  return [bare, `0${bare}`, `00${bare}`].filter((form) => form !== serial && form.length >= 4);
}

/** A serial number without the separators that make it easier to read aloud. */
function bareForms(text: string): readonly string[] {
  const bare = text.replace(/[ ./_-]/g, '').toUpperCase();
  return bare.length >= 5 && bare.length <= 20 && /\d/.test(bare) ? [bare] : [];
}

/** Serial numbers of Hyper-V virtual machines: 26 digits in groups of four. */
function groupedForms(text: string): readonly string[] {
  const digits = text.replace(/[ -]/g, '');
  return /^\d{26}$/.test(digits) ? [digits.replace(/\d{4}(?=\d)/g, '$&-')].filter((form) => form !== text) : [];
}

/** It is not documented whether `eq` is case-sensitive for serial numbers, so both cases are requested. */
function serialFilters(text: string): readonly DeviceFilter[] {
  if (!canBeSerial(text)) return [];
  return [...new Set([text, text.toUpperCase(), ...bareForms(text), ...zeroForms(text), ...groupedForms(text)])].map(
    (serial) => eq('serialNumber', serial),
  );
}

const swapped = (text: string, from: string, to: string): string =>
  Array.from(text, (letter) => to.charAt(from.indexOf(letter)) || letter).join('');

/** Variants of a number in which letters may have been mistaken for digits, or digits for letters. */
function alikeForms(number: string): readonly string[] {
  const upper = number.toUpperCase();
  const forms = [
    swapped(upper, 'O', '0'),
    swapped(upper, '0', 'O'),
    swapped(upper, 'OQILSBZ', '0011582'),
    swapped(upper, '01582', 'OISBZ'),
  ];
  return [...new Set(forms)].filter((form) => form !== upper);
}

const ENTITIES: readonly (readonly [sign: string, forms: readonly string[]])[] = [
  ["'", ['’', '&apos;', '&#39;']],
  ['’', ["'", '&apos;', '&#39;']],
  ['&', ['&amp;']],
  ['"', ['&quot;']],
  ['<', ['&lt;']],
  ['>', ['&gt;']],
  ['–', ['-']],
  ['—', ['-']],
  ['‐', ['-']],
  ['‑', ['-']],
  ['−', ['-']],
];
const DOUBLED: readonly (readonly [string, string])[] = [
  ['ss', 'ß'],
  ['ae', 'ä'],
  ['oe', 'ö'],
  ['ue', 'ü'],
  ['oe', 'ø'],
  ['ae', 'æ'],
  ['aa', 'å'],
];

/**
 * Other ways in which Intune may store a text: it stores and compares some characters as entities, and it distinguishes kinds of
 * apostrophes, dashes and letters.
 */
function rawForms(text: string): readonly string[] {
  const signs = ENTITIES.flatMap(([sign, forms]) =>
    text.includes(sign) ? forms.map((form) => text.replaceAll(sign, form)) : [],
  );
  const lower = text.toLowerCase();
  const doubled = DOUBLED.flatMap(([two, one]) => (lower.includes(two) ? [lower.replaceAll(two, one)] : []));
  const bare = bareLetters(text);
  return [...new Set([...signs, ...(bare === lower ? [] : [bare]), ...doubled, ...inOtherKana(text)])].filter(
    (form) => form !== text,
  );
}

const longest = (words: readonly string[]): string => words.reduce((a, b) => (b.length > a.length ? b : a), '');

interface Wanted {
  readonly filters: readonly DeviceFilter[];
  /** Requested only if the batch has room. */
  readonly more: readonly DeviceFilter[];
}

function wordsFilters(text: string): Wanted {
  const key = longest(text.split(/\s+/u));
  const isLong = text.length > NAME_LIMIT;
  const filters = [
    ...(isLong ? [] : [eq('deviceName', text)]),
    contains('deviceName', key),
    ...serialFilters(key),
    ...(text === key ? [] : serialFilters(text)),
    ...digitFilters(text),
    contains('model', key),
    ...addressForms(key).map((word) => contains('emailAddress', word)),
  ];
  const forms = isLong ? [] : rawForms(text);
  return {
    filters: forms.some((form) => form.includes('&'))
      ? [...filters, ...forms.map((form) => contains('deviceName', form))]
      : filters,
    more: [...forms.map((form) => contains('deviceName', form)), ...endFilters(text), ...beginFilters(text)],
  };
}

/** A text as people write it, and as it was typed if that differs. */
function typedFilters(text: string): Wanted {
  const { filters, more } = wordsFilters(even(text));
  return {
    filters,
    more: even(text) === text || text.length > NAME_LIMIT ? more : [contains('deviceName', text), ...more],
  };
}

function nameFilters(text: string): Wanted {
  if (text.length > NAME_LIMIT) return { filters: [], more: [] };
  return { filters: [contains('deviceName', text)], more: rawForms(text).map((form) => contains('deviceName', form)) };
}

const onlyThese = (filters: readonly DeviceFilter[]): Wanted => ({ filters, more: [] });
const digitsOf = (text: string): string => text.replace(/\D/gu, '');

/** The last digits of a name: Intune finds a name only with its own separators. The result is filtered here. */
function endFilters(text: string): readonly DeviceFilter[] {
  const end = /^[A-Za-z][A-Za-z0-9 ._-]*?(\d{4,12})$/u.exec(text)?.[1];
  return end === undefined ? [] : [contains('deviceName', end)];
}

/** A name without its separators: Intune is asked for its first word. The result is filtered here. */
function beginFilters(text: string): readonly DeviceFilter[] {
  const begin =
    /^([A-Za-z]{4,20})\d{1,3}$/u.exec(text)?.[1] ??
    (/^[A-Z][A-Za-z]{5,40}$/u.test(text) ? /^[A-Z][a-z]{3,20}(?=[A-Z])/u.exec(text)?.[0] : undefined);
  return begin === undefined ? [] : [contains('deviceName', begin)];
}

/** Digits alone may also be an IMEI or a phone number. */
function digitFilters(text: string): readonly DeviceFilter[] {
  if (!/^\d{7,16}$/.test(text)) return [];
  return text.length < 14 ? [contains('phoneNumber', text.replace(/^0+/, ''))] : [eq('imei', text)];
}

const isHardwareAddress = (text: string): boolean => takeMacs(text).rest !== text;

/** Intune finds parts of values only in names and addresses. */
const piecesFilters = (text: string): readonly DeviceFilter[] => {
  const key = longest(text.split(' '));
  return [contains('deviceName', key), ...serialFilters(key), contains('emailAddress', key)];
};

/** First and last name, typed as one word. */
export const isRunTogether = ({ reading, text }: Pick<TextReading, 'reading' | 'text'>): boolean =>
  reading.kind === 'person' &&
  /^\p{Script=Latin}+$/u.test(reading.text) &&
  text !== reading.text &&
  /[ .-]/u.test(text);

/** Other spellings of a name, requested if the batch has room. */
const OTHER_WAYS = 6;

/** The longest word of a name, which is in most addresses; all of a name typed as one word, as addresses often join names. */
function personFilters(text: string, alternatives: readonly string[]): Wanted {
  const inAddress = (one: string): readonly DeviceFilter[] =>
    addressForms(longest(one.split(' ')))
      .filter((word) => word.length > 1)
      .map((word) => contains('emailAddress', word));
  const first = inAddress(text);
  const ways = alternatives.flatMap(inAddress).filter(({ value }) => first.every((one) => one.value !== value));
  return { filters: first, more: [...new Map(ways.map((way) => [way.value, way])).values()].slice(0, OTHER_WAYS) };
}

function filtersOf({ reading, text, alternatives = [], mode, similar, whole }: TextReading): Wanted {
  const texts = [text, ...alternatives];
  // Intune cannot filter by hardware address, and nothing else looks like one.
  if (isHardwareAddress(text)) return onlyThese([]);
  // The boundary between the two names is a guess, so the halves alone are not requested.
  if (isRunTogether({ reading, text }) && whole === true) return onlyThese([]);
  if (isRunTogether({ reading, text })) return { filters: [], more: personFilters('', [text, ...alternatives]).more };
  // Guesses are requested if the batch has room.
  if (similar === true && mode === 'as-typed' && (reading.kind === 'heard' || reading.kind === 'serial'))
    return { filters: [], more: texts.slice(0, GUESSES).flatMap(serialFilters) };
  switch (reading.kind) {
    case 'text':
      return text === '' ? onlyThese([]) : typedFilters(text);
    case 'name':
      return nameFilters(text);
    case 'serial':
      return onlyThese(texts.slice(0, 3).flatMap(serialFilters));
    case 'joined':
      return onlyThese([
        ...serialFilters(text),
        contains('deviceName', text),
        ...(digitsOf(text) === text ? [contains('phoneNumber', text)] : []),
      ]);
    case 'id':
      return onlyThese([eq('azureADDeviceId', text)]);
    case 'imei':
      return onlyThese([eq('imei', text), ...serialFilters(text)]);
    case 'phone':
      return onlyThese(texts.map((digits) => contains('phoneNumber', digits)));
    case 'address':
      return onlyThese([
        eq('userPrincipalName', text),
        contains('emailAddress', text),
        ...alternatives.filter((other) => /[a-z]$/u.test(other)).map((other) => eq('userPrincipalName', other)),
      ]);
    case 'account':
      return onlyThese([contains('emailAddress', text)]);
    case 'pieces':
      return onlyThese(piecesFilters(text));
    case 'person':
    case 'romanised':
      return personFilters(text, alternatives);
    case 'heard':
      return { filters: [], more: canBeSerial(text) ? alikeForms(text).map((form) => eq('serialNumber', form)) : [] };
    case 'mac':
    case 'typo':
    case 'rest':
      return onlyThese([]);
  }
}

const isUseful = ({ value }: DeviceFilter): boolean => value.trim() !== '' && /[\p{L}\p{N}]/u.test(value);

/** The filters that find what a text names, those of the most certain readings first. */
export function filtersFor(readings: readonly TextReading[]): readonly DeviceFilter[] {
  const wanted = readings.map(filtersOf);
  const all = [...wanted.flatMap(({ filters }) => filters), ...wanted.flatMap(({ more }) => more)].filter(isUseful);
  return [...new Map(all.map((filter) => [JSON.stringify(filter), filter])).values()].slice(0, FILTER_LIMIT);
}
