import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strangerOf, unmarkedOf } from '../../../../shared/network/answerer';

const HOST = 'graph.example.com';
const isRefusal = (body: object): boolean => 'error' in body;
const html = { 'content-type': 'text/html' };
const ask = (status: number, headers: Record<string, string> = {}, body = '') =>
  strangerOf(
    { status, headers: new Headers(headers), bytes: new TextEncoder().encode(body) },
    { host: HOST, isRefusal },
  );

describe('who answered', () => {
  it.each<[string, number, Record<string, string>, string]>([
    ['Graph with a reason', 403, {}, '{"error":{"code":"Forbidden"}}'],
    ['Graph without a word, by its headers', 403, { 'request-id': 'a0000000-0000-4000-8000-000000000001' }, ''],
    ['Graph without a word, by our own id', 404, { 'client-request-id': 'b' }, ''],
    [
      'the front door of Microsoft with a page of its own',
      503,
      { 'x-azure-ref': 'x', ...html },
      '<html><title>Service unavailable</title>',
    ],
    ['the front door of Microsoft with an odd body', 429, { 'x-ms-ags-diagnostic': '{}' }, '{"Message":"slow down"}'],
    ['the web server of Microsoft', 400, { server: 'Microsoft-HTTPAPI/2.0' }, ''],
    [
      'Graph that wants another token',
      401,
      { 'www-authenticate': 'Bearer realm="", error="insufficient_claims", claims="e30="' },
      '',
    ],
    ['perhaps Graph, busy without a word', 429, { 'retry-after': '3' }, ''],
    ['perhaps Graph, broken without a word', 500, {}, ''],
    ['Graph with what was asked for', 200, {}, '{"value":[]}'],
    ['Graph without content', 204, {}, ''],
    ['Graph with a link of its own host', 302, { location: `https://${HOST}/elsewhere` }, ''],
  ])('is the service: %s', (_, status, headers, body) => {
    expect(ask(status, headers, body)).toBeNull();
  });

  it.each<[string, number, Record<string, string>, string, string]>([
    ['a page with 403', 403, html, '<!DOCTYPE html><title>Blocked</title>', 'network.proxy'],
    ['a page that does not call itself one', 403, { 'content-type': 'application/json' }, '  <HTML>', 'network.proxy'],
    [
      'a page that the service’s own headers went along with',
      403,
      { 'request-id': 'x', ...html },
      '<html>',
      'network.proxy',
    ],
    ['a page with 503', 503, html, '<html>', 'network.proxy'],
    ['an empty 403 of nobody', 403, {}, '', 'network.proxy'],
    ['a word of a gateway', 502, { 'content-type': 'text/plain' }, 'upstream connect error', 'network.proxy'],
    [
      'JSON in another shape',
      403,
      { 'content-type': 'application/json' },
      '{"blocked":true,"policy":"Cloud"}',
      'network.proxy',
    ],
    ['plain text', 404, { 'content-type': 'text/plain' }, 'not allowed', 'network.proxy'],
    ['a rate limit of a proxy', 429, html, '<html>', 'network.proxy'],
    [
      'a wish for another sign-in',
      401,
      { 'www-authenticate': 'Basic realm="guest"', ...html },
      '<html>',
      'network.portal',
    ],
    ['a page in place of the answer', 200, html, '<html><form action="/login">', 'network.portal'],
    ['a page without a type', 200, {}, '\uFEFF<!doctype html>', 'network.portal'],
    [
      'a way to a page of another host',
      302,
      { location: 'https://portal.guest.example/login?orig=x' },
      '',
      'network.portal',
    ],
    ['a way to nowhere that can be read as here', 307, { location: 'http://10.0.0.1/' }, '', 'network.portal'],
    ['network authentication required', 511, {}, '', 'network.portal'],
    ['a proxy sign-in', 407, { 'proxy-authenticate': 'Basic realm="corp"' }, '', 'network.proxy-auth'],
    [
      'a proxy sign-in that looks like the service',
      407,
      { 'request-id': 'x' },
      '{"error":{"code":"x"}}',
      'network.proxy-auth',
    ],
  ])('comes from an intermediary: %s', (_, status, headers, body, code) => {
    expect(ask(status, headers, body)?.failure).toMatchObject({ code, status });
  });
});

describe('whether the request was forwarded', () => {
  it.each([407, 511])('certainly not after %i, which allows nothing before a sign-in', (status) => {
    expect(ask(status, html, '<html>')?.sent).toBe('no');
  });

  it.each([200, 302, 400, 401, 403, 404, 413, 451, 408, 429, 500, 502, 503, 504])('perhaps after %i', (status) => {
    const location = status === 302 ? { location: 'https://other.example/' } : {};
    expect(ask(status, { ...html, ...location }, '<html>')?.sent).toBe('perhaps');
  });

  it.each<[string, Record<string, string>]>([
    ['Squid could not resolve the name', { 'x-squid-error': 'ERR_DNS_FAIL 0' }],
    ['Squid could not connect', { 'x-squid-error': 'ERR_CONNECT_FAIL 111' }],
    [
      'Squid could not connect and its outer proxy tells',
      {
        'x-squid-error': 'ERR_CONNECT_FAIL 111',
        'proxy-status': 'inner; error=connection_refused, outer.example; received-status=503',
      },
    ],
    ['the proxy says that it refused', { 'proxy-status': 'proxy.example; error=http_request_denied' }],
    ['the proxy says that it found no way', { 'proxy-status': '"proxy"; error="destination_unavailable"' }],
  ])('certainly not after a 503 when %s', (_, headers) => {
    expect(ask(503, { ...html, ...headers }, '<html>')?.sent).toBe('no');
  });

  it.each<[string, Record<string, string>]>([
    ['Squid lost the connection while it read', { 'x-squid-error': 'ERR_READ_ERROR 104' }],
    ['Squid got no answer', { 'x-squid-error': 'ERR_ZERO_SIZE_OBJECT 0' }],
    ['Squid refused either the request or the answer', { 'x-squid-error': 'ERR_ACCESS_DENIED 0' }],
    ['Squid found the request or the answer too big', { 'x-squid-error': 'ERR_TOO_BIG 0' }],
    ['one of two Squids lost the connection', { 'x-squid-error': 'ERR_DNS_FAIL 0, ERR_READ_ERROR 104' }],
    ['a page of its own name says nothing', { 'x-squid-error': 'ERR_COMPANY_POLICY 0' }],
    [
      'Squid and its outer proxy say different things',
      { 'x-squid-error': 'ERR_DNS_FAIL 0', 'proxy-status': 'outer.example; error=http_response_timeout' },
    ],
    [
      'the proxy had an answer already',
      { 'proxy-status': 'proxy.example; received-status=204; error=http_request_denied' },
    ],
    [
      'an inner proxy had an answer that the outer one denied',
      { 'proxy-status': 'inner.example; received-status=204, outer.example; error=http_request_denied' },
    ],
    ['it went round in a circle', { 'proxy-status': 'proxy.example; error=proxy_loop_detected' }],
    ['the proxy names no error', { 'proxy-status': 'proxy.example; next-hop=graph.example.com' }],
    [
      'escaped words of a proxy say that it never left',
      { 'proxy-status': 'a.example; details="x \\"; error=dns_error; y=\\""' },
    ],
    [
      'words of a proxy that do not end say that it never left',
      { 'proxy-status': 'a.example; details="x; error=dns_error' },
    ],
    [
      'the list is too long to be read',
      { 'proxy-status': `a.example; error=dns_error; details="${'x'.repeat(9_000)}"` },
    ],
    ['the connection broke after it was encrypted', { 'proxy-status': 'proxy.example; error=tls_alert_received' }],
    [
      'one of two proxies had passed it on',
      { 'proxy-status': 'a.example; error=dns_error, b.example; error=http_response_timeout' },
    ],
    [
      'only the words of a proxy say that it never left',
      { 'proxy-status': 'a.example; error=http_response_timeout; details="x; error=dns_error"' },
    ],
    ['the proxy lost the connection', { 'proxy-status': 'proxy.example; error=connection_terminated' }],
    ['the proxy waited too long for the answer', { 'proxy-status': 'proxy.example; error=http_response_timeout' }],
  ])('perhaps after a 502 when %s', (_, headers) => {
    expect(ask(502, { ...html, ...headers }, '<html>')?.sent).toBe('perhaps');
  });
});

describe('whether the request was forwarded, by the headers of the service', () => {
  it.each<[number, Record<string, string>]>([
    [403, { 'proxy-status': 'proxy.example; error=http_request_denied' }],
    [503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }],
    [407, {}],
    [511, {}],
  ])('perhaps after %i, whatever the proxy says, if a header of the service came back', (status, headers) => {
    expect(ask(status, { ...html, ...headers, 'request-id': 'x' }, '<html>')?.sent ?? 'perhaps').toBe('perhaps');
    expect(ask(status, { ...html, ...headers }, '<html>')?.sent).toBe('no');
  });
});

describe('an answer without a sign of its sender', () => {
  it('proves nothing, and names the proxy that it came through', () => {
    const headers = new Headers({ via: '1.1 Proxy01.corp.example' });
    expect(unmarkedOf({ status: 204, headers }, HOST)).toEqual({
      failure: { code: 'network.proxy', why: 'unmarked', status: 204, host: 'proxy01.corp.example' },
      sent: 'perhaps',
    });
    expect(unmarkedOf({ status: 429, headers: new Headers() }, HOST)).toEqual({
      failure: { code: 'network.proxy', why: 'unmarked', status: 429 },
      sent: 'perhaps',
    });
  });
});

describe('what an intermediary says about itself', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['Via', { via: '1.1 Proxy01.corp.example (squid/5.7)' }, 'proxy01.corp.example'],
    ['Via with a port', { via: '1.1 proxy.corp.example:3128' }, 'proxy.corp.example'],
    ['Via over several hops', { via: '1.0 inner, 1.1 outer.example' }, 'inner'],
    ['Proxy-Status', { 'proxy-status': 'swg.corp.example; error=http_request_denied' }, 'swg.corp.example'],
    ['X-Cache', { 'x-cache': 'MISS from cache3.corp.example' }, 'cache3.corp.example'],
    ['nothing', {}, undefined],
    ['the service’s own name', { via: `1.1 ${HOST}` }, undefined],
    ['markup', { via: '1.1 <b>proxy</b>' }, undefined],
    ['nothing but a number', { via: '1.1 2' }, undefined],
  ])('names its host by %s', (_, headers, host) => {
    expect(ask(403, { ...html, ...headers }, '<html>')?.failure.host).toBe(host);
  });

  it('names the host of the sign-in page that it redirects to', () => {
    expect(ask(302, { location: 'https://login.hotel.example/?token=secret' })?.failure.host).toBe(
      'login.hotel.example',
    );
    expect(JSON.stringify(ask(302, { location: 'https://login.hotel.example/?token=secret' }))).not.toContain('secret');
  });

  it('quotes title and program, in one line without addresses', () => {
    const found = ask(
      403,
      { ...html, server: 'BlueCoat' },
      '<html><title>\n Access\u202e denied\u0007 https://x.example/?id=1 </title>',
    );
    expect(found?.failure.detail).toBe('Access denied … – BlueCoat');
  });

  it.each([
    ['Basic realm="corp, inc"', 'Basic'],
    ['Negotiate, NTLM, Basic realm="x"', 'Negotiate, NTLM, Basic'],
    ['NTLM', 'NTLM'],
    ['Digest realm="x", nonce="abc", qop="auth"', 'Digest'],
    ['', undefined],
  ])('lists the authentication schemes of %s', (offered, said) => {
    expect(ask(407, { 'proxy-authenticate': offered })?.failure.detail).toBe(said);
  });

  it.each(['://x', '0://x', 'a=://b', 'see(https://x.example/?t=1)'])(
    'quotes no address, however it begins: %s',
    (server) => {
      expect(ask(403, { ...html, server }, '<html>')?.failure.detail).toBe('…');
    },
  );

  it('is short and has no invisible characters for any input', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    const header = fc.string({ unit: fc.constantFrom(...'abz019.-_:;,="()<> /'.split('')), maxLength: 300 });
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        header,
        header,
        header,
        text,
        (status, via, proxy, cache, body) => {
          const headers = {
            'content-type': 'text/html',
            via,
            'proxy-status': proxy,
            'proxy-authenticate': proxy,
            'x-cache': `MISS from ${cache}`,
            server: via,
          };
          const { host = '', detail = '' } = ask(status, headers, `<title>${body}</title>`)?.failure ?? {};
          return (
            host.length <= 253 &&
            /^[a-z0-9._-]*$/.test(host) &&
            detail.length <= 600 &&
            !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(detail) &&
            !detail.includes('://')
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('reads only the beginning of an endless page', () => {
    const bytes = new Uint8Array(5_000_000).fill(60);
    expect(strangerOf({ status: 403, headers: new Headers(), bytes }, { host: HOST, isRefusal })?.failure.code).toBe(
      'network.proxy',
    );
  });
});
