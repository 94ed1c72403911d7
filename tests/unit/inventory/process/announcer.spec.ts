import { expect, test } from 'vitest';
import { Announcer, NEWS_EVERY_MS } from '../../../../main/inventory/process/announcer';
import { handClock } from './support';

function setUp() {
  const clock = handClock();
  let told = 0;
  const announcer = new Announcer(clock, () => void (told += 1));
  return { announcer, pass: () => clock.due(NEWS_EVERY_MS), told: () => told, clock };
}

test('the first change is announced at once, and a single change only once', () => {
  const { announcer, pass, told } = setUp();
  announcer.changed();
  expect(told()).toBe(1);
  pass();
  pass();
  expect(told()).toBe(1);
});

test('many changes give one announcement per interval, and the last one is not lost', () => {
  const { announcer, pass, told, clock } = setUp();
  for (let round = 1; round <= 5; round += 1) {
    for (let change = 0; change < 100; change += 1) announcer.changed();
    expect(told()).toBe(round);
    pass();
  }
  expect(told()).toBe(6);
  pass();
  expect(told()).toBe(6);
  expect(clock.timers.every(({ ms }) => ms === NEWS_EVERY_MS)).toBe(true);
});

test('after a pause the next change is announced at once again', () => {
  const { announcer, pass, told } = setUp();
  announcer.changed();
  pass();
  announcer.changed();
  expect(told()).toBe(2);
});
