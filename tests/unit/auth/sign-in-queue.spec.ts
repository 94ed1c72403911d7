import { describe, expect, it } from 'vitest';
import { SignInQueue } from '../../../main/auth/sign-in-queue';
import { ok } from '../../../shared/result';
import { ManualClock } from '../../support/clock';

describe('the queue', () => {
  const never = () => new Promise<never>(() => undefined);

  it('runs one attempt at a time, each with its full limit', async () => {
    const clock = new ManualClock();
    const queue = new SignInQueue(clock, 1_000);
    const started: number[] = [];
    const attempt = (name: number) => () => {
      started.push(name);
      return never();
    };
    const first = queue.run(attempt(1));
    const second = queue.run(attempt(2));
    await Promise.resolve();
    clock.pass(1_000);
    expect(await first).toEqual({ ok: false, error: { code: 'auth.timeout' } });
    await Promise.resolve();
    expect(started).toEqual([1, 2]);
    clock.pass(999);
    queue.cancel();
    expect(await second).toEqual({ ok: false, error: { code: 'auth.cancelled' } });
    expect(clock.waiting).toBe(0);
  });

  it('cancels those that wait, too, without starting them', async () => {
    const queue = new SignInQueue(new ManualClock(), 1_000);
    let ran = false;
    const first = queue.run(never);
    const second = queue.run(() => {
      ran = true;
      return Promise.resolve(ok(1));
    });
    await Promise.resolve();
    queue.cancel();
    expect([(await first).ok, (await second).ok, ran]).toEqual([false, false, false]);
    expect(await queue.run(() => Promise.resolve(ok(2)))).toEqual(ok(2));
  });

  it('passes exceptions on and continues', async () => {
    const queue = new SignInQueue(new ManualClock(), 1_000);
    await expect(queue.run(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await queue.run(() => Promise.resolve(ok(1)))).toEqual(ok(1));
  });
});
