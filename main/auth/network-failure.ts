import type { Failure } from '../../shared/failure';

const tls = /ERR_CERT|ERR_SSL|ERR_BAD_SSL|ERR_TLS|CERT_|_CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|EPROTO/;
const slow = /TIMED_OUT|ERR_ABORTED|ETIMEDOUT|TimeoutError|AbortError|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT/;

/**
 * Why a request got no answer. Chromium puts its code into the message (`net::ERR_…`), Node into the cause.
 * Only the host is told: the rest of the address may carry secrets.
 */
export function networkFailure(cause: unknown, host: string): Failure {
  const words = describe(cause, 3);
  if (tls.test(words)) return { code: 'network.tls', host };
  return { code: slow.test(words) ? 'network.timeout' : 'network.offline', host };
}

function describe(cause: unknown, depth: number): string {
  if (!(cause instanceof Error) || depth === 0) return '';
  const code = 'code' in cause ? String(cause.code) : '';
  return `${cause.name} ${code} ${cause.message} ${describe(cause.cause, depth - 1)}`;
}
