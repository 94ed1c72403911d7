import type { Preferences, PreferencesPatch } from '../../shared/contract/settings';
import type { Failure, Outcome } from '../../shared/failure';

/** The clouds with well-known roots, or the roots themselves (without tenant and version). */
export type Cloud = 'global' | 'usgov' | 'usgov-dod' | 'china' | { readonly authority: string; readonly graph: string };

/** A tenant as an administrator hands it out in a `*.deskside.json` file. */
export interface TenantProfile {
  /** Made from tenant and client id when imported; `practice` is the built-in one. */
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: Cloud;
  readonly color: string | null;
  readonly provider: 'graph';
  /** Exact host names that a session link may have, beside the built-in ones. */
  readonly sessionHosts: readonly string[];
}

/** `https://login…` and `https://graph…`, no slash at the end. */
export interface CloudRoots {
  readonly authority: string;
  readonly graph: string;
  /** False for US Gov L4 and L5: the API exists there, the TeamViewer connector does not. */
  readonly assistanceAvailable: boolean;
  /** A custom authority is not looked up at Microsoft. */
  readonly custom: boolean;
}

export interface SettingsData {
  readonly profiles: readonly TenantProfile[];
  readonly activeProfile: string;
  /** `retentionDays` is that of the active profile. */
  readonly preferences: Preferences;
  /** Days that the history of a profile is kept, by its id. */
  readonly retention: Readonly<Record<string, number>>;
}

export interface Settings {
  /** With what the organization has set laid over what the person chose. */
  current(): SettingsData;
  /** Preferences that the organization has set. */
  readonly managed: readonly (keyof Preferences)[];
  /** What was wrong with the file at start, worth telling once. */
  readonly notices: readonly Failure[];
  change(patch: PreferencesPatch): Promise<Outcome<SettingsData>>;
  /** How long the history of one profile is kept. What the organization has set goes before it. */
  keepFor(profileId: string, retentionDays: number): Promise<Outcome<SettingsData>>;
  activate(profileId: string): Promise<Outcome<SettingsData>>;
  importProfile(text: string): Promise<Outcome<SettingsData>>;
  removeProfile(profileId: string): Promise<Outcome<SettingsData>>;
}
