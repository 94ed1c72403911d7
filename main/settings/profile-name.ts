import { locales, messagesFor } from '../../shared/i18n';
import { lookOf } from './look-alike';
import { practiceProfile } from './practice-profile';

/** Longest name of a profile, in UTF-16 units. */
export const NAME_LIMIT = 80;

/**
 * What is not seen, or changes how the rest is read: controls, format and bidi marks, halves of characters, letters of
 * private use, fillers and whatever Unicode says is drawn as nothing, and three blanks that it calls symbols or letters.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]/gu;
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

/** A name as it is shown: on one line, of visible characters alone. Not shortened. */
export const visibleName = (raw: string): string =>
  raw
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(stackedMarks, '$1')
    .replace(/ {2,}/gu, ' ')
    .trim();

/** No longer than the limit, and no half of a character at its end. */
export const shortenedName = (name: string): string =>
  name
    .slice(0, NAME_LIMIT)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();

const titles = [practiceProfile.name, ...locales.map((locale) => messagesFor(locale).signIn.practiceTitle())].map(
  lookOf,
);
const badges = locales.map((locale) => lookOf(messagesFor(locale).tenant.practice()));

/** Whether a name could be taken for that of the built-in tenant, however it is spelled. */
export function looksLikePractice(name: string): boolean {
  const look = lookOf(name);
  return badges.includes(look) || titles.some((title) => look.includes(title));
}

/** Whether a person can read a name at all: marks and symbols alone tell nobody anything. */
export const isReadableName = (name: string): boolean => /[\p{L}\p{N}]/u.test(name);
