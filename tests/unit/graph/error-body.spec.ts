import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../../main/graph/claims-challenge';
import { decodeError, decodeErrorText } from '../../../main/graph/error-body';
import { failureOf } from '../../../main/graph/failure-of';

const ACTIVITY = '12345678-1234-1234-1234-123456789abc';
const TAIL = ` - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: ${ACTIVITY} - Url: https://fef.example.manage.microsoft.com/x?api-version=1`;
const inner = {
  date: '2026-02-24T14:44:02',
  'request-id': 'aaaaaaaa-0000-4000-8000-000000000000',
  'client-request-id': 'bbbbbbbb-0000-4000-8000-000000000000',
};
const intune = (message: string): string =>
  `{\r\n  "_version": 3,\r\n  "Message": ${JSON.stringify(message)},\r\n  "CustomApiErrorPhrase": "",\r\n  "RetryAfter": null,\r\n  "HttpHeaders": "{}"\r\n}`;

const A = {
  error: {
    code: 'Forbidden',
    message: intune(
      `Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementManagedDevices.Read.All, DeviceManagementManagedDevices.ReadWrite.All${TAIL}`,
    ),
    innerError: inner,
  },
};
const B = {
  error: {
    code: 'UnknownError',
    message: JSON.stringify({ ErrorCode: 'Forbidden', Message: intune(`An error has occurred${TAIL}`), Target: null }),
    innerError: inner,
  },
};
const C = { error: { code: 'BadRequest', message: intune(`An error has occurred${TAIL}`), innerError: inner } };
const D = {
  error: {
    code: 'InternalServerError',
    message: intune(`An internal server error has occurred${TAIL}`),
    innerError: inner,
  },
};
const E = {
  error: {
    code: 'TooManyRequests',
    message: 'Please retry again later.',
    innerError: { code: '429', 'request-id': inner['request-id'], status: '429' },
  },
};

const failure = (status: number, body: unknown, purpose: 'read' | 'action' = 'read') =>
  failureOf({
    status,
    error: decodeError(body),
    purpose,
    requestId: null,
    clientRequestId: null,
    serverTime: null,
    waitMs: null,
  });

describe('the error bodies of Graph and Intune', () => {
  it('A names the missing scopes', () => {
    expect(failure(403, A)).toEqual({
      code: 'graph.scope-missing',
      status: 403,
      requestId: inner['request-id'],
      activityId: ACTIVITY,
      scopes: ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All'],
      detail: expect.stringMatching(/^Application is not authorized.*ReadWrite\.All$/) as string,
    });
  });

  it('B is a missing role, not a sign-in, although its status is 401', () => {
    expect(failure(401, B)).toMatchObject({
      code: 'graph.forbidden',
      activityId: ACTIVITY,
      detail: 'An error has occurred',
    });
    expect(decodeError(B).fromIntune).toBe(true);
  });

  it('C means unsupported only for the action', () => {
    expect(failure(400, C, 'action')).toMatchObject({ code: 'graph.unsupported', activityId: ACTIVITY });
    expect(failure(400, C, 'read')).toMatchObject({ code: 'graph.rejected' });
  });

  it('D is a fault of the service', () => {
    expect(failure(500, D)).toMatchObject({ code: 'graph.server', detail: 'An internal server error has occurred' });
  });

  it('E is throttling', () => {
    expect(failure(429, E)).toMatchObject({
      code: 'graph.throttled',
      detail: 'Please retry again later.',
      requestId: inner['request-id'],
    });
    expect(decodeError(E).fromIntune).toBe(false);
  });

  it.each([null, 42, 'text', [], {}, { error: 'x' }, { error: { message: 7 } }, { error: { message: '{"Message":' } }])(
    'accepts %j',
    (body) => {
      expect(failure(403, body)).toMatchObject({ code: 'graph.forbidden', status: 403 });
    },
  );

  it.each(['a.', ' ', ' - ', 'one of the following scopes: ', '{"Message":', '://'])(
    'is quick with endless repetitions of %j',
    (part) => {
      const startedAt = performance.now();
      decodeError({
        error: { code: part.repeat(20_000), message: `one of the following scopes: ${part.repeat(60_000)}` },
      });
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    },
  );

  it('limits the nesting that it follows', () => {
    let message = 'deep';
    for (let depth = 0; depth < 8; depth++) message = JSON.stringify({ Message: message });
    expect(decodeError({ error: { message } }).fromIntune).toBe(true);
  });

  it('shows neither addresses nor control characters, and no more than three hundred characters', () => {
    const { text } = decodeError({
      error: { message: `see https://get.teamviewer.com/s1-secret \u202Eabc\u0007 ${'x'.repeat(1_000)}` },
    });
    expect(text).toMatch(/^see … abc x+…$/);
    expect(text).toHaveLength(300);
  });

  it('never throws and never returns hidden characters', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({
            error: fc.record({
              code: fc.anything(),
              message: fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
              innerError: fc.anything(),
            }),
          }),
        ),
        (body) => {
          const error = decodeError(body);
          expect(error.text.length).toBeLessThanOrEqual(300);
          expect(error.text + error.code).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeErrorText(text)).toBeDefined();
      }),
    );
  });
});

describe('a claims challenge', () => {
  const json = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
  const base64 = Buffer.from(json).toString('base64');

  it.each([
    `Bearer realm="", authorization_uri="https://login.example/oauth2/authorize", error="insufficient_claims", claims="${base64}"`,
    `Bearer claims="${base64}", error="insufficient_claims", realm=""`,
    `Bearer error=insufficient_claims,claims="${base64}"`,
    `PoP nonce="abc", Bearer realm="a, b=c", error="insufficient_claims", claims="${base64}"`,
    `Bearer error="invalid_token", error_description="x", Bearer error="insufficient_claims", claims="${base64}"`,
    `Negotiate, Bearer Error="insufficient_claims", Claims="${base64}"`,
    `Bearer error="insufficient_claims", claims="${Buffer.from(json).toString('base64url')}"`,
  ])('is read from %s', (header) => {
    expect(claimsOf(header)).toBe(json);
  });

  it.each([
    null,
    '',
    'Bearer',
    'Bearer error="invalid_token"',
    `Bearer error="invalid_token", claims="${base64}"`,
    'Bearer error="insufficient_claims"',
    'Bearer error="insufficient_claims", claims="%%%"',
    `Bearer error="insufficient_claims", claims="${Buffer.from('[1]').toString('base64')}"`,
    `Bearer error="insufficient_claims", PoP claims="${base64}"`,
    `Bearer error="insufficient_claims", claims="${'A'.repeat(20_000)}"`,
  ])('is not found in %j', (header) => {
    expect(claimsOf(header)).toBeNull();
  });

  it('never throws', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('Bearer ', 'error=', '"insufficient_claims"', 'claims="', '"', ',', ' ', '\\'),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(() => claimsOf(parts.join(''))).not.toThrow();
      }),
    );
  });
});
