import { describe, expect, it } from 'vitest';
import { skewOf, watchSkew } from '../../../../shared/network/clock-skew';
import { troubleOf } from '../../../../shared/network/trouble';

const chromium = (code: string): Error => new Error(`net::${code}`);
const node = (code: string): Error => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

describe('why no answer came', () => {
  it.each<[Error, string, string | undefined]>([
    [chromium('ERR_CERT_DATE_INVALID'), 'network.clock', 'certificate'],
    [node('CERT_HAS_EXPIRED'), 'network.clock', 'certificate'],
    [node('CERT_NOT_YET_VALID'), 'network.clock', 'certificate'],
    [chromium('ERR_CERT_AUTHORITY_INVALID'), 'network.tls', 'authority'],
    [node('SELF_SIGNED_CERT_IN_CHAIN'), 'network.tls', 'authority'],
    [chromium('ERR_CERT_COMMON_NAME_INVALID'), 'network.tls', 'name'],
    [node('ERR_TLS_CERT_ALTNAME_INVALID'), 'network.tls', 'name'],
    [chromium('ERR_CERT_REVOKED'), 'network.tls', 'revoked'],
    [chromium('ERR_CERT_WEAK_SIGNATURE_ALGORITHM'), 'network.tls', 'weak'],
    [chromium('ERR_CERT_WEAK_KEY'), 'network.tls', 'weak'],
    [chromium('ERR_SSL_VERSION_OR_CIPHER_MISMATCH'), 'network.tls', 'old'],
    [chromium('ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN'), 'network.tls', 'pinned'],
    [chromium('ERR_CERT_KNOWN_INTERCEPTION_BLOCKED'), 'network.tls', 'interception'],
    [chromium('ERR_CERT_UNABLE_TO_CHECK_REVOCATION'), 'network.tls', 'unchecked'],
    [chromium('ERR_CERT_SOMETHING_NEW'), 'network.tls', 'other'],
    [chromium('ERR_PROXY_CERTIFICATE_INVALID'), 'network.tls', 'proxy'],
    [chromium('ERR_PROXY_AUTH_UNSUPPORTED'), 'network.proxy-auth', undefined],
    [chromium('ERR_PROXY_AUTH_REQUESTED'), 'network.proxy-auth', undefined],
    [chromium('ERR_UNEXPECTED_PROXY_AUTH'), 'network.proxy-auth', undefined],
    [chromium('ERR_TUNNEL_CONNECTION_FAILED'), 'network.proxy', undefined],
    [chromium('ERR_PROXY_CONNECTION_FAILED'), 'network.offline', 'proxy'],
    [chromium('ERR_SOCKS_CONNECTION_FAILED'), 'network.offline', 'proxy'],
    [chromium('ERR_NAME_NOT_RESOLVED'), 'network.offline', undefined],
  ])('%s: nothing was sent', (error, code, why) => {
    expect(troubleOf(error)).toEqual({ failure: { code, ...(why === undefined ? {} : { why }) }, sent: 'no' });
  });

  it.each<[Error, string]>([
    // What Electron and Node say when an answer leads elsewhere; it is never followed.
    [new TypeError("Attempted to redirect, but redirect policy was 'error'"), 'network.portal'],
    [new TypeError('fetch failed', { cause: new Error('unexpected redirect') }), 'network.portal'],
    [chromium('ERR_UNEXPECTED_REDIRECT'), 'network.portal'],
    [chromium('ERR_BAD_SSL_CLIENT_AUTH_CERT'), 'network.tls'],
    [chromium('ERR_SSL_CLIENT_AUTH_CERT_NEEDED'), 'network.tls'],
    [chromium('ERR_SSL_PROTOCOL_ERROR'), 'network.tls'],
    [chromium('ERR_CONNECTION_RESET'), 'network.offline'],
    [new DOMException('late', 'TimeoutError'), 'network.timeout'],
    [new Error('something'), 'network.offline'],
  ])('%s: perhaps something was sent', (error, code) => {
    expect(troubleOf(error)).toMatchObject({ failure: { code }, sent: 'perhaps' });
  });
});

describe('a clock that is wrong', () => {
  const now = Date.UTC(2026, 10, 30, 9);

  it.each<[string, number | null, number | null]>([
    ['an answer without a date', null, null],
    ['the same time', now, null],
    ['five minutes', now - 300_000, null],
    ['more than five minutes ahead', now - 301_000, 301],
    ['a day behind', now + 86_400_000, -86_400],
  ])('by %s', (_, serverTime, skew) => {
    expect(skewOf(serverTime, now)).toBe(skew);
  });

  it('is reported once, and again only after it was right', () => {
    const told: number[] = [];
    const note = watchSkew((seconds) => told.push(seconds));
    for (const skew of [400, 401, null, 900, 900]) note(skew);
    expect(told).toEqual([400, 900]);
  });
});
