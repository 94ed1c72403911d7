import type { Messages } from './messages.gen';
import { en, ja, locales } from './messages.gen';
import { messageRuntime } from './runtime';

export type { Messages } from './messages.gen';
export { locales } from './messages.gen';

/** A language of the app. */
export type Locale = (typeof locales)[number];

/** True for a language of the app. */
export const isLocale = (language: string): language is Locale => locales.some((locale) => locale === language);

/** Each language in its own name, as the menu shows it. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', ja: '日本語' };

const made = new Map<Locale, Messages>();
const catalogs = { en, ja } as const;

/** The texts of one language; created on first use. */
export function messagesFor(locale: Locale): Messages {
  const known = made.get(locale);
  if (known !== undefined) return known;
  const messages = catalogs[locale](messageRuntime(locale));
  made.set(locale, messages);
  return messages;
}

/** The first of the user's languages (BCP 47, best first) that the app has, else English. */
export function chooseLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    const found = locales.find((locale) => locale === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
