import { describe, expect, it } from 'vitest';
import { RESTART_WINDOW_MS, RestartBudget } from '../../../shared/restart-budget';

describe('a restart budget', () => {
  it('allows three restarts, each after a longer wait, and then none', () => {
    const budget = new RestartBudget({ now: () => 0 }, 500);
    expect([1, 2, 3, 4, 5].map(() => budget.afterDeath())).toEqual([500, 1_000, 2_000, null, null]);
  });

  it('allows them again once the crashes are ten minutes old', () => {
    let now = 0;
    const budget = new RestartBudget({ now: () => now }, 500);
    for (let death = 0; death < 4; death += 1) budget.afterDeath();
    now = RESTART_WINDOW_MS - 1;
    expect(budget.afterDeath()).toBeNull();
    now = 2 * RESTART_WINDOW_MS;
    expect(budget.afterDeath()).toBe(500);
  });

  it('ends a loop in which each run lasts three minutes', () => {
    let now = 0;
    const budget = new RestartBudget({ now: () => now }, 500);
    const delays = [0, 1, 2, 3].map((run) => ((now = run * 180_000), budget.afterDeath()));
    expect(delays).toEqual([500, 1_000, 2_000, null]);
  });

  it('counts earlier crashes after the clock was set back by less than the window, and no others', () => {
    let now = 5 * RESTART_WINDOW_MS;
    const budget = new RestartBudget({ now: () => now }, 500);
    budget.afterDeath();
    now -= RESTART_WINDOW_MS - 1;
    expect(budget.afterDeath()).toBe(1_000);
    now -= RESTART_WINDOW_MS;
    expect(budget.afterDeath()).toBe(500);
  });

  it('starts over when it is reset', () => {
    const budget = new RestartBudget({ now: () => 0 }, 500);
    for (let death = 0; death < 4; death += 1) budget.afterDeath();
    budget.reset();
    expect([budget.deaths, budget.afterDeath()]).toEqual([0, 500]);
  });
});
