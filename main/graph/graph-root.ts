import type { Failure } from '../../shared/failure';
import type { Result } from '../../shared/result';
import { err, ok } from '../../shared/result';
import { type Method, routeOf } from './allowlist';

/** A URL that passed the origin check and the allowlist. */
export interface Target {
  readonly href: string;
  /** The allowlist template, safe to log. */
  readonly route: string;
}

export interface GraphRoot {
  /** Checks a path below the version segment or a complete URL such as a next link. */
  resolve(method: Method, address: string): Result<Target, Failure>;
}

const VERSION = '/v1.0';

const blocked = (host?: string): Result<Target, Failure> =>
  err({ code: 'graph.blocked', ...(host === undefined || host === '' ? {} : { host: host.slice(0, 253) }) });

function parse(text: string): URL | null {
  // URL parsers disagree about backslashes and control characters.
  if (/[\p{Cc}\s\\]/u.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * A next link may contain the name of the last device unencoded: a number sign would end the URL, and a space would
 * make it invalid. Both are part of the query there, so they are encoded. The part before the query stays unchanged.
 */
function withSafeQuery(link: string): string {
  const at = link.indexOf('?');
  return at === -1 ? link : link.slice(0, at) + link.slice(at).replaceAll(' ', '%20').replaceAll('#', '%23');
}

const hasExtras = (url: URL): boolean => url.username !== '' || url.password !== '' || url.hash !== '';

function withoutEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** `root` is the cloud's Graph root without version, for example `https://graph.microsoft.com`. */
export function graphRoot(root: string): GraphRoot {
  const base = parse(root);
  const usable = base !== null && base.protocol === 'https:' && !hasExtras(base) && base.search === '' ? base : null;
  const prefix = `${withoutEnd(usable?.pathname ?? '')}${VERSION}`;

  return {
    resolve(method, address) {
      if (usable === null) return blocked();
      const isRelative = address.startsWith('/');
      const url = parse(isRelative ? `${usable.origin}${prefix}${address}` : withSafeQuery(address));
      if (url === null) return err({ code: 'graph.malformed' });
      if (url.origin !== usable.origin || hasExtras(url)) return blocked(url.hostname);
      if (!url.pathname.startsWith(`${prefix}/`)) return blocked();
      const route = routeOf(method, url.pathname.slice(prefix.length));
      return route === null ? blocked() : ok({ href: url.href, route });
    },
  };
}
