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

/** What taking over a profile would do. */
export type ProfileChange =
  /** It is there already, to the letter. */
  | { readonly kind: 'known'; readonly profile: TenantProfile }
  /** `isFound`: it lies in a file that others can write, and is not used before somebody agreed to it. */
  | {
      readonly kind: 'add';
      readonly profile: TenantProfile;
      readonly isNamedLikeAnother: boolean;
      readonly isFound?: boolean;
    }
  | { readonly kind: 'replace'; readonly profile: TenantProfile; readonly before: TenantProfile };

/** Asks the person; true only when they agreed to what they were shown. */
export type Allows<T> = (wanted: T) => Promise<boolean>;
export type AllowsChange = Allows<Exclude<ProfileChange, { kind: 'known' }>>;

export interface Settings {
  /** With what the organization has set laid over what the person chose. */
  current(): SettingsData;
  /** Preferences that the organization has set now. */
  readonly managed: readonly PreferenceName[];
  /** Replaces what the organization has set. Nothing is written: the technician's own choices stay as they are. */
  usePolicy(policy: Policy): void;
  /** What was wrong with the file at start, worth telling once. */
  readonly notices: readonly Failure[];
  change(patch: PreferencesPatch): Promise<Outcome<SettingsData>>;
  /** How long the history of one profile is kept. What the organization has set goes before it. */
  keepFor(profileId: string, retentionDays: number): Promise<Outcome<SettingsData>>;
  activate(profileId: string): Promise<Outcome<SettingsData>>;
  /** A profile that is known to the letter becomes active; anything else only if it is allowed. Not allowed: nothing changed. */
  importProfile(text: string, allows: AllowsChange): Promise<Outcome<SettingsData>>;
  removeProfile(profileId: string, allows: Allows<TenantProfile>): Promise<Outcome<SettingsData>>;
  /** Profiles of a file that others could write: not used, and kept in the file, until somebody agrees to them. */
  pending(): readonly TenantProfile[];
  /** Puts each pending profile to the person, the one that the file names as active last. */
  settlePending(allows: AllowsChange): Promise<Outcome<SettingsData>>;
}
