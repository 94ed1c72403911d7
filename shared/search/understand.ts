import { accountPart, takeAccounts, takeDistinguishedNames } from './grammar/accounts';
import { takeAddresses, withoutMentions } from './grammar/addresses';
import { takeAssets } from './grammar/assets';
import { takeIds, takeMacs } from './grammar/ids';
import { takeLabelled } from './grammar/labelled';
import { withLatinShapes } from './grammar/look-alikes';
import { takeMachineSerials } from './grammar/machines';
import { takeNumbers } from './grammar/numbers';
import { ASSET_FIELDS, distinct, type Part, PERSON_FIELDS } from './grammar/part';
import { peopleIn } from './grammar/people';
import { broken, knownPieces, otherPieces, readAgain, withZeros } from './grammar/pieces';
import { asTyped, canBeAsked, plain, spaced, wordsIn } from './grammar/plain';
import { scannedParts, withoutScannerSigns } from './grammar/scanned';
import { unpieced, unspelled } from './grammar/spelled';
import { projectTicket, takeTickets } from './grammar/tickets';
import { type Found, personStages, phraseOf } from './person-stages';
import type { ReadingKind } from './reading';
import { asReading, type TextReading, tidy, withWithout } from './readings';
import { heardReading, similarStages } from './similar-stages';

/** A parsed text of the search box. */
export interface Understanding {
  /** As typed, on one line. */
  readonly text: string;
  /**
   * Its readings, the most certain first: the literal text first, except for letters that were spelled out. No two look
   * the same in the window, except when the first of them requires a whole field. Empty for an empty text.
   */
  readonly stages: readonly (readonly TextReading[])[];
  /** The words to search for if no device contains all of them. */
  readonly rest: string;
  /** The ids in it; their kind cannot be recognized. */
  readonly ids: readonly string[];
  /** A ticket number, proposed for the card. */
  readonly ticket: string | null;
  /** False without any letter or digit: no name consists only of other characters. */
  readonly canBeAsked: boolean;
}

const DEVICE_KINDS: ReadonlySet<ReadingKind> = new Set(['id', 'name', 'serial', 'imei', 'mac']);
const ACCOUNT_KINDS: ReadonlySet<ReadingKind> = new Set(['address', 'account', 'phone']);

/** The part before the @ of an address, for any domain: after a merger people have another one. */
function localOf({ kind, text }: Part): readonly Part[] {
  const local = text.split('@', 1)[0] ?? '';
  if (kind === 'address' && local.length >= 4) return [accountPart(local)];
  const words = local.split(/[._]/u).filter((word) => word !== '');
  return kind === 'account' && local.length >= 3
    ? [
        {
          kind: 'person',
          text: local,
          ...(words.length > 1 ? { alternatives: [words.join(' ')] } : {}),
          fields: PERSON_FIELDS,
        },
      ]
    : [];
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
  const parts = [machines, ids, addresses, named, accounts, labelled, macs, numbers, assets].flatMap(
    (taken) => taken.parts,
  );
  const devices = distinct([
    ...scanned.sure,
    ...(scanned.sure.length > 0 ? [] : parts.filter(({ kind }) => DEVICE_KINDS.has(kind))),
  ]);
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

/** The parts of a pasted list, each on its own. */
function listStage(text: string): readonly TextReading[] {
  const items = text.split(/[,;|\n、；]+/u).map((item) => phraseOf(wordsIn(item)).words.join(' '));
  const named = items.filter((item) => item.length >= 3 && item.split(' ').length <= 3);
  return named.length > 1 ? named.map((item) => asReading({ kind: 'text', text: item })) : [];
}

/** A sign-in name without a domain: its owner comes before people with a longer name. */
const SIGN_IN = /^\p{L}[\p{L}'-]*[._]\p{L}[\p{L}'-]*\d{0,3}$/u;

/** The literal text, after readings that require a whole field and before those that match a part. */
function typedStage(text: string, joined: string | null): readonly TextReading[] {
  const typed: Part = { kind: 'text', text, told: text };
  const pieces: readonly Part[] =
    joined === null ? [] : [{ kind: 'joined', text: joined, fields: ASSET_FIELDS, whole: true }];
  const account: readonly Part[] = SIGN_IN.test(text) ? [{ ...typed, whole: true }, accountPart(text)] : [];
  const all = joined === null && account.length === 0 ? withZeros(typed) : [...pieces, ...account, typed];
  return all.map((part) => asReading(part));
}

/** A text with look-alike letters of another alphabet: its reading in Latin letters is a guess. */
function lookAlikeStages(even: string): readonly (readonly TextReading[])[] {
  const latin = withLatinShapes(even);
  if (latin === null) return [];
  return understand(latin).stages.map((stage) =>
    stage.map((reading): TextReading => (reading.mode === 'as-typed' ? { ...reading, similar: true } : reading)),
  );
}

/** Parses a text into the parts that may identify something, in every way that people write, paste, scan and say it. */
export function understand(raw: string): Understanding {
  const text = asTyped(raw);
  if (text === '') return { text, stages: [], rest: '', ids: [], ticket: null, canBeAsked: false };
  if (!canBeAsked(text))
    return { text, stages: [[asReading({ kind: 'text', text })]], rest: '', ids: [], ticket: null, canBeAsked: false };
  const even = withoutMentions(plain(raw));
  const called = unspelled(even);
  const said = called === null || called.isGuess ? null : called.text;
  const bare = withoutScannerSigns(said ?? even);
  const found = takeApart(spaced(bare));
  const phrase = phraseOf(found.words);
  const whole = found.all.join(' ');
  // The pairs of a hardware address are not parts of a number.
  const isMac = found.devices.some(({ kind }) => kind === 'mac');
  const inPieces = said === null && !isMac ? broken(even) : null;
  const devices = found.devices.flatMap((part) =>
    withZeros(part).map((one) => asReading(one, withWithout(otherPieces(inPieces?.words ?? [], part.text)))),
  );
  const pieces = isMac ? null : unpieced(even);
  const spelled = said !== null && !said.includes(' ') ? said : null;
  const joined = [spelled ?? pieces].filter((one) => one !== null);
  // Names of people are spelled too.
  const together = joined.map((one) =>
    asReading({ kind: 'joined', text: one, ...(/\d/u.test(one) ? { fields: [...ASSET_FIELDS, 'phone'] } : {}) }),
  );
  const similar = similarStages(found, {
    whole,
    even,
    joined: [
      ...joined,
      ...(inPieces === null ? [] : [inPieces.joined]),
      ...(called?.isGuess === true ? [called.text] : []),
    ],
  });
  const again = readAgain(even);
  // A percent sign may be a placeholder too.
  const known = knownPieces(even) ?? knownPieces(text);
  const typed = typedStage(text, inPieces?.joined ?? null);
  // Single letters match every device: what they spell comes first.
  const first =
    said === null
      ? [
          together,
          typed,
          [asReading({ kind: 'text', text: bare })],
          again === null ? [] : [asReading(again)],
          inPieces === null ? [] : [heardReading(inPieces.joined)],
          devices,
        ]
      : [together, devices, ...(spelled === null ? [] : similar), typed];
  const stages = tidy([
    ...first,
    found.scanned.map((part) => asReading(part)),
    known === null ? [] : [asReading({ kind: 'pieces', text: known })],
    ...personStages(found, phrase),
    ...(found.devices.length + found.accounts.length + found.people.length > 0 ? [] : [listStage(even)]),
    [asReading({ kind: 'text', text: whole })],
    ...lookAlikeStages(even),
    ...similar,
  ]);
  return {
    text,
    stages,
    rest: whole,
    ids: found.devices.flatMap(({ kind, text: id }) => (kind === 'id' ? [id] : [])),
    ticket: found.ticket,
    canBeAsked: true,
  };
}
