import type { Log } from '../../shared/log';

/**
 * Ends a waiting browser sign-in from our side. MSAL has no abort, but its loopback server takes a refusal
 * with the right state, and then closes its port. The server listens on 127.0.0.1 alone although it calls
 * itself `localhost`, which may mean another program on ::1.
 */
export async function refuseSignIn(authorizeUrl: URL, post: typeof fetch, log: Log): Promise<void> {
  const address = authorizeUrl.searchParams.get('redirect_uri') ?? '';
  const state = authorizeUrl.searchParams.get('state');
  if (!URL.canParse(address) || state === null) return;
  const redirect = new URL(address);
  redirect.hostname = '127.0.0.1';
  try {
    const answer = await post(redirect.href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ error: 'access_denied', state }).toString(),
    });
    await answer.arrayBuffer();
  } catch {
    log.warn('auth.loopback-not-closed');
  }
}
