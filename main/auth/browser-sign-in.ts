import { randomBytes } from 'node:crypto';
import type { AuthenticationResult } from '@azure/msal-node';
import { CryptoProvider, ResponseMode, ServerError } from '@azure/msal-node';
import type { Failure, Outcome } from '../../shared/failure';
import { isGuid } from '../../shared/guid';
import type { Log } from '../../shared/log';
import { parseRecord } from '../../shared/record';
import { err, ok } from '../../shared/result';
import { authFailure } from './auth-failure';
import type { BrowserAnswer } from './browser-answer';
import type { Loopback } from './loopback';
import { openLoopback } from './loopback';
import { createMsalClient, sanitised } from './msal-client';
import type { DiscoveryMemo, NetworkPorts } from './msal-network';
import { createMsalNetwork } from './msal-network';
import type { SignInProfile } from './profile';
import { scopeUri } from './profile';
import type { ResultPages } from './result-pages';
import { untilEnded } from './sign-in-queue';

export interface BrowserPorts extends NetworkPorts {
  readonly profile: SignInProfile;
  /** Opens the system browser. The address carries secrets of the sign-in. */
  readonly openBrowser: (url: URL) => Promise<Outcome<null>>;
  /** The page has been answered, so opening another one is not a repetition. */
  readonly answered?: () => void;
  readonly pages: ResultPages;
  readonly log: Log;
  readonly memo: DiscoveryMemo;
}

export interface BrowserRequest {
  readonly scopes: readonly string[];
  readonly claims?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly selectAccount?: boolean;
}

export interface BrowserResult {
  readonly result: AuthenticationResult;
  /** MSAL's cache of this sign-in only. It is discarded unless the caller adopts it. */
  readonly msal: string;
}

class Stopped extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * One sign-in in the system browser, with its own token cache: one that ends too late, or with the wrong account, never
 * touches the tokens in use. Authorization code with PKCE (RFC 7636), with a state and a nonce for this sign-in only.
 */
export async function signInWithBrowser(
  ports: BrowserPorts,
  request: BrowserRequest,
  signal: AbortSignal,
): Promise<Outcome<BrowserResult>> {
  const { profile, log } = ports;
  const network = createMsalNetwork(profile.authority, ports, ports.memo);
  const client = createMsalClient({ profile, network: network.module, log });
  const state = randomBytes(32).toString('base64url');
  let loopback: Loopback | null = null;
  try {
    const crypto = new CryptoProvider();
    const { verifier, challenge } = await crypto.generatePkceCodes();
    loopback = await openLoopback({ state, ...ports });
    const asked = {
      scopes: request.scopes.map((scope) => scopeUri(profile, scope)),
      redirectUri: loopback.redirectUri,
      correlationId: crypto.createNewGuid(),
      nonce: randomBytes(32).toString('base64url'),
      ...(request.claims === undefined ? {} : { claims: request.claims }),
    };
    const address = await client.getAuthCodeUrl({
      ...asked,
      state,
      responseMode: ResponseMode.FORM_POST,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      ...(request.selectAccount === true ? { prompt: 'select_account' } : {}),
      ...(request.loginHint === undefined ? {} : { loginHint: request.loginHint }),
    });
    const answer = await visit(ports, new URL(address), loopback.answer, signal);
    if (answer.kind === 'refused')
      throw new ServerError(answer.error, asked.correlationId, answer.description, answer.suberror);
    const result = await client.acquireTokenByCode({
      ...asked,
      code: answer.code,
      codeVerifier: verifier,
      ...routing(answer.clientInfo),
    });
    return ok({ result, msal: client.getTokenCache().serialize() });
  } catch (cause) {
    if (cause instanceof Stopped) return err(cause.failure);
    const { host } = new URL(profile.authority);
    const asked = { by: 'browser', scopes: request.scopes, claims: request.claims !== undefined, host } as const;
    const known = authFailure(cause, { ...asked, seen: network.seen });
    return err(known?.failure ?? { code: 'internal', ref: log.fault('auth.browser', sanitised(cause)) });
  } finally {
    loopback?.close();
    client.clearCache();
  }
}

/** Opens the page in the browser and waits for the answer, or for the sign-in to be ended from outside. */
async function visit(
  ports: BrowserPorts,
  url: URL,
  coming: Promise<BrowserAnswer>,
  signal: AbortSignal,
): Promise<BrowserAnswer> {
  if (url.origin !== new URL(ports.profile.authority).origin) throw new Stopped({ code: 'auth.host', host: url.host });
  const opened = await untilEnded(signal.aborted ? Promise.resolve(ok(null)) : ports.openBrowser(url), signal);
  if (!opened.ok) throw new Stopped(notOpened(opened.error));
  const answer = await untilEnded(coming.then(ok), signal);
  if (!answer.ok) throw new Stopped(answer.error);
  ports.answered?.();
  return answer.value;
}

/** Lets the service redeem the code faster. It goes into a header, so only the expected form is passed on. */
const routing = (clientInfo: string): { readonly clientInfo?: string } => {
  const { uid, utid } = parseRecord(Buffer.from(clientInfo.slice(0, 1_024), 'base64url').toString()) ?? {};
  return [uid, utid].every((id) => typeof id === 'string' && isGuid(id)) ? { clientInfo } : {};
};

/** Turns the failures of opening links into those of sign-in. */
function notOpened(failure: Failure): Failure {
  if (failure.code.startsWith('auth.') || failure.code === 'browser.too-often') return failure;
  if (failure.code !== 'link.untrusted') return { code: 'auth.no-browser' };
  return failure.host === undefined ? { code: 'auth.host' } : { code: 'auth.host', host: failure.host };
}
