import * as v from 'valibot';
import type { Locale } from '../i18n';
import type { Preferences } from './preferences';
import type { TenantView } from './session';

export type { Preferences, PreferencesPatch } from './preferences';

/** `refused`: keys that no program may reserve for itself (`shared/shortcut-rule.ts`). */
export type ShortcutState = 'off' | 'active' | 'taken' | 'unsupported' | 'refused' | 'paused';

/** The retention of the history of the active profile. */
export interface RetentionView {
  /** In force now. */
  readonly days: number;
  /** A shorter retention that the technician has accepted: nothing is deleted before `at` (ISO 8601). */
  readonly next: { readonly days: number; readonly at: string } | null;
  /** The settings say less than the retention in force, and the technician has not accepted that yet. */
  readonly undecided: boolean;
}

export interface SettingsView {
  readonly preferences: Preferences;
  readonly retention: RetentionView;
  /** Preferences that the organization has set; the technician cannot change them. */
  readonly managed: readonly (keyof Preferences)[];
  /** The language that is in use now. */
  readonly locale: Locale;
  readonly shortcut: ShortcutState;
  readonly profiles: readonly TenantView[];
  readonly activeProfile: string;
}

export const parseProfileId = v.parser(
  v.object({ profileId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)) }),
);
/** The text of a `*.deskside.json` tenant profile file. */
export const parseProfileText = v.parser(v.object({ text: v.pipe(v.string(), v.maxLength(65_536)) }));
