import * as v from 'valibot';
import type { Locale } from '../i18n';
import { localeNames } from '../i18n';
import type { DeviceColumn } from './device-query';
import { deviceColumns } from './device-query';
import type { CsvSeparator, ExportFormat } from './export';
import type { Label } from './field';
import { choice, flag, list, text, whole } from './field';

/** Every language in its own name. */
const languageNames = Object.fromEntries(
  Object.entries(localeNames).map(([locale, name]): [string, Label] => [locale, () => name]),
) as Record<Locale, Label>;

/**
 * The only table of the preferences. The type, the parsers of settings file, policy and bridge, the defaults, the
 * labels in the windows and docs/policies.md come from it. Times are in the unit that the name says.
 */
export const preferenceFields = {
  language: choice<'system' | Locale>({
    label: (m) => m.settings.language(),
    initial: 'system',
    choices: { system: (m) => m.settings.languageSystem(), ...languageNames },
  }),
  theme: choice({
    label: (m) => m.settings.theme(),
    initial: 'system',
    choices: {
      system: (m) => m.settings.themeSystem(),
      light: (m) => m.settings.themeLight(),
      dark: (m) => m.settings.themeDark(),
    },
  }),
  density: choice({
    label: (m) => m.settings.density(),
    initial: 'comfortable',
    choices: {
      comfortable: (m) => m.settings.densityComfortable(),
      compact: (m) => m.settings.densityCompact(),
    },
  }),
  /** Electron accelerator of the quick action; empty means off. */
  shortcut: text({
    label: (m) => m.settings.shortcut(),
    initial: '',
    maxLength: 60,
    pattern: /^[A-Za-z0-9+ ]*$/,
    example: 'Ctrl+Alt+Space',
  }),
  notificationSound: flag({ label: (m) => m.settings.sound(), initial: true }),
  /** Of the active profile; each profile has its own. */
  retentionDays: whole({ label: (m, tenant) => m.settings.retention({ tenant }), initial: 90, min: 0, max: 3_650 }),
  expireMinutes: whole({ label: (m) => m.settings.expire(), initial: 10, min: 1, max: 240 }),
  closeToTray: flag({ label: (m) => m.settings.closeToTray(), initial: true }),
  listView: choice({
    label: (m) => m.view.shape(),
    initial: 'list',
    choices: { list: (m) => m.view.list(), table: (m) => m.view.table() },
  }),
  /** Columns of the table in their order; the name is always there. */
  columns: list<DeviceColumn>({
    label: (m) => m.view.columns(),
    initial: ['name', 'userName', 'compliance', 'lastCheckIn', 'os', 'model', 'serial', 'upn'],
    of: deviceColumns,
  }),
  /** Where the tenant's devices are stored: encrypted on this computer, while the app runs, or not at all. */
  inventory: choice({
    label: (m) => m.settings.inventory(),
    initial: 'disk',
    choices: {
      disk: (m) => m.settings.inventoryDisk(),
      memory: (m) => m.settings.inventoryMemory(),
      off: (m) => m.settings.inventoryOff(),
    },
  }),
  /** The local inventory is deleted when the technician signs out. */
  forgetInventory: flag({ label: (m) => m.settings.forgetInventory(), initial: false }),
  /** Format of the last export; the dialog proposes it. */
  exportFormat: choice<ExportFormat>({
    label: (m) => m.settings.exportFormat(),
    initial: 'xlsx',
    choices: {
      xlsx: (m) => m.dialog.format.xlsx(),
      csv: (m) => m.dialog.format.csv(),
      json: (m) => m.dialog.format.json(),
    },
  }),
  csvSeparator: choice<CsvSeparator>({
    label: (m) => m.settings.csvSeparator(),
    initial: 'system',
    choices: {
      system: (m) => m.settings.csvSystem(),
      comma: (m) => m.settings.csvComma(),
      semicolon: (m) => m.settings.csvSemicolon(),
      tab: (m) => m.settings.csvTab(),
    },
  }),
};

type Fields = typeof preferenceFields;
export type PreferenceName = keyof Fields;
export type Preferences = { readonly [Name in PreferenceName]: Fields[Name]['initial'] };

export const preferenceNames = Object.keys(preferenceFields) as PreferenceName[];

export const defaultPreferences = Object.fromEntries(
  preferenceNames.map((name) => [name, preferenceFields[name].initial]),
) as Preferences;

/** Any part of the preferences; throws for a value that is not allowed. Unknown members are dropped. */
export const parsePreferences = v.parser(
  v.partial(
    v.object(
      Object.fromEntries(preferenceNames.map((name) => [name, preferenceFields[name].schema])) as {
        readonly [Name in PreferenceName]: Fields[Name]['schema'];
      },
    ),
  ),
);
export type PreferencesPatch = ReturnType<typeof parsePreferences>;
