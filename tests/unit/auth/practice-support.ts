import type { SignInOptions } from '../../../main/auth/sign-in';
import { createSignIn } from '../../../main/auth/sign-in';
import { createPracticeTenant, signInWithoutBrowser } from '../../../practice';
import { ok } from '../../../shared/result';
import { ManualClock } from '../../support/clock';
import { addressOf } from './fake-entra';
import { MemoryFile, MemoryLog } from './support';

const origin = { authority: 'https://login.practice.example', graph: 'https://graph.practice.example' };

/** A sign-in against the practice tenant; the technician at the browser chooses the account that the tenant's control names. */
export function practiceSetUp(overrides: Partial<SignInOptions> = {}) {
  const tenant = createPracticeTenant({ devices: 20, origin });
  const ask: typeof fetch = (input, init) => {
    const { method = 'GET', headers = {}, body = null } = init ?? {};
    return tenant.handler(new Request(addressOf(input), { method, headers, body }));
  };
  const file = new MemoryFile();
  const log = new MemoryLog();
  const clock = new ManualClock();
  /** What the browser would post for a sign-in address. */
  const formOf = (url: URL) =>
    signInWithoutBrowser(url.href, tenant.handler, tenant.control.account().userPrincipalName);
  const post = async (url: URL): Promise<Response> => {
    const { redirectUri, body } = await formOf(url);
    const redirect = new URL(redirectUri);
    redirect.hostname = '127.0.0.1';
    return fetch(redirect, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  };
  const options: SignInOptions = {
    profile: {
      ...tenant.profile.cloud,
      tenantId: tenant.profile.tenantId,
      clientId: tenant.profile.clientId,
      custom: true,
    },
    fetch: ask,
    openBrowser: (url) => {
      post(url).catch(() => undefined);
      return Promise.resolve(ok(null));
    },
    forgetNetwork: () => Promise.resolve(),
    accountAsked: () => undefined,
    cache: file,
    clock,
    log,
    ...overrides,
  };
  return { tenant, file, log, clock, options, ask, formOf, post, signIn: createSignIn(options) };
}
