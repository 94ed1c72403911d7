import { describe, expect, it } from 'vitest';
import { Feedback } from '../../../renderer/words/feedback.svelte';
import { ManualClock } from '../../support/clock';

describe('what a screen reader is told', () => {
  it('comes after a while when it may wait', () => {
    const clock = new ManualClock();
    const feedback = new Feedback(clock);
    feedback.announceAfter(400, '3 devices found');
    clock.pass(399);
    expect(feedback.announcement).toBe('');
    clock.pass(1);
    expect(feedback.announcement).toBe('3 devices found');
  });

  it('is not said any more when something else was said meanwhile', () => {
    const clock = new ManualClock();
    const feedback = new Feedback(clock);
    feedback.announceAfter(400, '3 devices found');
    feedback.announce('Compliance, 3 of 13');
    clock.pass(400);
    expect(feedback.announcement).toBe('Compliance, 3 of 13');
  });

  it('can be taken back', () => {
    const clock = new ManualClock();
    const feedback = new Feedback(clock);
    feedback.announceAfter(400, '3 devices found')();
    clock.pass(400);
    expect(feedback.announcement).toBe('');
  });
});
