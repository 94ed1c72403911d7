import { describe, expect, it } from 'vitest';
import { networkFailure } from '../../../main/auth/network-failure';

describe('network failures', () => {
  const node = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  it.each<[unknown, string, string?]>([
    [new TypeError('net::ERR_INTERNET_DISCONNECTED'), 'network.offline'],
    [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'network.offline', 'proxy'],
    [new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'network.proxy'],
    [new Error('net::ERR_PROXY_AUTH_UNSUPPORTED'), 'network.proxy-auth'],
    [new TypeError("Attempted to redirect, but redirect policy was 'error'"), 'network.portal'],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'network.tls', 'authority'],
    [new Error('net::ERR_CERT_DATE_INVALID'), 'network.clock', 'certificate'],
    [new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'network.tls', 'protocol'],
    [new Error('net::ERR_CONNECTION_TIMED_OUT'), 'network.timeout'],
    [new DOMException('late', 'TimeoutError'), 'network.timeout'],
    [node('ECONNREFUSED'), 'network.offline'],
    [node('ENOTFOUND'), 'network.offline'],
    [node('DEPTH_ZERO_SELF_SIGNED_CERT'), 'network.tls', 'authority'],
    [node('SELF_SIGNED_CERT_IN_CHAIN'), 'network.tls', 'authority'],
    [node('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'network.tls', 'authority'],
    [node('ERR_TLS_CERT_ALTNAME_INVALID'), 'network.tls', 'name'],
    [node('CERT_HAS_EXPIRED'), 'network.clock', 'certificate'],
    [node('UND_ERR_HEADERS_TIMEOUT'), 'network.timeout'],
    ['thrown text', 'network.offline'],
  ])('%s', (cause, code, why) => {
    expect(networkFailure(cause, 'login.example')).toEqual({
      code,
      host: 'login.example',
      ...(why === undefined ? {} : { why }),
    });
  });
});
