import type { DeviceForm } from './forms';
import { accountPart, takeAccounts, takeDistinguishedNames } from './grammar/accounts';
import { takeAddresses, withoutMentions } from './grammar/addresses';
import { apartTexts } from './grammar/apart';
import { takeAssets } from './grammar/assets';
import { withoutForms } from './grammar/form-words';
import { takeIds, takeMacs } from './grammar/ids';
import { initialTexts, kanaTexts, respelledTexts, romanisedTexts } from './grammar/kana';
import { takeLabelled } from './grammar/labelled';
import { takeMachineSerials, takeNumbers } from './grammar/numbers';
import { ASSET_FIELDS, distinct, type Part, PERSON_FIELDS } from './grammar/part';
import { peopleIn, withoutHonorifics } from './grammar/people';
import { asTyped, canBeAsked, plain, spaced, wordsIn } from './grammar/plain';
import { scannedParts, withoutScannerSigns } from './grammar/scanned';
import { unpieced, unspelled } from './grammar/spelled';
import { projectTicket, takeTickets } from './grammar/tickets';
import type { ReadingKind } from './reading';
import type { SearchReading } from './stages';

/** A reading of a text, and what of the text it leaves aside although it can name something. */
export interface TextReading extends SearchReading {
  /** Told as not found when this reading is the one that finds. */
  readonly without?: readonly string[];
}

/** One text of the search box, taken apart. */
export interface Understanding {
  /** As it was typed, on one line. */
  readonly text: string;
  /** How it can be read, the surest first; the text as it is leads, but for letters that were spelled out. No two are shown alike. Empty for an empty text. */
  readonly stages: readonly (readonly TextReading[])[];
  /** The words to look for when nothing has all of them. */
  readonly rest: string;
  /** The ids in it; of which kind they are cannot be seen. */
  readonly ids: readonly string[];
  /** The number of a ticket, to be offered as that of the card. */
  readonly ticket: string | null;
  /** False when there is no letter and no digit in it: nothing is called so. */
  readonly canBeAsked: boolean;
}

/** Readings of a stage at most; a pasted list may be long. */
const MANY = 12;
/** In so few words none is said for nothing. */
const FEW = 3;
/** A text of more words is a sentence: it names nothing as a whole. */
const PHRASE = 6;

/** Everything in a text that can name something, by what it names. */
interface Found {
  readonly devices: readonly Part[];
  readonly scanned: readonly Part[];
  readonly accounts: readonly Part[];
  /** Sign-in names without a domain, as a part of others. */
  readonly locals: readonly Part[];
  readonly people: readonly Part[];
  /** What is left: no label, ticket, number or address. */
  readonly words: readonly string[];
  /** All words but those of labels and tickets. */
  readonly all: readonly string[];
  readonly ticket: string | null;
}

const DEVICE_KINDS: ReadonlySet<ReadingKind> = new Set(['id', 'name', 'serial', 'imei', 'mac']);
const ACCOUNT_KINDS: ReadonlySet<ReadingKind> = new Set(['address', 'account', 'phone']);

/** What stands before the @ of an address, whatever the domain: after a merger people have another one. */
function localOf({ kind, text }: Part): readonly Part[] {
  const local = text.split('@', 1)[0] ?? '';
  if (kind === 'address' && local.length >= 4) return [accountPart(local)];
  const words = local.split(/[._]/u).filter((word) => word !== '');
  return kind === 'account' && local.length >= 3 ? [{ kind: 'person', text: local, ...(words.length > 1 ? { alternatives: [words.join(' ')] } : {}), fields: PERSON_FIELDS }] : [];
}

function takeApart(text: string): Found {
  const machines = takeMachineSerials(text);
  const ids = takeIds(machines.rest);
  const addresses = takeAddresses(ids.rest);
  const named = takeDistinguishedNames(addresses.rest);
  const accounts = takeAccounts(named.rest);
  const tickets = takeTickets(accounts.rest);
  const labelled = takeLabelled(tickets.rest);
  const macs = takeMacs(labelled.rest);
  const numbers = takeNumbers(macs.rest);
  const assets = takeAssets(numbers.rest);
  const scanned = scannedParts(text);
  const parts = [machines, ids, addresses, named, accounts, labelled, macs, numbers, assets].flatMap((taken) => taken.parts);
  const devices = distinct([...scanned.sure, ...(scanned.sure.length > 0 ? [] : parts.filter(({ kind }) => DEVICE_KINDS.has(kind)))]);
  return {
    devices,
    scanned: scanned.possible,
    accounts: distinct(parts.filter(({ kind }) => ACCOUNT_KINDS.has(kind))),
    locals: distinct(parts.flatMap(localOf)),
    people: distinct([...parts.filter(({ kind }) => kind === 'person'), ...peopleIn(assets.rest)]),
    words: wordsIn(assets.rest),
    all: wordsIn(labelled.bare),
    ticket: tickets.ticket ?? (new Set(devices.map(({ text: told }) => told)).size > 1 ? projectTicket(text) : null),
  };
}

const asReading = (part: Part, more: Partial<TextReading> = {}): TextReading => {
  const { kind, text, alternatives, fields } = part;
  const ways = alternatives === undefined || alternatives.length === 0 ? {} : { alternatives };
  return { reading: { kind, text: text.replace(/@$/u, '') }, text, mode: 'as-typed', ...ways, ...(fields ? { fields } : {}), ...more };
};

const textsOf = (parts: readonly Part[]): readonly string[] => [...new Set(parts.map(({ text }) => text.replace(/@$/u, '')))];

const evenly = (text: string): string => text.normalize('NFKC').toLowerCase();

function keyOf({ text, mode, fields, form, alternatives }: TextReading): string {
  return JSON.stringify([evenly(text), mode, fields, form, alternatives]);
}

/** Stages without readings that can find no more than an earlier one, and without those that say nothing. */
function tidy(stages: readonly (readonly TextReading[])[]): readonly (readonly TextReading[])[] {
  const seen = new Set<string>();
  const everywhere = new Set<string>();
  const isNew = (reading: TextReading): boolean => {
    const { text, mode, fields, form, alternatives } = reading;
    const key = keyOf(reading);
    // Intune is asked for ids in other ways than for words.
    const isCovered = mode === 'as-typed' && reading.reading.kind !== 'id' && alternatives === undefined && everywhere.has(evenly(text));
    if (isCovered || seen.has(key) || !(canBeAsked(text) || form !== undefined)) return false;
    seen.add(key);
    if (mode === 'as-typed' && fields === undefined && form === undefined) everywhere.add(evenly(text));
    return true;
  };
  return stages.map((stage) => stage.filter(isNew).slice(0, MANY)).filter((stage) => stage.length > 0);
}

const withWithout = (texts: readonly string[]): Partial<TextReading> => (texts.length > 0 ? { without: texts } : {});

interface Phrase {
  readonly words: readonly string[];
  readonly form: DeviceForm | null;
  /** The words that named the form. */
  readonly said: readonly string[];
  readonly isPerson: boolean;
}

/** The words without politeness and without words for devices. */
function phraseOf(words: readonly string[]): Phrase {
  const first = withoutHonorifics(words);
  const { words: left, form, said } = withoutForms(first.words);
  const { words: names, isPerson } = withoutHonorifics(left);
  return { words: names, form, said, isPerson: isPerson || first.isPerson };
}

/** The readings that name a person, first the devices of the form that was named, then all of theirs. */
function personStages(found: Found, phrase: Phrase): readonly (readonly TextReading[])[] {
  const { words, form, said, isPerson } = phrase;
  const missed = textsOf(found.devices);
  const without = withWithout(missed);
  const noAddress = withWithout([...missed, ...textsOf(found.accounts.filter(({ kind: named }) => named === 'address'))]);
  const noPerson = withWithout([...missed, ...textsOf(found.accounts)]);
  const isPhrase = words.length <= PHRASE && words.some((word) => /\p{L}{2}|[^\x20-\x7e]/u.test(word));
  const people = found.people.map((part) => {
    const text = phraseOf(part.text.split(' ')).words.join(' ') || part.text;
    // Of a few words each one was meant; a sentence is left aside.
    const others = words.length <= FEW ? words.filter((word) => !text.split(' ').includes(word)) : [];
    return asReading({ ...part, text }, withWithout([...(noPerson.without ?? []), ...others]));
  });
  const kind = isPerson && !people.some(({ text }) => text === words.join(' ')) ? 'person' : 'text';
  const stages = [
    found.accounts.map((part) => asReading(part, without)),
    found.locals.map((part) => asReading(part, noAddress)),
    people,
    isPhrase ? [asReading({ kind, text: words.join(' ') }, noPerson)] : [],
    isPhrase ? romanisedStage(words, noPerson) : [],
    isPhrase ? initialStage(words, noPerson) : [],
    isPhrase ? respelledStage(words, noPerson) : [],
    isPhrase ? apartTexts(words).map((text) => asReading({ kind: 'person', text, fields: PERSON_FIELDS }, noPerson)) : [],
  ];
  if (form === null) return stages;
  const ofForm = stages.map((stage) => stage.map((reading) => ({ ...reading, form, reading: { ...reading.reading, form } })));
  const ofAny = stages.map((stage) => stage.map((reading) => ({ ...reading, ...withWithout([...(reading.without ?? []), ...said]) })));
  const onlyForm: TextReading[] = words.length === 0 && found.accounts.length + found.people.length === 0 ? [{ reading: { kind: 'text', text: said.join(' '), form }, text: '', mode: 'as-typed', form }] : [];
  return [...ofForm, onlyForm, ...ofAny];
}

function romanisedStage(words: readonly string[], more: Partial<TextReading>): readonly TextReading[] {
  const latin = romanisedTexts(words);
  const [first, ...others] = latin.length > 0 ? latin : kanaTexts(words);
  return first === undefined ? [] : [asReading({ kind: 'romanised', text: first, alternatives: others, fields: latin.length > 0 ? PERSON_FIELDS : ['userName'] }, more)];
}

function initialStage(words: readonly string[], more: Partial<TextReading>): readonly TextReading[] {
  const [first, ...others] = initialTexts(words);
  return first === undefined ? [] : [asReading({ kind: 'romanised', text: first, alternatives: others, fields: ['upn', 'mail'] }, more)];
}

/** A name in Latin letters as others romanise it. */
function respelledStage(words: readonly string[], more: Partial<TextReading>): readonly TextReading[] {
  const [first, ...others] = respelledTexts(words);
  return first === undefined ? [] : [asReading({ kind: 'romanised', text: first, alternatives: others, fields: PERSON_FIELDS }, more)];
}

/** The parts of a pasted list, each for itself. */
function listStage(text: string): readonly TextReading[] {
  const items = text.split(/[,;|\n、；]+/u).map((item) => phraseOf(wordsIn(item)).words.join(' '));
  const named = items.filter((item) => item.length >= 3 && item.split(' ').length <= 3);
  return named.length > 1 ? named.map((item) => asReading({ kind: 'text', text: item })) : [];
}

/** What may have been heard or typed wrong. */
function similarStages(found: Found, whole: string, joined: readonly string[]): readonly (readonly TextReading[])[] {
  const numbers = [...found.devices, ...found.scanned].filter(({ kind, text }) => (kind === 'serial' || kind === 'name') && text.length >= 4);
  const words = wordsIn(whole);
  const single = words.length === 1 && /^[A-Za-z0-9._-]{4,40}$/u.test(whole) ? [whole] : [];
  const texts = [...new Set([...joined, ...textsOf(numbers), ...single])].slice(0, 4);
  const heard = texts.map((text): TextReading => ({ reading: { kind: 'heard', text }, text, mode: 'heard', fields: ASSET_FIELDS }));
  const mistyped = [...(words.length <= PHRASE ? [whole] : []), ...texts, ...textsOf(found.accounts.filter(({ kind }) => kind !== 'phone')), ...textsOf(found.people)].slice(0, 6);
  const typo = [...new Set(mistyped)].map((text): TextReading => ({ reading: { kind: 'typo', text }, text, mode: 'typo' }));
  return [heard, typo];
}

/** Takes a text apart into what can name something, by every way that people write, paste, scan and say it. */
export function understand(raw: string): Understanding {
  const text = asTyped(raw);
  const typed: TextReading = { reading: { kind: 'text', text }, text, mode: 'as-typed' };
  if (text === '') return { text, stages: [], rest: '', ids: [], ticket: null, canBeAsked: false };
  if (!canBeAsked(text)) return { text, stages: [[typed]], rest: '', ids: [], ticket: null, canBeAsked: false };
  const even = withoutMentions(plain(raw));
  const said = unspelled(even);
  const bare = withoutScannerSigns(said ?? even);
  const found = takeApart(spaced(bare));
  const phrase = phraseOf(found.words);
  const whole = found.all.join(' ');
  const devices = found.devices.map((part) => asReading(part));
  const pieces = unpieced(even);
  const spelled = said !== null && !said.includes(' ') ? said : null;
  const joined = [spelled ?? pieces].filter((one) => one !== null);
  // Names of people are spelled too.
  const together = joined.map((text) => asReading({ kind: 'joined', text, ...(/\d/u.test(text) ? { fields: [...ASSET_FIELDS, 'phone'] } : {}) }));
  const similar = similarStages(found, whole, joined);
  // Letters one by one are in every device: what they spell goes first.
  const first = said === null ? [together, [typed], [asReading({ kind: 'text', text: bare })], devices] : [together, devices, ...(spelled === null ? [] : similar), [typed]];
  const stages = tidy([
    ...first,
    found.scanned.map((part) => asReading(part)),
    ...personStages(found, phrase),
    ...(found.devices.length + found.accounts.length + found.people.length > 0 ? [] : [listStage(even)]),
    [asReading({ kind: 'text', text: whole })],
    ...similar,
  ]);
  return { text, stages, rest: whole, ids: found.devices.flatMap(({ kind, text: id }) => (kind === 'id' ? [id] : [])), ticket: found.ticket, canBeAsked: true };
}
