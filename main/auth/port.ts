import type { AccountAnswer, AccountView, TokenPersistence } from '../../shared/contract/session';
import type { Outcome } from '../../shared/failure';

/** A delegated permission of Microsoft Graph, without the resource: `DeviceManagementManagedDevices.Read.All`. */
export type Scope = string;

export interface AccessToken {
  readonly value: string;
  readonly account: Account;
  /** What was granted, by the word of the sign-in service. */
  readonly scopes?: readonly Scope[];
}

export interface Account extends AccountView {
  /** `oid.tid`: unique over tenants and clouds. */
  readonly homeAccountId: string;
  readonly tenantId: string;
}

/** The person came back from the browser as somebody else than was asked for. Nothing has happened by it. */
export interface AccountQuestion {
  /** Names this question and no other. */
  readonly id: string;
  readonly expected: Account;
  readonly returned: Account;
}

export interface TokenRequest {
  readonly scopes: readonly Scope[];
  /** The decoded JSON of a claims challenge. */
  readonly claims?: string;
  /** True only while a person is waiting for what they just asked for: the browser may open. */
  readonly interactive: boolean;
  /** Skip the cached access token. */
  readonly forceRefresh?: boolean;
}

/** All that the rest of the app knows of sign-in. Way out of MSAL: implement this again. */
export interface TokenPort {
  token(request: TokenRequest): Promise<Outcome<AccessToken>>;
}

/** The sign-in of one tenant profile. */
export interface SignIn extends TokenPort {
  readonly persistence: TokenPersistence;
  /** The account of the last run, read from the cache without asking anybody; null when there is none. */
  restore(): Promise<Account | null>;
  /**
   * Opens the system browser and waits at most five minutes. One at a time: a second call joins the first.
   * With an account signed in and no wish to switch, another one that comes back is asked about first.
   */
  signIn(options: { switchAccount: boolean }): Promise<Outcome<Account>>;
  /**
   * Answers the open question who the person wants to be. False when it is not open any more: a page can only choose
   * between the account that is signed in and the one that really signed in at the browser.
   */
  answer(questionId: string, answer: AccountAnswer): boolean;
  /** Ends a waiting sign-in with `auth.cancelled` and frees its port. */
  cancel(): void;
  /** Forgets the account: cache file gone, memory dropped. */
  signOut(): Promise<void>;
  account(): Account | null;
  /**
   * Another tenant takes its place: waits end, no token is given and no browser opened any more. The cache file stays
   * for the next time; resolves when nothing is written to it any more.
   */
  leave(): Promise<void>;
}
