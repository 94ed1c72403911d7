import { EDGE, SEPARATORS } from '../columns/characters';
import type { Character, Term } from './term';
import { charactersOf, keysOf, makeTerm } from './term';

/** Characters after which a word may start. */
const LEADS: readonly number[] = [EDGE, ...SEPARATORS];

/** Lists (keys within one text) that certainly contain every text with the mistyped word. */
export interface TypoStep {
  /** For each of LEADS the lists that must all match; null: the word may be anywhere. */
  readonly byLead: readonly (readonly number[])[] | null;
  readonly keys: readonly number[];
  /** One or two further characters that the text contains, but that no list of this text covers. */
  readonly rest: Term | null;
}

const plansOfWord = new Map<string, readonly TypoStep[]>();
const KEPT_PLANS = 32;

const after = (lead: number, characters: readonly Character[]): readonly number[] =>
  keysOf([{ code: lead, mark: lead }, ...characters]);

/** Adjacent characters swapped at `place`, everything else correct. */
function swapped(characters: readonly Character[], place: number): TypoStep {
  const copy = [...characters];
  const [first, second] = characters.slice(place, place + 2);
  if (first && second) copy.splice(place, 2, second, first);
  return { byLead: LEADS.map((lead) => after(lead, copy)), keys: [], rest: null };
}

/** A wrong, missing or additional character at `place`; everything before and after it is correct. */
function broken(characters: readonly Character[], text: readonly string[], place: number): TypoStep {
  const before = characters.slice(0, place);
  const keys = keysOf(characters.slice(place + 1));
  const byLead = LEADS.map((lead) => after(lead, before));
  const rest = text.slice(place + 1).join('');
  return {
    byLead: byLead.every((some) => some.length > 0) ? byLead : null,
    keys,
    rest: keys.length > 0 || rest === '' ? null : makeTerm(rest),
  };
}

/** The steps of the search for a mistyped word, those with few rows first. Together they cover every single typo. */
export function typoSteps(word: string): readonly TypoStep[] {
  const known = plansOfWord.get(word);
  if (known !== undefined) return known;
  const text = Array.from(word);
  const characters = charactersOf(word);
  const places = text.map((_, place) => text.length - 1 - place);
  const steps = [
    ...places
      .filter((place) => place + 1 < text.length && text[place] !== text[place + 1])
      .map((place) => swapped(characters, place)),
    ...places.map((place) => broken(characters, text, place)),
  ];
  if (plansOfWord.size >= KEPT_PLANS) plansOfWord.clear();
  plansOfWord.set(word, steps);
  return steps;
}
