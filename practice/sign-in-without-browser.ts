import { readFormPost } from './entra/pages';

/** Answers a request as the practice tenant does. A rejected promise is a broken connection. */
export type Handler = (request: Request) => Promise<Response>;

/** What the browser would post to the app's loopback address. */
export interface FormPost {
  readonly redirectUri: string;
  /** application/x-www-form-urlencoded; carries the code, so it is a secret. */
  readonly body: string;
}

/** The sign-in page showed an error instead of returning to the app. */
export class SignInPageError extends Error {}

/**
 * Chooses an account on the sign-in page without a browser. The caller posts the result to `redirectUri`.
 * @param account sign-in name or key of a practice account
 * @throws SignInPageError when the page does not return to the app
 */
export async function signInWithoutBrowser(authorizeUrl: string, handler: Handler, account: string): Promise<FormPost> {
  const request = new Request(authorizeUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ account }).toString(),
  });
  const html = await (await handler(request)).text();
  const form = readFormPost(html);
  if (form === undefined)
    throw new SignInPageError(/AADSTS\d+:[^<]*/.exec(html)?.[0] ?? 'The sign-in page did not return to the app.');
  return form;
}
