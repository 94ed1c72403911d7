import * as v from 'valibot';
import type { Failure } from '../failure';
import type { Provider } from './requests';

export type CloudName = 'global' | 'usgov' | 'usgov-dod' | 'china' | 'custom';

/** A host as it is shown to the technician. */
export interface HostView {
  /** As it is requested: ASCII, with the port if it has one. */
  readonly host: string;
  /** The same in its own script; null for plain ASCII. */
  readonly readable: string | null;
  /**
   * `letters`: it has characters that are easily mistaken for others. `pretends`: it imitates a name of Microsoft or
   * TeamViewer.
   */
  readonly doubt: 'letters' | 'pretends' | null;
}

/** Every host that main contacts, or opens in the browser, for a tenant. */
export interface TenantHosts {
  readonly signIn: HostView;
  readonly graph: HostView;
  /** In addition to the built-in ones of Microsoft and TeamViewer. */
  readonly sessions: readonly HostView[];
}

/** The tenant that is connected, as every window shows it. */
export interface TenantView {
  readonly profileId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: CloudName;
  readonly color: string | null;
  /** The built-in practice tenant: nothing leaves this computer. */
  readonly practice: boolean;
  /** False where the cloud has the API but no remote-assistance connector. */
  readonly assistanceAvailable: boolean;
  /** What carries out the requests of this tenant. */
  readonly provider: Provider;
  /** Null for the practice tenant, which has none. */
  readonly hosts: TenantHosts | null;
}

export interface AccountView {
  readonly name: string;
  readonly upn: string;
}

/** `memory`: the operating system offers no real encryption, so the sign-in ends with the app. */
export type TokenPersistence = 'encrypted' | 'memory';

/** The choice after another account came back from the browser: stay, switch to it, or go back and choose. */
export type AccountAnswer = 'keep' | 'switch' | 'again';

/**
 * The browser returned another account than was requested. Nothing changes until the question is answered, nor after
 * `until`.
 */
export interface OtherAccount {
  readonly questionId: string;
  /** The account that is signed in and was requested. */
  readonly expected: AccountView;
  /** The account that the browser returned. */
  readonly returned: AccountView;
  /** ISO 8601. */
  readonly until: string;
}

export type Session =
  | { readonly state: 'starting'; readonly tenant: TenantView }
  | { readonly state: 'signed-out'; readonly tenant: TenantView; readonly reason: Failure | null }
  | {
      readonly state: 'signing-in';
      readonly tenant: TenantView;
      readonly expiresAt: string;
      readonly otherAccount: OtherAccount | null;
    }
  | {
      readonly state: 'signed-in';
      readonly tenant: TenantView;
      readonly account: AccountView;
      readonly persistence: TokenPersistence;
      /** Set when the session ended in the background and the technician must sign in again; data on screen stays. */
      readonly reason: Failure | null;
      /** ISO 8601: a page in the browser waits for the technician's approval until then. Null when none does. */
      readonly approvalUntil: string | null;
      readonly otherAccount: OtherAccount | null;
    };

export const parseAccountAnswer = v.parser(
  v.object({ questionId: v.pipe(v.string(), v.uuid()), answer: v.picklist(['keep', 'switch', 'again']) }),
);

export const parseSignIn = v.parser(v.object({ switchAccount: v.boolean() }));
