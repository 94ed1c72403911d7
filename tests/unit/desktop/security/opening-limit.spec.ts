import { describe, expect, it } from 'vitest';
import { createOpeningLimit, sessionRates, signInRates } from '../../../../main/desktop/security/opening-limit';

function at(start = 1_000_000) {
  let now = start;
  return {
    now: () => now,
    go: (ms: number) => {
      now += ms;
    },
  };
}

describe('how often a session opens', () => {
  it('is once in three seconds for the same one; another one does not wait', () => {
    const clock = at();
    const limit = createOpeningLimit(clock, sessionRates);
    expect(limit.take('a')).toBeNull();
    expect(limit.take('a')).toBe(3);
    expect(limit.take('b')).toBeNull();
    clock.go(2_001);
    expect(limit.take('a')).toBe(1);
    clock.go(999);
    expect(limit.take('a')).toBeNull();
  });

  it('is limited for all together, however many there are', () => {
    const clock = at();
    const limit = createOpeningLimit(clock, sessionRates);
    let opened = 0;
    for (let second = 0; second < 600; second += 1) {
      for (let one = 0; one < 20; one += 1) if (limit.take(`${String(second)} ${String(one)}`) === null) opened += 1;
      clock.go(1_000);
    }
    expect(opened).toBe(30);
  });
});

describe('how often a sign-in page opens', () => {
  it('is once in three seconds and ten times in ten minutes, and a refusal does not count', () => {
    const clock = at();
    const limit = createOpeningLimit(clock, signInRates);
    let opened = 0;
    for (let tenth = 0; tenth < 6_000; tenth += 1) {
      if (limit.take('sign-in') === null) opened += 1;
      clock.go(100);
    }
    expect(opened).toBe(10);
    clock.go(3_000);
    expect(limit.take('sign-in')).toBeNull();
  });

  it('allows the next one at once when the last one finished, but not more in total', () => {
    const clock = at();
    const limit = createOpeningLimit(clock, signInRates);
    let opened = 0;
    for (let one = 0; one < 50; one += 1) {
      if (limit.take('sign-in') === null) opened += 1;
      limit.settle();
      clock.go(1_500);
    }
    expect(opened).toBe(10);
  });

  it('never blocks for longer than the rate when the clock is set back', () => {
    const clock = at();
    const limit = createOpeningLimit(clock, signInRates);
    limit.take('sign-in');
    clock.go(-86_400_000);
    expect(limit.take('sign-in')).toBe(3);
  });
});
