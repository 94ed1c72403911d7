import type { PreferenceName, Preferences } from '../../shared/contract/preferences';
import { preferenceFields } from '../../shared/contract/preferences';
import type { Messages } from '../../shared/i18n/index';

/** The state of the control of a preference, on any screen. */
export interface PreferenceControl {
  readonly label: string;
  /** The organization has set the value. */
  readonly disabled: boolean;
  /** Why it is disabled; absent while it is enabled. */
  readonly hint?: string;
}

export type PreferenceControls = (name: PreferenceName) => PreferenceControl;

/** `managed`: the preferences that the organization has set. `tenant`: the name of the active tenant. */
export const preferenceControls =
  (m: Messages, managed: readonly PreferenceName[], tenant = ''): PreferenceControls =>
  (name) => {
    const label = preferenceFields[name].label(m, tenant);
    return managed.includes(name) ? { label, disabled: true, hint: m.settings.managed() } : { label, disabled: false };
  };

type ChoiceName = {
  [Name in PreferenceName]: (typeof preferenceFields)[Name] extends { readonly kind: 'choice' } ? Name : never;
}[PreferenceName];

/** The values of a preference with their labels, in the order of the menu. */
export const optionsOf = <Name extends ChoiceName>(
  m: Messages,
  name: Name,
): readonly { readonly value: Preferences[Name]; readonly label: string }[] =>
  Object.entries(preferenceFields[name].choices).map(([value, label]) => ({
    value: value as Preferences[Name],
    label: label(m, ''),
  }));
