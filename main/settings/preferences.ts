import type { PreferenceName, Preferences, PreferencesPatch } from '../../shared/contract/preferences';
import { parsePreferences, preferenceNames } from '../../shared/contract/preferences';

/** Reads each value on its own: one that cannot be used, or may not be given here, is left out and named in `bad`, the others stay. */
export function readPreferences(
  raw: Readonly<Record<string, unknown>>,
  isAllowed: (name: PreferenceName) => boolean = () => true,
): {
  patch: PreferencesPatch;
  bad: readonly PreferenceName[];
} {
  const bad: PreferenceName[] = [];
  let patch: PreferencesPatch = {};
  for (const name of preferenceNames) {
    if (!(name in raw)) continue;
    const read = isAllowed(name) ? readPreference(name, raw[name]) : null;
    if (read === null) bad.push(name);
    else patch = { ...patch, ...read };
  }
  return { patch, bad };
}

/** Null for a value that cannot be used. */
function readPreference(name: PreferenceName, value: unknown): PreferencesPatch | null {
  try {
    return parsePreferences({ [name]: value });
  } catch {
    return null;
  }
}

/** Lays a patch over preferences; a member that is undefined changes nothing. */
export function withPatch(preferences: Preferences, patch: PreferencesPatch): Preferences {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...preferences, ...given };
}
