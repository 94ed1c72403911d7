import { landmarks } from './data/landmarks';
import type { Account } from './entra/accounts';
import { findAccount } from './entra/accounts';
import { GRAPH_SCOPES } from './entra/scopes';
import type { FaultRule } from './faults';
import { CLIENT_ID } from './identity';
import type { RequestRecord } from './request-log';
import type { Story } from './stories';
import type { ConnectorStatus, Tenant } from './tenant';

/** What tests and demonstrations can control. Device ids may also be names of landmarks. */
export interface PracticeControl {
  readonly fault: (rule: FaultRule) => void;
  readonly clearFaults: () => void;
  readonly requests: readonly RequestRecord[];
  readonly clearRequests: () => void;
  /** How many requests for assistance the service accepted for this device. */
  readonly accepted: (deviceId: string) => number;
  readonly setStory: (deviceId: string, story: Story) => void;
  /** The link this device shows once it is ready; may be nonsense on purpose. */
  readonly setSessionUrl: (deviceId: string, url: string) => void;
  /** Forgets all requests, and the stories and links that were set. */
  readonly forgetSessions: () => void;
  /** Makes every sign-in fail with an AADSTS code, until called with null. */
  readonly failSignIn: (aadsts: number | null, at?: 'authorize' | 'token') => void;
  /** Challenges every access token issued so far; with `refreshTokens` a new sign-in is needed. */
  readonly revokeTokens: (options?: { readonly refreshTokens?: boolean }) => void;
  /** Undoes what `revokeTokens` did, for sign-ins to come as well. */
  readonly forgetRevocations: () => void;
  readonly expireAccessTokens: () => void;
  /** Accepts a refresh token of an earlier run, with what was consented to, as one of an account. */
  readonly knowRefreshToken: (token: string, keyOrName: string) => void;
  /** Forgets which scopes were consented to. */
  readonly forgetConsent: () => void;
  /** Everyone who may sign in; the first is the default. */
  readonly accounts: readonly Account[];
  /** Chooses who signs in when no browser asks; returns the account. @throws RangeError for an unknown one */
  readonly account: (keyOrName?: string) => Account;
  /** Sets the clock of the services ahead of this computer's, or behind. */
  readonly setClockAhead: (ms: number) => void;
  /** Access tokens from now on lack these scopes although the sign-in says that they were granted; [] ends it. */
  readonly withholdScopes: (scopes: readonly string[]) => void;
  readonly setConnector: (status: ConnectorStatus) => void;
  /** Ids of the devices with exactly this name, in index order; at most 100. */
  readonly devicesNamed: (name: string) => readonly string[];
}

/** @throws RangeError when the tenant has no such device */
function indexOf(tenant: Tenant, deviceId: string): number {
  const landmark = Object.entries(landmarks).find(([name]) => name === deviceId)?.[1];
  const index = tenant.inventory.indexOf(landmark?.id ?? deviceId);
  if (index === undefined) throw new RangeError(`The practice tenant has no device ${deviceId}.`);
  return index;
}

function devicesNamed({ inventory }: Tenant, name: string): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < inventory.count && found.length < 100; index += 1) {
    if (inventory.name(index) === name) found.push(inventory.id(index));
  }
  return found;
}

function accountOf({ accounts }: Tenant, wanted: string): Account {
  const account = findAccount(accounts, wanted);
  if (account === undefined) throw new RangeError(`The practice tenant has no account ${wanted}.`);
  return account;
}

function chooseAccount(tenant: Tenant, wanted: string | undefined): Account {
  const account = accountOf(tenant, wanted ?? tenant.state.preferred);
  tenant.state.preferred = account.userPrincipalName;
  return account;
}

export function createControl(tenant: Tenant): PracticeControl {
  return {
    fault: (rule) => tenant.faults.add(rule),
    clearFaults: () => tenant.faults.clear(),
    requests: tenant.log.records,
    clearRequests: () => tenant.log.clear(),
    accepted: (deviceId) => tenant.sessions.accepted(indexOf(tenant, deviceId)),
    setStory: (deviceId, story) => tenant.sessions.setStory(indexOf(tenant, deviceId), story),
    setSessionUrl: (deviceId, url) => tenant.sessions.setUrl(indexOf(tenant, deviceId), url),
    forgetSessions: () => tenant.sessions.reset(),
    failSignIn: (code, at = 'authorize') => {
      tenant.state.failure = code === null ? undefined : { code, at };
    },
    revokeTokens: (options) => tenant.tokens.revoke(options?.refreshTokens === true),
    forgetRevocations: () => tenant.tokens.forgive(),
    expireAccessTokens: () => tenant.tokens.expire(),
    knowRefreshToken: (token, keyOrName) => {
      const account = accountOf(tenant, keyOrName);
      tenant.tokens.issueRefresh(account, CLIENT_ID, token);
      tenant.tokens.consent(account, GRAPH_SCOPES);
    },
    forgetConsent: () => tenant.tokens.forgetConsent(),
    accounts: tenant.accounts,
    account: (wanted) => chooseAccount(tenant, wanted),
    setClockAhead: (ms) => {
      tenant.state.clockAheadMs = ms;
    },
    withholdScopes: (scopes) => {
      tenant.state.withheld = scopes;
    },
    setConnector: (status) => {
      tenant.state.connector = status;
    },
    devicesNamed: (name) => devicesNamed(tenant, name),
  };
}
