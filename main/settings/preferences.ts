import type { Preferences, PreferencesPatch } from '../../shared/contract/settings';
import { parsePreferences } from '../../shared/contract/settings';

export const defaultPreferences: Preferences = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  shortcut: '',
  notificationSound: true,
  retentionDays: 90,
  expireMinutes: 10,
  closeToTray: true,
  listView: 'list',
  columns: ['name', 'userName', 'compliance', 'lastCheckIn', 'os', 'model', 'serial', 'upn'],
  inventory: 'disk',
  forgetInventory: false,
  exportFormat: 'xlsx',
  csvSeparator: 'system',
};

/** Each stored value on its own: a bad one falls back to its default and is named, the others stay. */
export function readPreferences(raw: Readonly<Record<string, unknown>>): {
  patch: PreferencesPatch;
  bad: readonly string[];
} {
  const bad: string[] = [];
  let patch: PreferencesPatch = {};
  for (const name of Object.keys(defaultPreferences)) {
    if (!(name in raw)) continue;
    try {
      patch = { ...patch, ...parsePreferences({ [name]: raw[name] }) };
    } catch {
      bad.push(name);
    }
  }
  return { patch, bad };
}

/** Lays a patch over preferences; a member that is undefined changes nothing. */
export function withPatch(preferences: Preferences, patch: PreferencesPatch): Preferences {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...preferences, ...given };
}
