import { describe, expect, it } from 'vitest';
import { createMsalNetwork, DiscoveryMemo } from '../../../../main/auth/msal-network';
import { exchange } from '../../../../main/graph/exchange';
import type { Failure } from '../../../../shared/failure';
import { ok } from '../../../../shared/result';

const clock = { now: () => 0, after: () => () => undefined };

async function ofSignIn(error: Error): Promise<Failure | null> {
  const network = createMsalNetwork(
    'https://login.example.com',
    { fetch: () => Promise.reject(error), clock },
    new DiscoveryMemo(),
  );
  await network.module.sendPostRequestAsync('https://login.example.com/token').catch(() => undefined);
  return network.seen.failure;
}

async function ofGraph(error: Error): Promise<Failure | null> {
  const root = { resolve: () => ok({ href: 'https://graph.example.com/v1.0/me', route: '' }) };
  const message = { method: 'GET', address: '/me', clientRequestId: 'c' } as const;
  const answer = await exchange({ root, fetch: () => Promise.reject(error), clock }, message, 'token');
  return answer.kind === 'trouble' ? answer.failure : null;
}

const meanings: Readonly<Record<string, readonly string[]>> = {
  'network.offline': [
    'ERR_NAME_NOT_RESOLVED',
    'ERR_NAME_RESOLUTION_FAILED',
    'ERR_INTERNET_DISCONNECTED',
    'ERR_CONNECTION_REFUSED',
    'ERR_CONNECTION_FAILED',
    'ERR_CONNECTION_RESET',
    'ERR_CONNECTION_CLOSED',
    'ERR_CONNECTION_ABORTED',
    'ERR_EMPTY_RESPONSE',
    'ERR_NETWORK_CHANGED',
    'ERR_NETWORK_IO_SUSPENDED',
    'ERR_ADDRESS_UNREACHABLE',
    'ERR_FAILED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
  ],
  'network.offline proxy': [
    'ERR_PROXY_CONNECTION_FAILED',
    'ERR_SOCKS_CONNECTION_FAILED',
    'ERR_SOCKS_CONNECTION_HOST_UNREACHABLE',
    'ERR_NO_SUPPORTED_PROXIES',
    'ERR_MANDATORY_PROXY_CONFIGURATION_FAILED',
  ],
  'network.timeout': [
    'ERR_ABORTED',
    'ERR_TIMED_OUT',
    'ERR_CONNECTION_TIMED_OUT',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
  ],
  'network.proxy': ['ERR_TUNNEL_CONNECTION_FAILED'],
  'network.portal': ['ERR_HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT', 'ERR_UNEXPECTED_REDIRECT'],
  'network.proxy-auth': [
    'ERR_PROXY_AUTH_UNSUPPORTED',
    'ERR_PROXY_AUTH_REQUESTED',
    'ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION',
    'ERR_UNABLE_TO_REUSE_CONNECTION_FOR_PROXY_AUTH',
    'ERR_UNEXPECTED_PROXY_AUTH',
  ],
  'network.clock certificate': ['ERR_CERT_DATE_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
  'network.tls client': ['ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'ERR_BAD_SSL_CLIENT_AUTH_CERT'],
  'network.tls protocol': ['ERR_SSL_PROTOCOL_ERROR', 'EPROTO'],
  'network.tls authority': [
    'ERR_CERT_AUTHORITY_INVALID',
    'ERR_CERTIFICATE_TRANSPARENCY_REQUIRED',
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ],
  'network.tls name': [
    'ERR_CERT_COMMON_NAME_INVALID',
    'ERR_CERT_NAME_CONSTRAINT_VIOLATION',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  'network.tls revoked': ['ERR_CERT_REVOKED', 'CERT_REVOKED'],
  'network.tls unchecked': ['ERR_CERT_UNABLE_TO_CHECK_REVOCATION', 'ERR_CERT_NO_REVOCATION_MECHANISM'],
  'network.tls weak': ['ERR_CERT_WEAK_SIGNATURE_ALGORITHM', 'ERR_CERT_WEAK_KEY', 'ERR_CERT_VALIDITY_TOO_LONG'],
  'network.tls old': [
    'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    'ERR_SSL_WEAK_SERVER_EPHEMERAL_DH_KEY',
    'ERR_SSL_OBSOLETE_VERSION',
  ],
  'network.tls pinned': ['ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN'],
  'network.tls interception': ['ERR_CERT_KNOWN_INTERCEPTION_BLOCKED'],
  'network.tls proxy': ['ERR_PROXY_CERTIFICATE_INVALID'],
  'network.tls other': ['ERR_CERT_OF_A_LATER_CHROMIUM'],
};

/** As Chromium's network or Node's reports it. */
const thrown = (name: string): Error =>
  name.startsWith('ERR_') && name !== 'ERR_TLS_CERT_ALTNAME_INVALID'
    ? new Error(`net::${name}`)
    : new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: name }) });

const meaningOf = (failure: Failure | null): string =>
  [failure?.code, failure?.why].filter((part) => part !== undefined).join(' ');

describe('a network error means the same to the sign-in and to Graph', () => {
  const all = Object.entries(meanings).flatMap(([meaning, names]) => names.map((name) => [name, meaning] as const));
  it.each(all)('%s: %s', async (name, meaning) => {
    const error = thrown(name);
    expect([meaningOf(await ofSignIn(error)), meaningOf(await ofGraph(error))]).toEqual([meaning, meaning]);
  });

  it.each([
    ['an abort that nobody here asked for', new DOMException('x', 'AbortError'), 'network.timeout'],
    ['a time limit', new DOMException('x', 'TimeoutError'), 'network.timeout'],
    ['something unknown', new Error('x'), 'network.offline'],
  ])('%s', async (_what, error, meaning) => {
    expect([meaningOf(await ofSignIn(error)), meaningOf(await ofGraph(error))]).toEqual([meaning, meaning]);
  });
});
