import type { AuthenticationResult } from '@azure/msal-node';
import type { Failure, Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err, ok } from '../../shared/result';
import { authFailure } from './auth-failure';
import { createMsalClient, sanitised } from './msal-client';
import type { DiscoveryMemo, NetworkPorts } from './msal-network';
import { createMsalNetwork } from './msal-network';
import type { SignInProfile } from './profile';
import { scopeUri } from './profile';
import { refuseSignIn } from './refuse-sign-in';
import type { ResultPages } from './result-pages';
import { endOf } from './sign-in-queue';

export interface BrowserPorts extends NetworkPorts {
  readonly profile: SignInProfile;
  /** Opens the system browser. The address carries secrets of the sign-in. */
  readonly openBrowser: (url: URL) => Promise<Outcome<null>>;
  readonly postLoopback: typeof fetch;
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
  /** MSAL's cache of this sign-in alone. It is thrown away unless somebody takes it over. */
  readonly msal: string;
}

class Stopped extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/**
 * One sign-in in the system browser, with a memory of its own: what ends too late, or with the wrong account,
 * never touches the tokens in use.
 */
export async function signInWithBrowser(
  ports: BrowserPorts,
  request: BrowserRequest,
  signal: AbortSignal,
): Promise<Outcome<BrowserResult>> {
  const { profile, log, pages } = ports;
  const network = createMsalNetwork(profile.authority, ports, ports.memo);
  const client = createMsalClient({ profile, network: network.module, log });
  try {
    const result = await client.acquireTokenInteractive({
      scopes: request.scopes.map((scope) => scopeUri(profile, scope)),
      openBrowser: (address) => open(ports, new URL(address), signal),
      successTemplate: pages.success,
      errorTemplate: pages.failure,
      ...(request.claims === undefined ? {} : { claims: request.claims }),
      ...(request.selectAccount === true ? { prompt: 'select_account' } : {}),
      ...(request.loginHint === undefined ? {} : { loginHint: request.loginHint }),
    });
    return ok({ result, msal: client.getTokenCache().serialize() });
  } catch (cause) {
    if (cause instanceof Stopped) return err(cause.failure);
    const { host } = new URL(profile.authority);
    const asked = { by: 'browser', scopes: request.scopes, claims: request.claims !== undefined, host } as const;
    const known = authFailure(cause, { ...asked, seen: network.seen });
    return err(known?.failure ?? { code: 'internal', ref: log.fault('auth.browser', sanitised(cause)) });
  }
}

/** Waits until the browser was started, or the sign-in was ended from outside; then MSAL closes its port. */
async function open(ports: BrowserPorts, url: URL, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Stopped(endOf(signal));
  if (url.origin !== new URL(ports.profile.authority).origin) throw new Stopped({ code: 'auth.host', host: url.host });
  const ended = new Promise<Outcome<null>>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve(err(endOf(signal)));
        void refuseSignIn(url, ports.postLoopback, ports.log);
      },
      { once: true },
    );
  });
  const opened = await Promise.race([ports.openBrowser(url), ended]);
  if (!opened.ok) throw new Stopped(notOpened(opened.error));
}

/** The door to the browser speaks of links; here it is about the sign-in. */
function notOpened(failure: Failure): Failure {
  if (failure.code.startsWith('auth.')) return failure;
  if (failure.code !== 'link.untrusted') return { code: 'auth.no-browser' };
  return failure.host === undefined ? { code: 'auth.host' } : { code: 'auth.host', host: failure.host };
}
