import type { AccountAnswer, AccountView, TokenPersistence } from '../../shared/contract/session';
import type { Outcome } from '../../shared/failure';

/** A delegated permission of Microsoft Graph, without the resource: `DeviceManagementManagedDevices.Read.All`. */
export type Scope = string;

export interface AccessToken {
  readonly value: string;
  readonly account: Account;
  /** The granted permissions, as the sign-in service states them. */
  readonly scopes?: readonly Scope[];
}

export interface Account extends AccountView {
  /** `oid.tid`: unique across tenants and clouds. */
  readonly homeAccountId: string;
  readonly tenantId: string;
}

/** Another account came back from the browser than was asked for. Nothing has changed yet. */
export interface AccountQuestion {
  /** Identifies this question. */
  readonly id: string;
  readonly expected: Account;
  readonly returned: Account;
}

export interface TokenRequest {
  readonly scopes: readonly Scope[];
  /** The decoded JSON of a claims challenge. */
  readonly claims?: string;
  /** True only while the technician waits for something they just asked for: the browser may open. */
  readonly interactive: boolean;
  /** Skip the cached access token. */
  readonly forceRefresh?: boolean;
}

/** All that the rest of the app knows of sign-in. To replace MSAL, reimplement this interface. */
export interface TokenPort {
  token(request: TokenRequest): Promise<Outcome<AccessToken>>;
}

/** The sign-in of one tenant profile. */
export interface SignIn extends TokenPort {
  readonly persistence: TokenPersistence;
  /** The account of the last run, restored from the cache without a prompt; null when there is none. */
  restore(): Promise<Account | null>;
  /**
   * Opens the system browser and waits at most five minutes. One at a time: a second call joins the first.
   * When an account is signed in, and no switch was wanted, another one that comes back is asked about first.
   */
  signIn(options: { switchAccount: boolean }): Promise<Outcome<Account>>;
  /**
   * Answers the open question which account to use. False when it is no longer open: a page can only choose
   * between the account that is signed in and the one that really signed in at the browser.
   */
  answer(questionId: string, answer: AccountAnswer): boolean;
  /** Ends a waiting sign-in with `auth.cancelled` and frees its port. */
  cancel(): void;
  /** Forgets the account: deletes the cache file and drops the memory. */
  signOut(): Promise<void>;
  account(): Account | null;
  /**
   * Another tenant takes its place: pending sign-ins end, and no more tokens are given and no browser is opened. The cache file
   * stays for the next time; resolves when nothing more is written to it.
   */
  leave(): Promise<void>;
}
