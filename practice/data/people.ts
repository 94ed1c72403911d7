import { landmarkPeople } from './landmarks';
import type { NameCulture } from './names';
import { cultures, jobTitles, offices } from './names';
import { draw, guidCodec, pick, remember, share } from './random';

/** A member of the practice tenant's directory, in the words of the Graph user resource. */
export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly jobTitle: string;
  readonly officeLocation: string;
  readonly preferredLanguage: string;
}

export const PRACTICE_DOMAIN = 'contoso.example';

export interface People {
  readonly count: number;
  readonly at: (index: number) => Person;
  /** Sign-in name without building the whole person: searches run over every one. */
  readonly upn: (index: number) => string;
  readonly displayName: (index: number) => string;
  readonly mail: (index: number) => string | null;
  /** Accepts an object id or a sign-in name, as Graph does in /users/{id}. */
  readonly find: (idOrUpn: string) => number | undefined;
}

interface Naming {
  readonly culture: NameCulture;
  readonly combination: number;
  readonly suffix: string;
}

const sizes = cultures.map((culture) => culture.given.length * culture.surnames.length);
const COMBINATIONS = sizes.reduce((sum, size) => sum + size, 0);
/** Coprime to COMBINATIONS, so that stepping by it visits every name once before the first repeats. */
const STEP = 1_000_003;

function nameOf(seed: number, index: number): Naming {
  // About one in fifty shares the full name of the person before: same name, another sign-in name.
  const namesake = index > 0 && index % 2 === 1 && share(seed, 11, index) < 0.04;
  const source = namesake ? index - 1 : index;
  const round = Math.floor(source / COMBINATIONS);
  let place = ((((source % COMBINATIONS) * STEP + (seed % COMBINATIONS)) % COMBINATIONS) + COMBINATIONS) % COMBINATIONS;
  const plain = round === 0 ? '' : String(round + 1);
  const suffix = namesake ? `0${round + 1}` : plain;
  for (const [number, culture] of cultures.entries()) {
    const size = sizes[number] ?? 0;
    if (place < size) return { culture, combination: place, suffix };
    place -= size;
  }
  throw new RangeError('a combination outside every culture');
}

const parts = ({ culture, combination }: Naming) => ({
  given: pick(culture.given, combination),
  surname: pick(culture.surnames, Math.floor(combination / culture.given.length)),
});

function shownName(naming: Naming): string {
  const { given, surname } = parts(naming);
  return naming.culture.surnameFirst ? `${surname.shown} ${given.shown}` : `${given.shown} ${surname.shown}`;
}

function latinName(naming: Naming): string {
  const { given, surname } = parts(naming);
  return `${given.latin}.${surname.latin}${naming.suffix}`;
}

/** The directory: people are computed from their index, nothing is stored. */
export function createPeople(seed: number, count: number): People {
  const ids = guidCodec(seed, 100);
  const fixed = landmarkPeople.length;
  const reserved = new Set(landmarkPeople.map((person) => person.userPrincipalName));
  const named = remember((index) => nameOf(seed, index));
  const upn = (index: number): string => {
    const landmark = landmarkPeople[index];
    if (landmark !== undefined) return landmark.userPrincipalName;
    const plain = `${latinName(named(index))}@${PRACTICE_DOMAIN}`;
    return reserved.has(plain) ? plain.replace('@', '.x@') : plain;
  };
  const displayName = (index: number): string => landmarkPeople[index]?.displayName ?? shownName(named(index));
  const mail = (index: number): string | null => {
    const own = landmarkPeople[index]?.mail;
    if (own !== undefined) return own;
    const luck = index < fixed ? 1 : share(seed, 12, index);
    if (luck < 0.03) return null;
    return luck < 0.12 ? upn(index).replace('@', '@mail.') : upn(index);
  };
  const at = (index: number): Person => {
    const naming = named(index);
    const landmark = landmarkPeople[index];
    const { given, surname } = parts(naming);
    return {
      id: landmark?.id ?? ids.encode(index),
      displayName: displayName(index),
      givenName: landmark?.givenName ?? given.shown,
      surname: landmark?.surname ?? surname.shown,
      userPrincipalName: upn(index),
      mail: mail(index),
      jobTitle: pick(jobTitles, draw(seed, 13, index)),
      officeLocation: pick(offices, draw(seed, 14, index)),
      preferredLanguage: naming.culture.language,
    };
  };
  const find = (idOrUpn: string): number | undefined => {
    const wanted = idOrUpn.toLowerCase();
    const landmark = landmarkPeople.findIndex(
      (person) => person.id === wanted || person.userPrincipalName.toLowerCase() === wanted,
    );
    if (landmark >= 0) return landmark;
    if (wanted.includes('@')) {
      for (let index = fixed; index < count; index += 1) if (upn(index) === wanted) return index;
      return undefined;
    }
    const index = ids.decode(wanted);
    return index !== undefined && index >= fixed && index < count ? index : undefined;
  };
  return { count, at, upn, displayName, mail, find };
}
