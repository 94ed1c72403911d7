import { describe, expect, it } from 'vitest';
import { FEWEST_SESSIONS, readyAfter, usualTime } from '../../../main/history/usual-time';
import type { RequestStep } from '../../../shared/contract/requests';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;
const sessions = (times: readonly (number | null)[], at = NOW - DAY) =>
  times.map((time, index) => ({ at: at - index, readyAfter: time }));
const twenty = Array.from({ length: FEWEST_SESSIONS }, (_, index) => (index + 1) * 1_000);

describe('the usual time until a session is ready', () => {
  it('is the time within which half of at least 20 sessions were ready', () => {
    expect(usualTime(sessions(twenty), NOW)).toBe(10_000);
    expect(usualTime(sessions(twenty.toReversed()), NOW)).toBe(10_000);
    expect(usualTime(sessions([...twenty, 1]), NOW)).toBe(10_000);
  });

  it('is unknown with fewer, however many never became ready', () => {
    expect(usualTime(sessions(twenty.slice(1)), NOW)).toBeNull();
    expect(usualTime(sessions([...twenty.slice(1), ...Array.from({ length: 99 }, () => null)]), NOW)).toBeNull();
    expect(usualTime([], NOW)).toBeNull();
  });

  it('counts neither what is older than three months nor what lies in the future', () => {
    expect(usualTime(sessions(twenty, NOW - 91 * DAY), NOW)).toBeNull();
    expect(usualTime(sessions(twenty, NOW + DAY), NOW)).toBeNull();
    expect(
      usualTime(
        [
          ...sessions(twenty),
          ...sessions(
            twenty.map(() => 1),
            NOW - 91 * DAY,
          ),
        ],
        NOW,
      ),
    ).toBe(10_000);
  });

  it('looks at the newest 500 only, and at no further request', () => {
    let seen = 0;
    const endless = function* () {
      for (;;) yield { at: NOW - ++seen, readyAfter: 7 };
    };
    expect(usualTime(endless(), NOW)).toBe(7);
    expect(seen).toBeLessThanOrEqual(501);
  });
});

describe('readyAfter', () => {
  const step = (state: RequestStep['state'], at: number | string): RequestStep => ({
    state,
    at: typeof at === 'string' ? at : new Date(at).toISOString(),
    cause: null,
  });
  it.each([
    ['sent and ready', [step('sending', 0), step('accepted', 1_000), step('ready', 4_000)], 4_000],
    ['at once', [step('sending', 0), step('ready', 0)], 0],
    ['ready twice: the first counts', [step('sending', 0), step('ready', 4_000), step('ready', 9_000)], 4_000],
    ['never ready', [step('sending', 0), step('expired', 600_000)], null],
    ['a clock that went back', [step('sending', 9_000), step('ready', 4_000)], null],
    ['a time that is none', [step('sending', 'soon'), step('ready', 4_000)], null],
    ['no steps', [], null],
  ])('%s', (_, steps, expected) => {
    expect(readyAfter({ steps })).toBe(expected);
  });
});
