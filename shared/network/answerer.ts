import type { Failure, FailureCode } from '../failure';
import { parseRecord } from '../record';
import type { Trouble } from './trouble';

/** An HTTP response, read to its end or to the point where it broke off. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Null when the body could not be read. */
  readonly bytes: Uint8Array | null;
}

interface Asked {
  /** The host that was asked. */
  readonly host: string;
  /** Whether a JSON object has the form of the service's own errors. */
  readonly isRefusal: (body: object) => boolean;
}

/** Headers that every server of Microsoft's sends, even with an empty body, and that no proxy sends. */
const MARKS = [
  'request-id',
  'client-request-id',
  'x-ms-request-id',
  'x-ms-ags-diagnostic',
  'x-ms-ests-server',
  'x-azure-ref',
  'x-msedge-ref',
] as const;
/**
 * By definition these let no request through before a sign-in (RFC 9110, 15.5.8; RFC 6585, 6). A page with any other
 * status, 403 and 451 included, may replace an answer that the service gave: proxies filter answers, too.
 */
const WANTS_SIGN_IN_FIRST: ReadonlySet<number> = new Set([407, 511]);
/**
 * `X-Squid-Error` of requests that never left the proxy. Not ERR_ACCESS_DENIED and ERR_TOO_BIG: `http_reply_access` and
 * `reply_body_max_size` say the same about an answer.
 */
const NEVER_LEFT =
  /^ERR_(?:CACHE_ACCESS_DENIED|DNS_FAIL|CANNOT_FORWARD|CONNECT_FAIL|SECURE_CONNECT_FAIL|INVALID_REQ|INVALID_URL|FORWARDING_DENIED)\b/i;
/** The same for `Proxy-Status` (RFC 9209, 2.3). */
const NEVER_LEFT_STATUS: ReadonlySet<string> = new Set([
  'http_request_denied',
  'dns_timeout',
  'dns_error',
  'destination_not_found',
  'destination_unavailable',
  'destination_ip_prohibited',
  'destination_ip_unroutable',
  'connection_refused',
  'connection_timeout',
  'connection_limit_reached',
  'tls_certificate_error',
]);
/** The part of a body that is enough to recognize it and contains its title, in characters. */
const LOOK_LIMIT = 8_192;
const JSON_LIMIT = 256 * 1024;

/**
 * The failure when an intermediary answered in place of the service: a proxy, or the sign-in page of a guest network.
 * Null when the service itself answered, or when the answer does not show who did.
 */
export function strangerOf(answer: HttpAnswer, asked: Asked): Trouble | null {
  const code = codeOf(answer, asked);
  if (code === null) return null;
  const { status, headers } = answer;
  const host = hostOf(headers, asked.host);
  const said = code === 'network.proxy-auth' ? schemesOf(headers) : saidBy(answer);
  const failure: Failure = {
    code,
    status,
    ...(host === null ? {} : { host }),
    ...(said === '' ? {} : { detail: said }),
  };
  return { failure, sent: hasNeverLeft(answer) ? 'no' : 'perhaps' };
}

function codeOf(answer: HttpAnswer, { host, isRefusal }: Asked): FailureCode | null {
  const { status, headers } = answer;
  if (status === 407) return 'network.proxy-auth';
  if (status === 511) return 'network.portal';
  if (status < 300) return isPage(answer) ? 'network.portal' : null;
  if (status < 400) return leadsElsewhere(headers, host) ? 'network.portal' : null;
  const body = objectIn(answer.bytes);
  if (body !== null && isRefusal(body)) return null;
  const page = isPage(answer);
  if (isMarked(headers) && (status >= 500 || !page)) return null;
  // Overloaded or broken, without an identifiable sender: no intermediary can be named.
  if (!page && isEmpty(answer) && (status >= 500 || status === 429)) return null;
  return status === 401 ? 'network.portal' : 'network.proxy';
}

/**
 * An answer without any sign of the service or of an intermediary. It may come from either, so it proves nothing about
 * the request.
 */
export function unmarkedOf({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>, host: string): Trouble {
  const by = hostOf(headers, host);
  return {
    failure: { code: 'network.proxy', why: 'unmarked', status, ...(by === null ? {} : { host: by }) },
    sent: 'perhaps',
  };
}

/** Whether the headers show a service of Microsoft. Only its services ask for a bearer token. */
export const isMarked = (headers: Headers): boolean =>
  MARKS.some((name) => headers.has(name)) ||
  /^Bearer\b/i.test(headers.get('www-authenticate') ?? '') ||
  /^Microsoft-HTTPAPI/i.test(headers.get('server') ?? '');

const isEmpty = ({ bytes }: HttpAnswer): boolean => bytes?.byteLength === 0;

/** Whether the answer proves that the request was refused before it was passed on. */
function hasNeverLeft({ status, headers }: HttpAnswer): boolean {
  // The response has a sign of the service, whatever happened to its answer on the way.
  if (isMarked(headers)) return false;
  if (WANTS_SIGN_IN_FIRST.has(status)) return true;
  const squid = headers.get('x-squid-error');
  const hops = headers.get('proxy-status');
  if (squid === null && hops === null) return false;
  return (
    (squid?.split(',').every((error) => NEVER_LEFT.test(error.trim())) ?? true) && (hops === null || sayNeverLeft(hops))
  );
}

/**
 * Whether the proxy nearest to the service, which is named first, says that it did not forward the request, and no
 * other proxy contradicts it. Free text proves nothing.
 */
function sayNeverLeft(proxyStatus: string): boolean {
  if (proxyStatus.length > LOOK_LIMIT) return false;
  // An unterminated quoted string extends to the end: nothing in it counts.
  const bare = proxyStatus.replace(/"((?:[^"\\]|\\.)*)(?:"|\\?$)/g, (_, text: string) =>
    /^[a-z_]{1,40}$/i.test(text) ? text : 'text',
  );
  const hops = bare.split(',').map((hop) =>
    hop
      .split(';')
      .slice(1)
      .map((part) => part.trim().toLowerCase()),
  );
  const errorsOf = (hop: readonly string[]): readonly string[] =>
    hop.filter((part) => part.startsWith('error=')).map((part) => part.slice('error='.length));
  const [nearest = []] = hops;
  const hasAnswer = nearest.some((part) => part.startsWith('received-status='));
  return (
    !hasAnswer && errorsOf(nearest).length > 0 && hops.flatMap(errorsOf).every((error) => NEVER_LEFT_STATUS.has(error))
  );
}

const beginningOf = (bytes: Uint8Array | null): string =>
  bytes === null ? '' : new TextDecoder().decode(bytes.subarray(0, LOOK_LIMIT)).trimStart();

/** HTML, or another text in tags; also an empty body of type HTML. */
function isPage({ status, headers, bytes }: HttpAnswer): boolean {
  const start = beginningOf(bytes);
  if (start.startsWith('<')) return true;
  return (
    status !== 204 &&
    /^(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '') &&
    !/^[[{]/.test(start)
  );
}

function leadsElsewhere(headers: Headers, host: string): boolean {
  const target = headers.get('location') ?? '';
  const base = `https://${host}/`;
  return URL.canParse(target, base) && new URL(target, base).host !== host;
}

function objectIn(bytes: Uint8Array | null): object | null {
  if (bytes === null || bytes.byteLength > JSON_LIMIT) return null;
  return parseRecord(new TextDecoder().decode(bytes));
}

/** One short line without invisible characters, and without addresses, which may carry secrets. */
function shown(text: string, limit: number): string {
  const words = text
    .slice(0, LOOK_LIMIT)
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim()
    .split(' ');
  const line = words.map((word) => (word.includes('://') ? '…' : word)).join(' ');
  return line.length > limit ? `${line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

/** The name if it can be the host of a proxy, without its port; null for a version, a pseudonym or anything else. */
function hostIn(text: string | undefined): string | null {
  const name = /^([a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9])){0,252})(?::\d{1,5})?$/i.exec(text ?? '')?.[1]?.toLowerCase();
  return name === undefined || /^\d+(?:\.\d+)?$/.test(name) ? null : name;
}

/**
 * The host that claims to have answered: from `Via` (RFC 9110), `Proxy-Status`, `X-Cache` or the target of a redirect.
 */
function hostOf(headers: Headers, asked: string): string | null {
  const header = (name: string): string => (headers.get(name) ?? '').slice(0, LOOK_LIMIT);
  const target = header('location');
  const names = [
    ...header('via')
      .split(',')
      .map((hop) => hop.trim().split(/\s/)[1]),
    /^"?([^;,"\s]{1,255})/.exec(header('proxy-status'))?.[1],
    / from ([^\s,]{1,255})/.exec(header('x-cache'))?.[1],
    URL.canParse(target) ? new URL(target).hostname : undefined,
  ];
  return names.map(hostIn).find((name) => name !== null && name !== asked) ?? null;
}

/** The title of the page and the program that generated it, as a quotation. */
function saidBy({ headers, bytes }: HttpAnswer): string {
  const title = /<title[^>]{0,100}>([^<]{1,300})/i.exec(beginningOf(bytes))?.[1] ?? '';
  const readable = title.includes('\uFFFD') ? '' : title;
  const parts = [readable, headers.get('x-squid-error'), headers.get('proxy-agent'), headers.get('server')].map(
    (part) => shown(part ?? '', 120),
  );
  return [...new Set(parts.filter((part) => part !== ''))].join(' – ');
}

/** The authentication schemes that a proxy offers: "Negotiate, Basic". */
function schemesOf(headers: Headers): string {
  const offered = (headers.get('proxy-authenticate') ?? '').slice(0, LOOK_LIMIT);
  const names = [...offered.matchAll(/(?:^|,)\s{0,8}([a-z][a-z0-9-]{1,30})(?=\s|,|$)(?!\s{0,8}=)/gi)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].slice(0, 6).join(', ');
}
