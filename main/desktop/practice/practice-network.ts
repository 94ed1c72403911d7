import { session } from 'electron';
import type { Handler } from '../../../practice';
import { createPracticeTenant, signInWithoutBrowser } from '../../../practice';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import type { LinkOpener } from '../../assistance/api';
import { loopbackFetch, sessionFetch } from '../platform/network';

/** Replaces all external services while the practice profile is active. */
export interface PracticeNetwork {
  /** For MSAL and Graph; no request leaves the process. */
  readonly fetch: typeof fetch;
  /** Signs in as the technician of the practice tenant without a browser, through the app's own loopback address. */
  readonly openBrowser: (url: URL) => Promise<Outcome<null>>;
  /** A practice session has no other side: nothing is opened, but the call succeeds. */
  readonly linkOpener: LinkOpener;
}

export interface PracticeNetworkOptions {
  /** The roots of the practice profile (`settings/practice-profile.ts`). */
  readonly origin: { readonly authority: string; readonly graph: string };
}

/** The built-in practice tenant on a separate network session. Only after `app` is ready. */
export function createPracticeNetwork({ origin }: PracticeNetworkOptions): PracticeNetwork {
  const { handler, control } = createPracticeTenant({ origin });
  const own = session.fromPartition('practice', { cache: false });
  own.protocol.handle('https', handler);
  return {
    fetch: sessionFetch(() => own),
    openBrowser: (url) => signIn(url, handler, control.account().userPrincipalName),
    linkOpener: { open: async () => ok(null) },
  };
}

async function signIn(url: URL, handler: Handler, account: string): Promise<Outcome<null>> {
  try {
    const { redirectUri, body } = await signInWithoutBrowser(url.href, handler, account);
    const loopback = toLoopback(redirectUri);
    if (loopback === null) return err({ code: 'auth.refused' });
    await loopbackFetch(loopback, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    });
    return ok(null);
  } catch {
    return err({ code: 'auth.refused' });
  }
}

/** MSAL's redirect URI has the host `localhost`, but it listens on 127.0.0.1 only. Null for any other host. */
export function toLoopback(redirectUri: string): string | null {
  if (!URL.canParse(redirectUri)) return null;
  const url = new URL(redirectUri);
  if (url.protocol !== 'http:' || !['localhost', '127.0.0.1'].includes(url.hostname)) return null;
  url.hostname = '127.0.0.1';
  return url.href;
}
