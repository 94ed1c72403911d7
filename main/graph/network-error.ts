import type { Failure, FailureCode } from '../../shared/failure';

/** Whether bytes of the request may have reached the service. */
export type Sent = 'no' | 'perhaps';

export interface Trouble {
  readonly failure: Failure;
  readonly sent: Sent;
}

/** Ends before the first byte of the request: name lookup, connection, proxy tunnel or TLS handshake. */
const NOT_SENT: ReadonlyMap<string, FailureCode> = new Map([
  ['ERR_NAME_NOT_RESOLVED', 'network.offline'],
  ['ERR_NAME_RESOLUTION_FAILED', 'network.offline'],
  ['ERR_INTERNET_DISCONNECTED', 'network.offline'],
  ['ERR_CONNECTION_REFUSED', 'network.offline'],
  ['ERR_CONNECTION_FAILED', 'network.offline'],
  ['ERR_CONNECTION_TIMED_OUT', 'network.timeout'],
  ['ERR_PROXY_CONNECTION_FAILED', 'network.offline'],
  ['ERR_TUNNEL_CONNECTION_FAILED', 'network.offline'],
  ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'network.tls'],
  ['ENOTFOUND', 'network.offline'],
  ['EAI_AGAIN', 'network.offline'],
  ['ECONNREFUSED', 'network.offline'],
  ['UND_ERR_CONNECT_TIMEOUT', 'network.timeout'],
  ['CERT_HAS_EXPIRED', 'network.tls'],
  ['CERT_NOT_YET_VALID', 'network.tls'],
  ['CERT_UNTRUSTED', 'network.tls'],
  ['CERT_REJECTED', 'network.tls'],
  ['CERT_SIGNATURE_FAILURE', 'network.tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'network.tls'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'network.tls'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network.tls'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'network.tls'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'network.tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'network.tls'],
]);

/** Worded better than "offline", yet bytes may have gone out. */
const PERHAPS_SENT: ReadonlyMap<string, FailureCode> = new Map([
  ['ERR_TIMED_OUT', 'network.timeout'],
  ['ETIMEDOUT', 'network.timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'network.timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'network.timeout'],
  ['ERR_SSL_PROTOCOL_ERROR', 'network.tls'],
  ['ERR_UNEXPECTED_REDIRECT', 'graph.blocked'],
]);

interface Traits {
  readonly code: string;
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
    found.push({ code: textOf(record['code']), syscall: textOf(record['syscall']), message: textOf(record['message']) });
    current = record['cause'];
  }
  return found;
}

function codeOf({ code, message }: Traits): string {
  return /^net::(ERR_[A-Z0-9_]+)/.exec(message)?.[1] ?? (/^net::/.test(code) ? code.slice(5) : code);
}

/** Chromium's and Node's ways to say that no answer came. In doubt the request counts as perhaps sent. */
export function troubleOf(error: unknown): Trouble {
  const traits = chain(error);
  for (const trait of traits) {
    const code = codeOf(trait);
    if (code.startsWith('ERR_CERT_')) return { failure: { code: 'network.tls' }, sent: 'no' };
    const certain = NOT_SENT.get(code);
    if (certain !== undefined) return { failure: { code: certain }, sent: 'no' };
    if (trait.syscall === 'connect' && code !== '') {
      return { failure: { code: code === 'ETIMEDOUT' ? 'network.timeout' : 'network.offline' }, sent: 'no' };
    }
    const doubtful = PERHAPS_SENT.get(code);
    if (doubtful !== undefined) return { failure: { code: doubtful }, sent: 'perhaps' };
  }
  const redirected = traits.some(({ message }) => /redirect/i.test(message));
  return { failure: { code: redirected ? 'graph.blocked' : 'network.offline' }, sent: 'perhaps' };
}
