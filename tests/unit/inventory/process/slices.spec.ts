import { expect, test } from 'vitest';
import { Slices } from '../../../../main/inventory/process/slices';

/** Every look at the clock takes a millisecond. */
function setUp() {
  let now = 0;
  const waiting: (() => void)[] = [];
  const slices = new Slices({ ticks: () => (now += 1), defer: (run) => void waiting.push(run) });
  return { slices, waiting, next: async () => (waiting.shift()?.(), await Promise.resolve(), await Promise.resolve()) };
}

function* steps(count: number, done: number[]): Generator<void, string> {
  for (let step = 0; step < count; step += 1) {
    done.push(step);
    yield;
  }
  return 'result';
}

test('short work is done at once', async () => {
  const { slices, waiting } = setUp();
  expect(await slices.run(steps(3, []))).toBe('result');
  expect(waiting).toEqual([]);
});

test('long work yields to other work, resumes each time and returns its result', async () => {
  const { slices, waiting, next } = setUp();
  const done: number[] = [];
  const work = slices.run(steps(20, done));
  let rounds = 0;
  for (; waiting.length > 0; rounds += 1) {
    expect(done.length).toBeLessThanOrEqual(6 * (rounds + 1));
    await next();
  }
  expect(await work).toBe('result');
  expect(done).toHaveLength(20);
  expect(rounds).toBeGreaterThan(2);
});

test('work that fails rejects', async () => {
  const { slices } = setUp();
  const broken = (function* (): Generator<void, never> {
    yield;
    throw new RangeError('broken');
  })();
  await expect(slices.run(broken)).rejects.toThrow(RangeError);
});
