import type { AccountInfo } from '@azure/msal-node';
import type { Log } from '../../shared/log';
import type { AuthFailure } from './auth-failure';
import { authFailure } from './auth-failure';
import { createMsalClient, sanitised } from './msal-client';
import type { DiscoveryMemo, NetworkPorts } from './msal-network';
import { createMsalNetwork } from './msal-network';
import type { SignInProfile } from './profile';
import { scopeUri } from './profile';
import type { TokenCache } from './token-cache';
import { grants, namesOf } from './token-rules';

export interface RenewalPorts extends NetworkPorts {
  readonly profile: SignInProfile;
  readonly log: Log;
  readonly memo: DiscoveryMemo;
}

export interface RenewalRequest {
  readonly scopes: readonly string[];
  readonly claims?: string | undefined;
  readonly forceRefresh?: boolean | undefined;
}

export type Renewed =
  | { readonly ok: true; readonly token: string; readonly scopes: readonly string[] }
  | ({ readonly ok: false } & AuthFailure);

/**
 * Silent tokens of the one account in the cache. Belongs to one epoch of the cache: after a new sign-in or a
 * sign-out a new one is created, and what this one still receives is dropped.
 * MSAL's cache is not safe against its own concurrency, so its calls run one after another.
 */
export class SilentRenewal {
  readonly epoch: number;
  readonly #ports: RenewalPorts;
  readonly #cache: TokenCache;
  readonly #network;
  readonly #client;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(ports: RenewalPorts, cache: TokenCache) {
    this.#ports = ports;
    this.#cache = cache;
    this.epoch = cache.epoch;
    this.#network = createMsalNetwork(ports.profile.authority, ports, ports.memo);
    const { profile, log } = ports;
    this.#client = createMsalClient({ profile, log, network: this.#network.module, cachePlugin: cache.plugin() });
  }

  renew(request: RenewalRequest): Promise<Renewed> {
    const turn = this.#tail.then(() => this.#renew(request));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #renew(request: RenewalRequest): Promise<Renewed> {
    const { seen } = this.#network;
    seen.failure = null;
    seen.refusal = null;
    const outcome = await this.#acquire(request).catch((cause: unknown) => this.#refused(cause, request));
    if (this.epoch !== this.#cache.epoch) return ended;
    if (!outcome.ok && outcome.ended) await this.#cache.clear();
    return outcome;
  }

  async #acquire(request: RenewalRequest): Promise<Renewed> {
    const account = await this.#account();
    if (account === null) return ended;
    const result = await this.#client.acquireTokenSilent({
      account,
      scopes: request.scopes.map((scope) => scopeUri(this.#ports.profile, scope)),
      ...(request.claims === undefined ? {} : { claims: request.claims }),
      ...(request.forceRefresh === undefined ? {} : { forceRefresh: request.forceRefresh }),
    });
    if (
      result.account?.homeAccountId !== account.homeAccountId ||
      result.tenantId.toLowerCase() !== this.#cache.current()?.account.tenantId
    ) {
      this.#ports.log.warn('auth.account-changed');
      return { ...ended, ended: true };
    }
    const missing = request.scopes.filter((scope) => !grants(result, scope));
    if (missing.length === 0) return { ok: true, token: result.accessToken, scopes: namesOf(result) };
    return { ok: false, failure: { code: 'auth.consent', scopes: missing }, ended: false, claims: null };
  }

  async #refused(cause: unknown, request: RenewalRequest): Promise<Renewed> {
    const { profile, log } = this.#ports;
    const { host } = new URL(profile.authority);
    const asked = { by: 'silent', scopes: request.scopes, claims: request.claims !== undefined, host } as const;
    const known = authFailure(cause, { ...asked, seen: this.#network.seen });
    // MSAL drops a bad refresh token from its memory only; without this it would come back from the file.
    if (this.#network.seen.refusal !== null) {
      await this.#cache.keep(this.epoch, this.#client.getTokenCache().serialize());
    }
    if (known !== null) return { ok: false, ...known };
    const ref = log.fault('auth.silent', sanitised(cause));
    return { ok: false, failure: { code: 'internal', ref }, ended: false, claims: null };
  }

  /** Drops what MSAL has in memory. A renewal that is still running ends without a token. */
  forget(): void {
    this.#client.clearCache();
  }

  async #account(): Promise<AccountInfo | null> {
    const chosen = this.#cache.current()?.account.homeAccountId;
    return chosen === undefined ? null : this.#client.getTokenCache().getAccountByHomeId(chosen);
  }
}

const ended = { ok: false, failure: { code: 'auth.required' }, ended: false, claims: null } as const satisfies Renewed;
