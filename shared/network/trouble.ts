import type { Failure } from '../failure';

/** Whether bytes of the request may have reached the service. */
export type Sent = 'no' | 'perhaps';

export interface Trouble {
  readonly failure: Failure;
  readonly sent: Sent;
}

type Cause = Pick<Failure, 'code' | 'why'>;

const tls = (why: string): Cause => ({ code: 'network.tls', why });
const OFFLINE: Cause = { code: 'network.offline' };
const TIMEOUT: Cause = { code: 'network.timeout' };
/** A certificate that seems to be out of date usually means that the clock of this computer is wrong. */
const CLOCK: Cause = { code: 'network.clock', why: 'certificate' };
const AUTHORITY = tls('authority');
const PROXY_SIGN_IN: Cause = { code: 'network.proxy-auth' };

/** Fails before the first byte of the request is sent: name lookup, connection, proxy tunnel or TLS handshake. */
const NOT_SENT: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['ERR_NAME_NOT_RESOLVED', OFFLINE],
  ['ERR_NAME_RESOLUTION_FAILED', OFFLINE],
  ['ERR_INTERNET_DISCONNECTED', OFFLINE],
  ['ERR_CONNECTION_REFUSED', OFFLINE],
  ['ERR_CONNECTION_FAILED', OFFLINE],
  ['ERR_CONNECTION_TIMED_OUT', TIMEOUT],
  ['ERR_PROXY_CONNECTION_FAILED', { code: 'network.offline', why: 'proxy' }],
  ['ERR_SOCKS_CONNECTION_FAILED', { code: 'network.offline', why: 'proxy' }],
  ['ERR_SOCKS_CONNECTION_HOST_UNREACHABLE', { code: 'network.offline', why: 'proxy' }],
  ['ERR_NO_SUPPORTED_PROXIES', { code: 'network.offline', why: 'proxy' }],
  ['ERR_MANDATORY_PROXY_CONFIGURATION_FAILED', { code: 'network.offline', why: 'proxy' }],
  // The proxy refused to open a tunnel; Chromium does not report its answer.
  ['ERR_TUNNEL_CONNECTION_FAILED', { code: 'network.proxy' }],
  ['ERR_HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT', { code: 'network.portal' }],
  ['ERR_PROXY_CERTIFICATE_INVALID', tls('proxy')],
  ['ERR_PROXY_AUTH_UNSUPPORTED', PROXY_SIGN_IN],
  ['ERR_PROXY_AUTH_REQUESTED', PROXY_SIGN_IN],
  ['ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION', PROXY_SIGN_IN],
  ['ERR_UNABLE_TO_REUSE_CONNECTION_FOR_PROXY_AUTH', PROXY_SIGN_IN],
  // A 407 in an unexpected place: a proxy that asks for authentication has forwarded nothing.
  ['ERR_UNEXPECTED_PROXY_AUTH', PROXY_SIGN_IN],
  ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', tls('old')],
  ['ERR_SSL_WEAK_SERVER_EPHEMERAL_DH_KEY', tls('old')],
  ['ERR_SSL_OBSOLETE_VERSION', tls('old')],
  ['ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN', tls('pinned')],
  ['ENOTFOUND', OFFLINE],
  ['EAI_AGAIN', OFFLINE],
  ['ECONNREFUSED', OFFLINE],
  ['UND_ERR_CONNECT_TIMEOUT', TIMEOUT],
  ['CERT_HAS_EXPIRED', CLOCK],
  ['CERT_NOT_YET_VALID', CLOCK],
  ['CERT_REVOKED', tls('revoked')],
  ['CERT_UNTRUSTED', AUTHORITY],
  ['CERT_REJECTED', AUTHORITY],
  ['CERT_SIGNATURE_FAILURE', tls('weak')],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', AUTHORITY],
  ['SELF_SIGNED_CERT_IN_CHAIN', AUTHORITY],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT', AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', AUTHORITY],
  ['ERR_TLS_CERT_ALTNAME_INVALID', tls('name')],
]);

/** Chromium's certificate errors (`net_error_list.h`, 200 to 219); nothing is sent after any of them. */
const CERTIFICATE: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['ERR_CERT_DATE_INVALID', CLOCK],
  ['ERR_CERT_AUTHORITY_INVALID', AUTHORITY],
  ['ERR_CERT_COMMON_NAME_INVALID', tls('name')],
  ['ERR_CERT_NAME_CONSTRAINT_VIOLATION', tls('name')],
  ['ERR_CERT_REVOKED', tls('revoked')],
  ['ERR_CERT_UNABLE_TO_CHECK_REVOCATION', tls('unchecked')],
  ['ERR_CERT_NO_REVOCATION_MECHANISM', tls('unchecked')],
  ['ERR_CERT_WEAK_SIGNATURE_ALGORITHM', tls('weak')],
  ['ERR_CERT_WEAK_KEY', tls('weak')],
  ['ERR_CERT_VALIDITY_TOO_LONG', tls('weak')],
  ['ERR_CERTIFICATE_TRANSPARENCY_REQUIRED', AUTHORITY],
  ['ERR_CERT_KNOWN_INTERCEPTION_BLOCKED', tls('interception')],
  ['ERR_CERT_SYMANTEC_LEGACY', AUTHORITY],
]);

/** More specific than "offline", but bytes may have been sent. */
const PERHAPS_SENT: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['ERR_TIMED_OUT', TIMEOUT],
  ['ETIMEDOUT', TIMEOUT],
  ['UND_ERR_HEADERS_TIMEOUT', TIMEOUT],
  ['UND_ERR_BODY_TIMEOUT', TIMEOUT],
  ['TimeoutError', TIMEOUT],
  ['AbortError', TIMEOUT],
  ['ERR_ABORTED', TIMEOUT],
  ['ERR_SSL_PROTOCOL_ERROR', tls('protocol')],
  ['ERR_BAD_SSL_CLIENT_AUTH_CERT', tls('client')],
  // It can be requested after the request was read (TLS renegotiation).
  ['ERR_SSL_CLIENT_AUTH_CERT_NEEDED', tls('client')],
  ['EPROTO', tls('protocol')],
  ['ERR_UNEXPECTED_REDIRECT', { code: 'network.portal' }],
]);

interface Traits {
  readonly code: string;
  readonly name: string;
  readonly syscall: string;
  readonly message: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The error and its causes, at most five deep. */
function chain(error: unknown): readonly Traits[] {
  const found: Traits[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && found.length < 5) {
    const record = current as Readonly<Record<string, unknown>>;
    found.push({
      code: textOf(record['code']),
      name: textOf(record['name']),
      syscall: textOf(record['syscall']),
      message: textOf(record['message']),
    });
    current = record['cause'];
  }
  return found;
}

function codeOf({ code, name, message }: Traits): string {
  const told = /^net::(ERR_[A-Z0-9_]+)/.exec(message)?.[1] ?? (/^net::/.test(code) ? code.slice(5) : code);
  return told === '' ? name : told;
}

const trouble = (failure: Cause, sent: Sent): Trouble => ({ failure, sent });

function troubleIn(trait: Traits): Trouble | null {
  const code = codeOf(trait);
  const certain =
    CERTIFICATE.get(code) ?? NOT_SENT.get(code) ?? (/^ERR_CERT(?:IFICATE)?_/.test(code) ? tls('other') : undefined);
  if (certain !== undefined) return trouble(certain, 'no');
  if (trait.syscall === 'connect' && code !== '') return trouble(code === 'ETIMEDOUT' ? TIMEOUT : OFFLINE, 'no');
  const doubtful = PERHAPS_SENT.get(code);
  return doubtful === undefined ? null : trouble(doubtful, 'perhaps');
}

/** Errors of Chromium and Node that mean that no answer came. In doubt the request counts as perhaps sent. */
export function troubleOf(error: unknown): Trouble {
  const traits = chain(error);
  for (const trait of traits) {
    const found = troubleIn(trait);
    if (found !== null) return found;
  }
  // Microsoft's services redirect none of our calls: a redirect comes from a sign-in page of the network and is never
  // followed.
  const isRedirected = traits.some(({ message }) => /redirect/i.test(message));
  return trouble(isRedirected ? { code: 'network.portal' } : OFFLINE, 'perhaps');
}
