import { locales, messagesFor } from '../../shared/i18n';
import { lookOf } from './look-alike';
import { practiceProfile } from './practice-profile';

/** Longest name of a profile, in UTF-16 units. */
export const NAME_LIMIT = 80;

/**
 * Characters that are invisible or change how the rest is read: controls, format and bidi marks, lone surrogates, private use,
 * fillers, everything that Unicode calls default ignorable, and three blanks that it counts as symbols or letters.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]/gu;
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

/** A name as it is shown: on one line, visible characters only. Not shortened. */
export const visibleName = (raw: string): string =>
  raw
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(stackedMarks, '$1')
    .replace(/ {2,}/gu, ' ')
    .trim();

/** Cut to the limit, never in the middle of a character. */
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

/** Whether a name is readable: it needs more than marks and symbols. */
export const isReadableName = (name: string): boolean => /[\p{L}\p{N}]/u.test(name);
