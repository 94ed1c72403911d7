import { app } from 'electron';
import type { Preferences } from '../../shared/contract/settings';
import type { Locale } from '../../shared/i18n';
import { chooseLocale } from '../../shared/i18n';

/** Language tag that the system formats numbers and dates by. Only after `app` is ready. */
export const systemRegion = (): string => app.getSystemLocale();

/**
 * The language of the app: the user's choice, else the first supported one of the system's languages. Only after `app`
 * is ready.
 */
export function localeFor(
  choice: Preferences['language'],
  system = (): readonly string[] => app.getPreferredSystemLanguages(),
): Locale {
  return choice === 'system' ? chooseLocale(system()) : choice;
}
