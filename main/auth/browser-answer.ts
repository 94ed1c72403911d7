import { createHash, timingSafeEqual } from 'node:crypto';

/** What the sign-in service lets the browser post to us (OAuth 2.0 form post response mode). */
export type BrowserAnswer =
  | { readonly kind: 'code'; readonly code: string; readonly clientInfo: string }
  | { readonly kind: 'refused'; readonly error: string; readonly description: string; readonly suberror: string };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** The only value of a field; null when it is missing, empty or repeated. */
function only(form: URLSearchParams, name: string): string | null {
  const [value, ...more] = form.getAll(name);
  return value === undefined || value === '' || more.length > 0 ? null : value;
}

/** Reads the answer from a form with this state; null when the state differs or the answer is ambiguous. */
export function readBrowserAnswer(body: string, state: string): BrowserAnswer | null {
  const form = new URLSearchParams(body);
  const returned = only(form, 'state');
  if (returned === null || !isSame(returned, state) || form.has('code') === form.has('error')) return null;
  const code = only(form, 'code');
  if (code !== null) return { kind: 'code', code, clientInfo: only(form, 'client_info') ?? '' };
  const error = only(form, 'error');
  if (error === null) return null;
  return {
    kind: 'refused',
    error,
    description: only(form, 'error_description') ?? '',
    suberror: only(form, 'suberror') ?? '',
  };
}
