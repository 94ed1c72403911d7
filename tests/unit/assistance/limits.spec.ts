import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ask } from '../../../main/assistance/limits';
import { lastAsk, limitFailure } from '../../../main/assistance/limits';

const now = 1_000_000_000;
const ask = (deviceId: string, agoMs: number, mayHaveReached = true): Ask => ({ deviceId, at: now - agoMs, mayHaveReached });
const attempt = { deviceId: 'd', override: false, isRunning: false, now };

test('nothing asked, nothing in the way', () => expect(limitFailure(attempt, [])).toBeNull());

test('a running request is never overridden', () => {
  expect(limitFailure({ ...attempt, isRunning: true, override: true }, [])).toEqual({ code: 'request.in-flight' });
});

test('the repeat guard lasts ten minutes for what may have reached Intune', () => {
  expect(limitFailure(attempt, [ask('d', 599_999)])).toEqual({ code: 'request.repeated', retryAfter: 1 });
  expect(limitFailure(attempt, [ask('d', 600_000)])).toBeNull();
  expect(limitFailure(attempt, [ask('d', 4_000, false)])).toBeNull();
  expect(limitFailure({ ...attempt, override: true }, [ask('d', 4_000)])).toBeNull();
  expect(lastAsk('d', [ask('d', 9_000), ask('d', 5_000), ask('e', 1_000)], now)).toBe(now - 5_000);
});

test('also a refused request counts for the rate', () => {
  expect(limitFailure(attempt, [ask('e', 1_500, false)])).toEqual({ code: 'request.too-fast', retryAfter: 2 });
  expect(limitFailure(attempt, [ask('e', 3_000)])).toBeNull();
});

test('a clock that was set back an hour neither blocks nor frees for good', () => {
  expect(limitFailure(attempt, [ask('d', -3_600_000)])).toBeNull();
  expect(limitFailure(attempt, [ask('d', -60_000)])?.code).toBe('request.repeated');
});

test('whatever is tried, no three seconds see two requests and no five minutes eleven', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { maxLength: 80 }), (pauses) => {
      const asks: Ask[] = [];
      let at = now;
      for (const [nth, pause] of pauses.entries()) {
        at += pause;
        if (limitFailure({ ...attempt, deviceId: `d${nth}`, now: at }, asks) !== null) continue;
        asks.push({ deviceId: `d${nth}`, at, mayHaveReached: true });
        expect(asks.filter((other) => other.at > at - 3_000)).toHaveLength(1);
        expect(asks.filter((other) => other.at > at - 300_000).length).toBeLessThanOrEqual(10);
      }
    }),
  );
});
