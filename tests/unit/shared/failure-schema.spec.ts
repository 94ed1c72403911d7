import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ReplySchema } from '../../../main/inventory/process/protocol';
import type { Failure } from '../../../shared/failure';
import { failureCodes } from '../../../shared/failure';
import { failureSchema, knownCode, knownOrInternal } from '../../../shared/failure-schema';

const everything: Required<Omit<Failure, 'place'>> = {
  code: 'graph.forbidden',
  why: 'role',
  notSent: false,
  skew: -90,
  retryAfter: 30,
  ref: 'ab12',
  status: 403,
  requestId: 'r-1',
  answeredAt: '2026-11-30T12:00:00Z',
  clientRequestId: 'c-1',
  activityId: 'a-1',
  correlationId: 'k-1',
  aadsts: 53003,
  scopes: ['User.Read'],
  host: 'graph.microsoft.com',
  detail: 'Access is denied.',
};
const plain = { text: () => v.string(), detail: v.string() };
const tolerant = failureSchema({ code: knownOrInternal, ...plain });
const strict = failureSchema({ code: knownCode, ...plain });

describe('the schema of a failure', () => {
  it('keeps every field but the place in a file', () => {
    expect(v.parse(strict, { ...everything, place: { line: 1, column: 2 } })).toEqual(everything);
  });

  it.each(failureCodes)('knows %s', (code) => {
    expect(v.parse(strict, { code })).toEqual({ code });
    expect(v.parse(tolerant, { code })).toEqual({ code });
  });

  it('reads an unknown code as internal and keeps the rest, only if requested', () => {
    const later = { ...everything, code: 'graph.of-a-later-version' };
    expect(v.parse(tolerant, later)).toEqual({ ...everything, code: 'internal' });
    expect(v.is(strict, later)).toBe(false);
  });

  it.each(Object.keys(everything).filter((key) => key !== 'code'))('refuses %s of another type', (key) => {
    expect(v.is(tolerant, { ...everything, [key]: { odd: true } })).toBe(false);
  });

  it('limits texts as the caller says, and the quotation by a separate limit', () => {
    const short = failureSchema({
      code: knownCode,
      text: (limit) => v.pipe(v.string(), v.maxLength(limit)),
      detail: v.pipe(v.string(), v.maxLength(5)),
    });
    expect(v.is(short, { code: 'busy', why: 'x'.repeat(100), detail: 'short' })).toBe(true);
    expect(v.is(short, { code: 'busy', why: 'x'.repeat(101) })).toBe(false);
    expect(v.is(short, { code: 'busy', detail: 'longer' })).toBe(false);
  });
});

it('a reply of the inventory process has the code, the reference and the quotation of a failure, and a known code', () => {
  const reply = (error: unknown) => ({ answer: 1, outcome: { ok: false, error } });
  expect(v.parse(ReplySchema, reply(everything))).toEqual(
    reply({ code: everything.code, ref: everything.ref, detail: everything.detail }),
  );
  expect(v.is(ReplySchema, reply({ ...everything, code: 'graph.of-a-later-version' }))).toBe(false);
});
