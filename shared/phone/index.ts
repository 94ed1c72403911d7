import { en } from './en';
import { ja } from './ja';
import type { PhoneLanguage } from './phone-language';

/** The only place that lists the languages. */
export const phoneLanguages = { en, ja } as const satisfies Readonly<Record<string, PhoneLanguage>>;

export type PhoneLanguageId = keyof typeof phoneLanguages;
export const phoneLanguageIds = Object.keys(phoneLanguages) as readonly PhoneLanguageId[];

export const isPhoneLanguage = (id: string): id is PhoneLanguageId => Object.hasOwn(phoneLanguages, id);

/** The longest text of the directory that is looked at, in UTF-16 code units. */
const LONGEST = 320;

/**
 * The language to speak with the user of a device. Letters that one language alone uses decide first, then the country domain of
 * the address, then letters that several languages share; `technician` is for all others.
 */
export function phoneLanguageFor(
  { userName, upn }: { readonly userName: string; readonly upn: string },
  technician: PhoneLanguageId,
): PhoneLanguageId {
  const name = userName.slice(0, LONGEST).normalize('NFKC');
  const country = countryOf(upn.slice(-LONGEST).normalize('NFKC').toLowerCase());
  const where = (isMeant: (language: PhoneLanguage) => boolean): PhoneLanguageId | undefined =>
    phoneLanguageIds.find((id) => isMeant(phoneLanguages[id]));
  return (
    where(({ ownLetter }) => ownLetter?.test(name) === true) ??
    where(({ domains }) => domains.includes(country)) ??
    where(
      ({ sharedLetter, sharedWith }) => sharedLetter?.test(name) === true && sharedWith?.includes(country) !== true,
    ) ??
    technician
  );
}

/** The last label of the domain. A guest's address carries the domain of the home tenant before `#ext#`. */
function countryOf(upn: string): string {
  const [home = ''] = upn.split('#ext#');
  const domain = home === upn ? home.slice(home.lastIndexOf('@') + 1) : home.slice(home.lastIndexOf('_') + 1);
  const labels = domain.split('.').filter((label) => label !== '');
  return labels.length < 2 ? '' : (labels.at(-1) ?? '');
}
