import type { DeviceForm } from './forms';
import { apartTexts, runTogetherNames } from './grammar/apart';
import { withoutForms } from './grammar/form-words';
import { initialTexts, isDoubtfullyJapanese, kanaTexts, respelledTexts, romanisedTexts } from './grammar/kana';
import { type Part, PERSON_FIELDS } from './grammar/part';
import { withoutHonorifics, withoutOwnersS } from './grammar/people';
import { asReading, type TextReading, textsOf, withWithout } from './readings';

/** In a text of at most this many words, every word is meant. */
const FEW = 3;
/** A text of more words is a sentence: it identifies nothing as a whole. */
export const PHRASE = 6;

/** Everything in a text that may identify something, by kind. */
export interface Found {
  readonly devices: readonly Part[];
  readonly scanned: readonly Part[];
  readonly accounts: readonly Part[];
  /** Sign-in names without a domain that are parts of longer ones. */
  readonly locals: readonly Part[];
  readonly people: readonly Part[];
  /** The rest, without labels, tickets, numbers and addresses. */
  readonly words: readonly string[];
  /** All words except for labels and tickets. */
  readonly all: readonly string[];
  readonly ticket: string | null;
}

export interface Phrase {
  readonly words: readonly string[];
  readonly form: DeviceForm | null;
  /** The words that mean the form. */
  readonly said: readonly string[];
  readonly isPerson: boolean;
}

/** The words without polite phrases and without words for devices. */
export function phraseOf(words: readonly string[]): Phrase {
  const first = withoutHonorifics(words);
  const { words: left, form, said } = withoutForms(first.words);
  const { words: names, isPerson } = withoutHonorifics(left);
  return { words: names, form, said, isPerson: isPerson || first.isPerson };
}

/** The readings that identify a person: first their devices of the named form, then all of their devices. */
export function personStages(found: Found, phrase: Phrase): readonly (readonly TextReading[])[] {
  const { words, form, said, isPerson } = phrase;
  const missed = textsOf(found.devices);
  const without = withWithout(missed);
  const noAddress = withWithout([
    ...missed,
    ...textsOf(found.accounts.filter(({ kind: named }) => named === 'address')),
  ]);
  const noPerson = withWithout([...missed, ...textsOf(found.accounts)]);
  const isPhrase = words.length <= PHRASE && words.some((word) => /\p{L}{2}|[^\x20-\x7e]/u.test(word));
  const people = found.people.map((part) => {
    const text = phraseOf(part.text.split(' ')).words.join(' ') || part.text;
    // In a short text every word is meant; a sentence is left out.
    const others = words.length <= FEW ? words.filter((word) => !text.split(' ').includes(word)) : [];
    return asReading({ ...part, text }, withWithout([...(noPerson.without ?? []), ...others]));
  });
  const kind = isPerson && !people.some(({ text }) => text === words.join(' ')) ? 'person' : 'text';
  const owner = said.length > 0 ? withoutOwnersS(words) : null;
  const stages = [
    found.accounts.map((part) => asReading(part, without)),
    found.locals.map((part) => asReading(part, noAddress)),
    people,
    isPhrase ? [asReading({ kind, text: words.join(' ') }, noPerson)] : [],
    isPhrase && owner !== null ? [asReading({ kind: 'person', text: owner, fields: PERSON_FIELDS }, noPerson)] : [],
    isPhrase ? romanisedStage(words, noPerson) : [],
    isPhrase ? initialStage(words, noPerson) : [],
    isPhrase && !isDoubtfullyJapanese(words) ? respelledStage(words, noPerson) : [],
    isPhrase
      ? apartTexts(words).map((text) => asReading({ kind: 'person', text, fields: PERSON_FIELDS }, noPerson))
      : [],
    isPhrase ? runTogetherNames(words).map((part) => asReading(part, noPerson)) : [],
    isPhrase && isDoubtfullyJapanese(words) ? respelledStage(words, noPerson) : [],
  ];
  if (form === null) return stages;
  const ofForm = stages.map((stage) =>
    stage.map((reading) => ({ ...reading, form, reading: { ...reading.reading, form } })),
  );
  const ofAny = stages.map((stage) =>
    stage.map((reading) => ({ ...reading, ...withWithout([...(reading.without ?? []), ...said]) })),
  );
  const onlyForm: TextReading[] =
    words.length === 0 && found.devices.length + found.accounts.length + found.people.length === 0
      ? [{ reading: { kind: 'text', text: said.join(' '), form }, text: '', mode: 'as-typed', form }]
      : [];
  return [...ofForm, onlyForm, ...ofAny];
}

function romanisedStage(words: readonly string[], more: Partial<TextReading>): readonly TextReading[] {
  const latin = romanisedTexts(words);
  const [first, ...others] = latin.length > 0 ? latin : kanaTexts(words);
  return first === undefined
    ? []
    : [
        asReading(
          {
            kind: 'romanised',
            text: first,
            alternatives: others,
            fields: latin.length > 0 ? PERSON_FIELDS : ['userName'],
          },
          more,
        ),
      ];
}

function initialStage(words: readonly string[], more: Partial<TextReading>): readonly TextReading[] {
  const [first, ...others] = initialTexts(words);
  return first === undefined
    ? []
    : [asReading({ kind: 'romanised', text: first, alternatives: others, fields: ['upn', 'mail'] }, more)];
}

/** Other romanisations of a name in Latin letters. */
function respelledStage(words: readonly string[], more: Partial<TextReading>): readonly TextReading[] {
  const [first, ...others] = respelledTexts(words);
  if (first === undefined) return [];
  return [
    asReading(
      {
        kind: 'romanised',
        text: first,
        alternatives: others,
        fields: PERSON_FIELDS,
        ...(isDoubtfullyJapanese(words) && { similar: true }),
      },
      more,
    ),
  ];
}
