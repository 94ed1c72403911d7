import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless } from '../../../main/auth/msal-client';
import { networkFailure } from '../../../main/auth/network-failure';
import { namesOneTenant } from '../../../main/auth/profile';
import { quoted, readRefusal } from '../../../main/auth/refusal';
import { resultPages } from '../../../main/auth/result-pages';
import { SignInQueue } from '../../../main/auth/sign-in-queue';
import { ok } from '../../../shared/result';
import { ManualClock } from '../../support/clock';
import { profile } from './bench';

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

describe('the queue', () => {
  const never = () => new Promise<never>(() => undefined);

  it('runs one attempt at a time, each with its full limit', async () => {
    const clock = new ManualClock();
    const queue = new SignInQueue(clock, 1_000);
    const started: number[] = [];
    const attempt = (name: number) => () => {
      started.push(name);
      return never();
    };
    const first = queue.run(attempt(1));
    const second = queue.run(attempt(2));
    await Promise.resolve();
    clock.pass(1_000);
    expect(await first).toEqual({ ok: false, error: { code: 'auth.timeout' } });
    await Promise.resolve();
    expect(started).toEqual([1, 2]);
    clock.pass(999);
    queue.cancel();
    expect(await second).toEqual({ ok: false, error: { code: 'auth.cancelled' } });
    expect(clock.waiting).toBe(0);
  });

  it('cancels those that wait, too, without starting them', async () => {
    const queue = new SignInQueue(new ManualClock(), 1_000);
    let ran = false;
    const first = queue.run(never);
    const second = queue.run(() => {
      ran = true;
      return Promise.resolve(ok(1));
    });
    await Promise.resolve();
    queue.cancel();
    expect([(await first).ok, (await second).ok, ran]).toEqual([false, false, false]);
    expect(await queue.run(() => Promise.resolve(ok(2)))).toEqual(ok(2));
  });

  it('passes exceptions on and continues', async () => {
    const queue = new SignInQueue(new ManualClock(), 1_000);
    await expect(queue.run(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await queue.run(() => Promise.resolve(ok(1)))).toEqual(ok(1));
  });
});

describe('the result pages', () => {
  it.each(Object.entries(resultPages))(
    '%s: static, in both languages, with a policy that its style meets',
    (_name, html) => {
      expect(html).toMatch(/^<!doctype html>/);
      expect(html).toMatch(/[ぁ-ん]/);
      expect(html).not.toMatch(/<script|\son\w+=|https?:|javascript:/i);
      const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(html).toContain(
        `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
      );
    },
  );
});

describe("MSAL's log lines", () => {
  it('are stripped of addresses, accounts, ids and anything that looks like a token', () => {
    const line = harmless(
      'Error - a1e70000-0000-4000-8000-000000000001.5a1e0c0f-1d2e-4a3b-9c4d-0123456789ab https://login.example/x?code=1 alex@fake.example eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl\nnext',
    );
    expect(line).not.toMatch(/a1e70000|code=|alex|eyJ|\n/);
  });

  it('stay short for any input', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => harmless(text).length <= 300));
  });
});

describe('quotations of the service', () => {
  it('are one short line without controls, numbers of the case, or queries', () => {
    expect(
      quoted('AADSTS50011: No\u0000 such\r\n redirect http://localhost:1/?code=x#y. Trace ID: 1 Correlation ID: 2'),
    ).toBe('No such redirect http://localhost:1/');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (text) => {
        const line = quoted(text);
        return line.length <= 240 && !/[\p{Cc}\p{Cf}]/u.test(line);
      }),
    );
  });

  it('are read from any body without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const refusal = readRefusal({ status: 400, headers: {}, body });
        return refusal === null || refusal.error !== '';
      }),
    );
  });

  it.each([
    ['5', 5],
    ['2.128', 3],
    ['0', 0],
    ['soon', null],
    ['-4', null],
  ])('with Retry-After %s wait %s seconds', (header, expected) => {
    const answer = { status: 429, headers: { 'retry-after': header }, body: { error: 'temporarily_unavailable' } };
    expect(readRefusal(answer)?.retryAfter).toBe(expected);
  });
});

describe('the tenant of a profile', () => {
  it.each([
    ['5a1e0c0f-1d2e-4a3b-9c4d-0123456789ab', true],
    ['contoso.onmicrosoft.com', true],
    ['contoso.co.jp', true],
    ['common', false],
    ['organizations', false],
    ['consumers', false],
    ['', false],
    ['a.b/../common', false],
    ['a b.c', false],
  ])('"%s": %s', (tenantId, expected) => {
    expect(namesOneTenant({ ...profile, tenantId })).toBe(expected);
  });
});
