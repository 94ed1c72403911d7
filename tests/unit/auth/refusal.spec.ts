import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted, readRefusal } from '../../../main/auth/refusal';

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
