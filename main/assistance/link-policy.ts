import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';

/** Hosts that TeamViewer's own samples use for session links. */
export const builtInSessionHosts: readonly string[] = ['get.teamviewer.com', 'start.teamviewer.com'];

const longest = 2048;
const printable = /^[\x21-\x7e]+$/;
const shape = /^https:\/\/([^/?#]*)/i;

/**
 * The session link as a URL that may be handed to the operating system, or `link.untrusted` with its host.
 * https only, one of the exact hosts, no user info, no port, visible ASCII without backslash, at most 2,048 characters.
 * Open the `href` of the answer, never `raw`: other parsers read some texts differently.
 */
export function checkSessionLink(raw: string, allowedHosts: readonly string[]): Outcome<URL> {
  const url = parse(raw);
  if (url === null) return err({ code: 'link.untrusted' });
  const isTrusted =
    raw.length <= longest &&
    printable.test(raw) &&
    !raw.includes('\\') &&
    url.protocol === 'https:' &&
    // Equality with the written authority excludes user info, ports and every other spelling of the host.
    shape.exec(raw)?.[1]?.toLowerCase() === url.hostname &&
    isAllowed(url.hostname, allowedHosts);
  return isTrusted ? ok(url) : err({ code: 'link.untrusted', ...hostOf(url) });
}

/** Host name to show beside a session link; null when the text has none. */
export function sessionHost(raw: string): string | null {
  const url = parse(raw);
  return url === null || url.hostname === '' ? null : cut(url.hostname);
}

function parse(raw: string): URL | null {
  try {
    return new URL(raw.slice(0, 2 * longest));
  } catch {
    return null;
  }
}

const isAllowed = (host: string, more: readonly string[]): boolean =>
  builtInSessionHosts.includes(host) || more.some((name) => name.toLowerCase() === host);

const hostOf = (url: URL): { readonly host?: string } => (url.hostname === '' ? {} : { host: cut(url.hostname) });

const cut = (host: string): string => host.replace(/[^\x21-\x7e]/g, '').slice(0, 253);
