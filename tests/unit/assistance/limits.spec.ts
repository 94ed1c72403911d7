import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ask } from '../../../main/assistance/limits';
import { lastAsk, pauseBefore, repeatFailure } from '../../../main/assistance/limits';

const now = 1_000_000_000;
const ask = (deviceId: string, agoMs: number, mayAppear = true): Ask => ({ deviceId, at: now - agoMs, mayAppear });
const attempt = { deviceId: 'd', override: false, isRunning: false, now };

test('without earlier requests no limit applies', () =>
  expect([repeatFailure(attempt, []), pauseBefore(now, [])]).toEqual([null, null]));

test('a running request is never overridden', () => {
  expect(repeatFailure({ ...attempt, isRunning: true, override: true }, [])).toEqual({ code: 'request.in-flight' });
});

test('the repeat guard lasts ten minutes for what may still appear on the device', () => {
  expect(repeatFailure(attempt, [ask('d', 599_999)])).toEqual({ code: 'request.repeated', retryAfter: 1 });
  expect(repeatFailure(attempt, [ask('d', 600_000)])).toBeNull();
  expect(repeatFailure(attempt, [ask('d', 4_000, false)])).toBeNull();
  expect(repeatFailure({ ...attempt, override: true }, [ask('d', 4_000)])).toBeNull();
  expect(lastAsk('d', [ask('d', 9_000), ask('d', 5_000), ask('e', 1_000)], now)).toBe(now - 5_000);
});

test('after a request without effect the same device may get another one at once, even when an earlier one had an effect', () => {
  expect(repeatFailure(attempt, [ask('d', 500_000), ask('d', 4_000, false)])).toBeNull();
  expect(repeatFailure(attempt, [ask('d', 4_000), ask('d', 500_000, false)])?.code).toBe('request.repeated');
});

test('the longer of two pauses applies', () => {
  const ten = Array.from({ length: 10 }, (_, nth) => ask(`e${nth}`, 1_000 + nth * 3_000));
  expect(pauseBefore(now, ten)).toEqual({ ms: 300_000 - 28_000, window: 'long' });
  expect(pauseBefore(now, ten.slice(0, 9))).toEqual({ ms: 2_000, window: 'short' });
});

test('a refused request counts for the rate limit too', () => {
  expect(pauseBefore(now, [ask('e', 1_500, false)])).toEqual({ ms: 1_500, window: 'short' });
  expect(pauseBefore(now, [ask('e', 3_000)])).toBeNull();
});

test('a clock that was set back an hour neither blocks nor releases forever', () => {
  expect(repeatFailure(attempt, [ask('d', -3_600_000)])).toBeNull();
  expect(repeatFailure(attempt, [ask('d', -60_000)])?.code).toBe('request.repeated');
});

test('never two requests within three seconds nor eleven within five minutes, whatever is tried', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { maxLength: 80 }), (pauses) => {
      const asks: Ask[] = [];
      let at = now;
      for (const [nth, pause] of pauses.entries()) {
        at += pause;
        if (pauseBefore(at, asks) !== null) continue;
        asks.push({ deviceId: `d${nth}`, at, mayAppear: true });
        expect(asks.filter((other) => other.at > at - 3_000)).toHaveLength(1);
        expect(asks.filter((other) => other.at > at - 300_000).length).toBeLessThanOrEqual(10);
      }
    }),
  );
});
