import * as v from 'valibot';
import type { Locale } from '../i18n';
import { locales } from '../i18n';
import type { DeviceColumn } from './device-query';
import { deviceColumns } from './device-query';
import type { CsvSeparator, ExportFormat } from './export';
import { csvSeparators, exportFormats } from './export';
import type { TenantView } from './session';

export const languages = ['system', ...locales] as const;
export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;
export const listViews = ['list', 'table'] as const;
/** Where the tenant's devices are kept: encrypted on this computer, while the app runs, or not at all. */
export const inventoryPlaces = ['disk', 'memory', 'off'] as const;

/** What a person can change. Times are in the unit the name says. */
export interface Preferences {
  readonly language: (typeof languages)[number];
  readonly theme: (typeof themes)[number];
  readonly density: (typeof densities)[number];
  /** Electron accelerator of the quick action; empty means off. */
  readonly shortcut: string;
  readonly notificationSound: boolean;
  readonly retentionDays: number;
  readonly expireMinutes: number;
  readonly closeToTray: boolean;
  readonly listView: (typeof listViews)[number];
  /** Columns of the table in their order; the name is always there. */
  readonly columns: readonly DeviceColumn[];
  readonly inventory: (typeof inventoryPlaces)[number];
  /** The local inventory is deleted when the person signs out. */
  readonly forgetInventory: boolean;
  /** What a list was saved as the last time; the dialog proposes it. */
  readonly exportFormat: ExportFormat;
  readonly csvSeparator: CsvSeparator;
}

/** `refused`: keys that no program may take from all others (`shared/shortcut-rule.ts`). */
export type ShortcutState = 'off' | 'active' | 'taken' | 'unsupported' | 'refused' | 'paused';

/** How long the history of the active profile is kept. */
export interface RetentionView {
  /** In force now. */
  readonly days: number;
  /** A shorter time that was agreed to: nothing is deleted before `at` (ISO 8601). */
  readonly next: { readonly days: number; readonly at: string } | null;
  /** The settings say less than is in force, and nobody agreed to that yet. */
  readonly undecided: boolean;
}

export interface SettingsView {
  readonly preferences: Preferences;
  readonly retention: RetentionView;
  /** Preferences that the organization has set; the person cannot change them. */
  readonly managed: readonly (keyof Preferences)[];
  /** The language that is in use now. */
  readonly locale: Locale;
  readonly shortcut: ShortcutState;
  readonly profiles: readonly TenantView[];
  readonly activeProfile: string;
}

export const parsePreferences = v.parser(
  v.partial(
    v.object({
      language: v.picklist(languages),
      theme: v.picklist(themes),
      density: v.picklist(densities),
      shortcut: v.pipe(v.string(), v.maxLength(60), v.regex(/^[A-Za-z0-9+ ]*$/)),
      notificationSound: v.boolean(),
      retentionDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)),
      expireMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(240)),
      closeToTray: v.boolean(),
      listView: v.picklist(listViews),
      columns: v.pipe(
        v.array(v.picklist(deviceColumns)),
        v.maxLength(deviceColumns.length),
        v.transform((columns) => [...new Set(columns)]),
      ),
      inventory: v.picklist(inventoryPlaces),
      forgetInventory: v.boolean(),
      exportFormat: v.picklist(exportFormats),
      csvSeparator: v.picklist(csvSeparators),
    }),
  ),
);
export type PreferencesPatch = ReturnType<typeof parsePreferences>;

export const parseProfileId = v.parser(
  v.object({ profileId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)) }),
);
/** The text of a `*.deskside.json` tenant profile file. */
export const parseProfileText = v.parser(v.object({ text: v.pipe(v.string(), v.maxLength(65_536)) }));
