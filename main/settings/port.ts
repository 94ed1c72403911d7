import type { PreferenceName, Preferences, PreferencesPatch } from '../../shared/contract/preferences';
import type { Provider } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { Policy } from './policy';

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
  /** What carries out the requests of this tenant. */
  readonly provider: Provider;
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

/** What importing a profile would do. */
export type ProfileChange =
  /** The same profile, down to the last character, is there already. */
  | { readonly kind: 'known'; readonly profile: TenantProfile }
  /** `isFound`: it comes from a file that others can write, and is not used before the technician agrees to it. */
  | {
      readonly kind: 'add';
      readonly profile: TenantProfile;
      readonly isNamedLikeAnother: boolean;
      readonly isFound?: boolean;
    }
  | { readonly kind: 'replace'; readonly profile: TenantProfile; readonly before: TenantProfile };

/** Asks the technician. True only when they agreed to what they were shown; a failure when they could not be asked. */
export type Allows<T> = (wanted: T) => Promise<Outcome<boolean>>;
export type AllowsChange = Allows<Exclude<ProfileChange, { kind: 'known' }>>;

export interface Settings {
  /** The technician's choices, overridden by what the organization has set. */
  current(): SettingsData;
  /** Preferences that the organization has set now. */
  readonly managed: readonly PreferenceName[];
  /** Replaces what the organization has set. Nothing is written: the technician's own choices stay as they are. */
  usePolicy(policy: Policy): void;
  /** What was wrong with the file at start; to be reported once. */
  readonly notices: readonly Failure[];
  change(patch: PreferencesPatch): Promise<Outcome<SettingsData>>;
  /** How long the history of one profile is kept. What the organization has set overrides it. */
  keepFor(profileId: string, retentionDays: number): Promise<Outcome<SettingsData>>;
  activate(profileId: string): Promise<Outcome<SettingsData>>;
  /** A profile that is there already, unchanged, becomes active; anything else only if `allows` agrees, else nothing changes. */
  importProfile(text: string, allows: AllowsChange): Promise<Outcome<SettingsData>>;
  /** Whether importing this text would disconnect the active profile; the reason when it contains no profile. */
  leavesActive(text: string): Outcome<boolean>;
  removeProfile(profileId: string, allows: Allows<TenantProfile>): Promise<Outcome<SettingsData>>;
  /** Profiles from a file that others could write: left in the file and not used until the technician agrees to them. */
  pending(): readonly TenantProfile[];
  /** Asks about each pending profile, last about the one that the file names as active. */
  settlePending(allows: AllowsChange): Promise<Outcome<SettingsData>>;
}
