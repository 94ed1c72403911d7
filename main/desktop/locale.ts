import { app } from 'electron';
import type { Preferences } from '../../shared/contract/settings';

export type Locale = 'en' | 'ja';

/** The language to speak: the person's choice, else the first of the system's languages that we know, else English. */
export function chooseLocale(choice: Preferences['language'], systemLanguages: readonly string[]): Locale {
  if (choice !== 'system') return choice;
  const known = systemLanguages.map((tag) => tag.toLowerCase().split(/[-_]/)[0]);
  return known.find((language) => language === 'ja' || language === 'en') === 'ja' ? 'ja' : 'en';
}

/** The system's languages in the person's order. Only after `app` is ready. */
export const systemLanguages = (): readonly string[] => app.getPreferredSystemLanguages();
