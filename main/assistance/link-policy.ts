import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';

/** Hosts that TeamViewer's own samples use for session links. */
export const builtInSessionHosts: readonly string[] = ['get.teamviewer.com', 'start.teamviewer.com'];

const LONGEST = 2048;
const printable = /^[\x21-\x7e]+$/;
const shape = /^https:\/\/([^/?#]*)/i;

/** Why a link is refused; the failure's `detail`. */
export type LinkFault = 'not-a-link' | 'scheme' | 'user-info' | 'port' | 'host' | 'spelling' | 'length';

/**
 * The session link as a URL that may be handed to the operating system, or `link.untrusted` with its host and, as
 * `detail`, the `LinkFault`. https only, one of the exact hosts, no user info, no port, visible ASCII without
 * backslash, at most 2,048 characters. Open the `href` of the result, never `raw`: URL parsers disagree about some
 * texts.
 */
export function checkSessionLink(raw: string, allowedHosts: readonly string[]): Outcome<URL> {
  const url = parse(raw);
  const fault = url === null ? 'not-a-link' : faultOf(raw, url, allowedHosts);
  if (url !== null && fault === null) return ok(url);
  return err({ code: 'link.untrusted', ...(url === null ? {} : hostOf(url)), detail: fault ?? 'not-a-link' });
}

/** The most serious one first. */
function faultOf(raw: string, url: URL, allowedHosts: readonly string[]): LinkFault | null {
  if (url.protocol !== 'https:') return 'scheme';
  if (url.username !== '' || url.password !== '') return 'user-info';
  if (!isAllowed(url.hostname, allowedHosts)) return 'host';
  if (url.port !== '') return 'port';
  if (raw.length > LONGEST) return 'length';
  // Comparing with the authority as written excludes other spellings of the host, a default port and empty user info.
  const isPlain = printable.test(raw) && !raw.includes('\\') && shape.exec(raw)?.[1]?.toLowerCase() === url.hostname;
  return isPlain ? null : 'spelling';
}

/** Host name to show beside a session link; null when the text has none. */
export function sessionHost(raw: string): string | null {
  const url = parse(raw);
  return url === null || url.hostname === '' ? null : cut(url.hostname);
}

function parse(raw: string): URL | null {
  try {
    return new URL(raw.slice(0, 2 * LONGEST));
  } catch {
    return null;
  }
}

const isAllowed = (host: string, more: readonly string[]): boolean =>
  builtInSessionHosts.includes(host) || more.some((name) => name.toLowerCase() === host);

const hostOf = (url: URL): { readonly host?: string } => (url.hostname === '' ? {} : { host: cut(url.hostname) });

const cut = (host: string): string => host.replace(/[^\x21-\x7e]/g, '').slice(0, 253);
