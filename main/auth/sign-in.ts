import type { Clock } from '../../shared/clock';
import type { AccountAnswer } from '../../shared/contract/session';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err, ok } from '../../shared/result';
import { AccountQuestions } from './account-question';
import type { BrowserPorts, BrowserRequest, BrowserResult } from './browser-sign-in';
import { DiscoveryMemo } from './msal-network';
import type { AccessToken, Account, AccountQuestion, SignIn, TokenRequest } from './port';
import type { SignInProfile } from './profile';
import { knownTenant, namesOneTenant } from './profile';
import { RefusalMemo } from './refusal-memo';
import type { ResultPages } from './result-pages';
import { resultPages } from './result-pages';
import type { SecretFile } from './secret-file';
import type { Attempt } from './sign-in-queue';
import { SignInQueue } from './sign-in-queue';
import type { SilentRenewal } from './silent-renewal';
import { SingleFlight } from './single-flight';
import { accountOf } from './tenant-check';
import { TokenCache } from './token-cache';
import { grants, isChallenge, keyOf, namesOf, needsInteraction } from './token-rules';

export interface SignInOptions {
  readonly profile: SignInProfile;
  /** Must use the system's proxy and certificates. */
  readonly fetch: typeof fetch;
  readonly openBrowser: (url: URL) => Promise<Outcome<null>>;
  /** See `BrowserPorts`. */
  readonly answered?: () => void;
  /** Another account came back than was asked for; null once that is settled. */
  readonly accountAsked: (question: AccountQuestion | null) => void;
  /** Deletes what the network stack may have stored of the account: cookies, responses, storage. */
  readonly forgetNetwork: () => Promise<void>;
  readonly cache: SecretFile;
  /** Someone was signed in with this profile before: the next sign-in offers the choice of account. */
  readonly wasUsed?: () => boolean;
  /** See `NetworkPorts`. */
  readonly servedAt?: (time: number) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Time limit for the browser, in milliseconds. */
  readonly limitMs?: number;
  readonly pages?: ResultPages;
}

/** Permissions of every sign-in: reading devices, and the own profile. Permission to write is asked for when it is first needed. */
export const signInScopes = ['DeviceManagementManagedDevices.Read.All', 'User.ReadBasic.All', 'User.Read'] as const;

export const SIGN_IN_LIMIT_MS = 300_000;

/** The sign-in of one tenant profile, on MSAL, which is loaded on first use so that the start does not wait for it. */
export const createSignIn = (options: SignInOptions): SignIn => new MsalSignIn(options);

/** The account that signed in at the browser, and the result. */
interface Arrival {
  readonly account: Account;
  readonly browsed: BrowserResult;
}

class MsalSignIn implements SignIn {
  readonly #ports: BrowserPorts & Pick<SignInOptions, 'forgetNetwork'>;
  readonly #profile: SignInProfile;
  readonly #cache: TokenCache;
  readonly #queue: SignInQueue;
  readonly #memo: RefusalMemo;
  readonly #questions: AccountQuestions;
  readonly #silent = new SingleFlight<Outcome<AccessToken>>();
  readonly #asking = new SingleFlight<Outcome<AccessToken>>();
  readonly #signingIn = new SingleFlight<Outcome<Account>>();
  #renewal: SilentRenewal | null = null;
  #account: Account | null = null;
  /** The tenant that every account must belong to. */
  #tenant: string | null;
  /** Claims that the service demands of the next sign-in. */
  #demanded: string | undefined;
  #restoring: Promise<void> | null = null;
  #isLeft = false;
  /** The browser may sign in without asking, as its own or the computer's user: after a sign-out it has to ask. */
  #mustChoose: boolean | null = null;
  readonly #wasUsed: () => boolean;

  constructor(options: SignInOptions) {
    const { profile, clock, log, pages = resultPages, limitMs = SIGN_IN_LIMIT_MS } = options;
    this.#profile = profile;
    this.#wasUsed = options.wasUsed ?? (() => false);
    this.#ports = { ...options, pages, memo: new DiscoveryMemo() };
    this.#cache = new TokenCache(options.cache, profile, log);
    this.#queue = new SignInQueue(clock, limitMs);
    this.#memo = new RefusalMemo(clock);
    this.#questions = new AccountQuestions(options.accountAsked);
    this.#tenant = knownTenant(profile);
  }

  get persistence() {
    return this.#cache.persistence;
  }

  account(): Account | null {
    return this.#account;
  }

  async restore(): Promise<Account | null> {
    this.#restoring ??= this.#restore();
    await this.#restoring;
    return this.#account;
  }

  signIn({ switchAccount }: { switchAccount: boolean }): Promise<Outcome<Account>> {
    if (!namesOneTenant(this.#profile)) return Promise.resolve(err({ code: 'profile.invalid' }));
    return this.#signingIn.run('', async () => {
      const outcome = await this.#queue.run(async (...turn) => {
        await this.restore();
        const asked = switchAccount ? null : this.#account;
        const mustChoose = this.#account === null && (this.#mustChoose ?? this.#wasUsed());
        const request = {
          scopes: signInScopes,
          claims: this.#demanded,
          selectAccount: switchAccount || mustChoose,
          loginHint: asked?.upn,
        };
        const browsed = await this.#browse(request, turn, asked);
        return browsed.ok ? ok(browsed.value.account) : browsed;
      });
      await this.#cache.saved();
      return outcome;
    });
  }

  cancel(): void {
    this.#queue.cancel();
  }

  answer(questionId: string, answer: AccountAnswer): boolean {
    return this.#questions.answer(questionId, answer);
  }

  async signOut(): Promise<void> {
    this.#queue.cancel();
    this.#mustChoose = true;
    this.#account = null;
    this.#demanded = undefined;
    this.#memo.clear();
    this.#forgetRenewal();
    await Promise.all([
      this.#cache.clear(),
      this.#ports.forgetNetwork().catch(() => this.#ports.log.warn('auth.network-not-emptied')),
    ]);
  }

  leave(): Promise<void> {
    this.#isLeft = true;
    this.#restoring ??= Promise.resolve();
    this.#queue.cancel();
    this.#account = null;
    this.#forgetRenewal();
    return this.#cache.detach();
  }

  /** MSAL keeps every token that it ever returned in memory. */
  #forgetRenewal(): void {
    this.#renewal?.forget();
    this.#renewal = null;
  }

  async token(request: TokenRequest): Promise<Outcome<AccessToken>> {
    await this.restore();
    const account = this.#account;
    if (account === null) return err({ code: 'auth.required' });
    if (request.claims !== undefined && !isChallenge(request.claims)) return err({ code: 'auth.claims' });
    const key = keyOf(request);
    const { epoch } = this.#cache;
    const refused = request.interactive ? null : this.#memo.get(key);
    if (refused !== null) return err(refused);
    const silent = await this.#silent.run(`${key} ${account.homeAccountId}`, () => this.#renew(request, key));
    if (silent.ok || !request.interactive || !needsInteraction(silent.error)) return silent;
    return this.#asking.run(key, () => this.#ask(request, key, epoch));
  }

  async #restore(): Promise<void> {
    await this.#cache.load();
    const cached = this.#cache.current();
    if (cached === null || this.#account !== null || this.#isLeft) return;
    this.#account = cached.account;
    this.#tenant ??= cached.account.tenantId;
  }

  async #renew(request: TokenRequest, key: string): Promise<Outcome<AccessToken>> {
    const { SilentRenewal: Renewal } = await import('./silent-renewal');
    // After loading: the technician may have signed out or left the tenant meanwhile.
    const account = this.#account;
    if (account === null) return err({ code: 'auth.required' });
    if (this.#renewal?.epoch !== this.#cache.epoch) {
      this.#forgetRenewal();
      this.#renewal = new Renewal(this.#ports, this.#cache);
    }
    const renewed = await this.#renewal.renew(request);
    if (this.#account?.homeAccountId !== account.homeAccountId) return err({ code: 'auth.required' });
    if (renewed.ok) return ok({ value: renewed.token, account, scopes: renewed.scopes });
    this.#demanded = renewed.claims ?? (renewed.failure.code === 'auth.claims' ? request.claims : this.#demanded);
    this.#memo.add(key, renewed.failure);
    return err(renewed.failure);
  }

  /** Asks in the browser, unless another sign-in has settled it since `epoch`, when the token was wanted. */
  #ask(request: TokenRequest, key: string, epoch: number): Promise<Outcome<AccessToken>> {
    return this.#queue.run(async (...turn) => {
      const asked = this.#account;
      if (asked === null) return err({ code: 'auth.required' });
      if (epoch !== this.#cache.epoch) {
        const settled = await this.#renew(request, key);
        if (settled.ok || !needsInteraction(settled.error)) return settled;
      }
      const claims = this.#demanded ?? request.claims;
      const outcome = await this.#browse({ scopes: request.scopes, claims, loginHint: asked.upn }, turn, asked);
      if (!outcome.ok) return outcome;
      const { account, browsed } = outcome.value;
      // The token was wanted for the former account.
      if (account.homeAccountId !== asked.homeAccountId) return err({ code: 'auth.other-account' });
      const missing = request.scopes.filter((scope) => !grants(browsed.result, scope));
      if (missing.length > 0) return err({ code: 'auth.consent', scopes: missing });
      return ok({ value: browsed.result.accessToken, account, scopes: namesOf(browsed.result) });
    });
  }

  /** Adopts a sign-in that is in time, of the right tenant and, if one is given, of the same account or of the chosen one. */
  async #browse(
    request: BrowserRequest,
    turn: Parameters<Attempt<unknown>>,
    same: Account | null,
  ): Promise<Outcome<Arrival>> {
    let arrival = await this.#visit(request, turn, same);
    // Without the choice of account the browser would return the same account again.
    while (arrival === 'again') arrival = await this.#visit({ ...request, selectAccount: true }, turn, same);
    return arrival;
  }

  /** One visit to the browser. A result that was not adopted is discarded at its end. */
  async #visit(
    request: BrowserRequest,
    [signal, restart]: Parameters<Attempt<unknown>>,
    same: Account | null,
  ): Promise<Outcome<Arrival> | 'again'> {
    const { signInWithBrowser } = await import('./browser-sign-in');
    const outcome = await signInWithBrowser(this.#ports, request, signal);
    if (!outcome.ok) return outcome;
    if (signal.aborted) return err({ code: 'auth.cancelled' });
    const account = accountOf(outcome.value.result, this.#tenant);
    if (!account.ok) return account;
    if (same !== null && same.homeAccountId !== account.value.homeAccountId) {
      restart();
      const answer = await this.#questions.ask(same, account.value, signal);
      if (!answer.ok) return answer;
      if (answer.value === 'keep') return err({ code: 'auth.other-account' });
      restart();
      if (answer.value === 'again') return 'again';
    }
    this.#account = account.value;
    this.#tenant ??= account.value.tenantId;
    this.#demanded = undefined;
    this.#memo.clear();
    this.#forgetRenewal();
    void this.#cache.replace({ account: account.value, msal: outcome.value.msal });
    return ok({ account: account.value, browsed: outcome.value });
  }
}
