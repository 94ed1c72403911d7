import * as v from 'valibot';
import type { Failure } from '../failure';

export type CloudName = 'global' | 'usgov' | 'usgov-dod' | 'china' | 'custom';

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
}

export interface AccountView {
  readonly name: string;
  readonly upn: string;
}

/** `memory`: the operating system gives no real encryption, so the sign-in ends with the app. */
export type TokenPersistence = 'encrypted' | 'memory';

export type Session =
  | { readonly state: 'starting'; readonly tenant: TenantView }
  | { readonly state: 'signed-out'; readonly tenant: TenantView; readonly reason: Failure | null }
  | { readonly state: 'signing-in'; readonly tenant: TenantView; readonly expiresAt: string }
  | {
      readonly state: 'signed-in';
      readonly tenant: TenantView;
      readonly account: AccountView;
      readonly persistence: TokenPersistence;
      /** Set when the session ended in the background and the person must sign in again; what is shown stays. */
      readonly reason: Failure | null;
      /** ISO 8601: a page in the browser waits for the person's approval until then. Null when none does. */
      readonly approvalUntil: string | null;
    };

export const parseSignIn = v.parser(v.object({ switchAccount: v.boolean() }));
