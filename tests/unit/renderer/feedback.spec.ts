import { describe, expect, it } from 'vitest';
import { Feedback } from '../../../renderer/words/feedback.svelte';
import { ManualClock } from '../../support/clock';

describe('an announcement for screen readers', () => {
  it('is made after a delay if it may wait', () => {
    const clock = new ManualClock();
    const feedback = new Feedback(clock);
    feedback.announceAfter(400, '3 devices found');
    clock.pass(399);
    expect(feedback.announcement).toBe('');
    clock.pass(1);
    expect(feedback.announcement).toBe('3 devices found');
  });

  it('is dropped when there was another one in the meantime', () => {
    const clock = new ManualClock();
    const feedback = new Feedback(clock);
    feedback.announceAfter(400, '3 devices found');
    feedback.announce('Compliance, 3 of 13');
    clock.pass(400);
    expect(feedback.announcement).toBe('Compliance, 3 of 13');
  });

  it('can be cancelled', () => {
    const clock = new ManualClock();
    const feedback = new Feedback(clock);
    feedback.announceAfter(400, '3 devices found')();
    clock.pass(400);
    expect(feedback.announcement).toBe('');
  });
});
