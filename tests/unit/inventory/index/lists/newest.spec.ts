import { expect, test, vi } from 'vitest';
import { Newest } from '../../../../../main/inventory/index/lists/newest';

test('the least recently used value is dropped first', () => {
  const newest = new Newest<number>(2);
  newest.set('a', 1);
  newest.set('b', 2);
  expect(newest.get('a')).toBe(1);
  newest.set('c', 3);
  expect([newest.get('a'), newest.get('b'), newest.get('c')]).toEqual([1, undefined, 3]);
});

test('a value is created once while it is cached, and the newest value of a key counts', () => {
  const newest = new Newest<number>(1);
  const make = vi.fn(() => 7);
  expect([newest.of('a', make), newest.of('a', make)]).toEqual([7, 7]);
  expect(make).toHaveBeenCalledTimes(1);
  newest.set('a', 8);
  expect(newest.of('a', make)).toBe(8);
  newest.set('b', 9);
  expect(newest.of('a', make)).toBe(7);
});
