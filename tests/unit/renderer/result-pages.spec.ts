import { describe, expect, it } from 'vitest';
import { ResultPages } from '../../../renderer/features/devices/result-pages';

const rows = (from: number, count = 100): readonly string[] =>
  Array.from({ length: count }, (_, at) => `r${from + at}`);
const filled = (pages: number): ResultPages<string> => {
  const result = new ResultPages(1_000_000, rows(0));
  for (let page = 1; page <= pages; page++) {
    result.ask(page);
    result.put(page, rows(page * 100));
  }
  return result;
};

describe('ResultPages', () => {
  it('knows the rows that came with the answer', () => {
    const pages = new ResultPages(3, rows(0, 3));
    expect([pages.at(0), pages.at(2), pages.at(3)]).toEqual(['r0', 'r2', null]);
    expect(pages.missing(0, 10)).toEqual([]);
  });

  it('requests only pages in sight that are not loaded', () => {
    expect(new ResultPages(1000, rows(0)).missing(90, 320)).toEqual([1, 2, 3]);
    expect(new ResultPages(1000, rows(0, 40)).missing(0, 60)).toEqual([0]);
    expect(new ResultPages(1000, rows(0, 40)).missing(0, 40)).toEqual([]);
  });

  it('never requests rows beyond the end', () => {
    const pages = new ResultPages(250, rows(0));
    expect(pages.missing(180, 900)).toEqual([1, 2]);
    expect(pages.ask(2)).toEqual({ offset: 200, count: 50 });
  });

  it('does not request a page twice, unless it failed', () => {
    const pages = new ResultPages(1000, rows(0));
    pages.ask(1);
    expect(pages.missing(100, 200)).toEqual([]);
    expect(pages.inFlight).toBe(1);
    pages.put(1, null);
    expect(pages.missing(100, 200)).toEqual([1]);
  });

  it('returns rows of loaded pages', () => {
    const pages = filled(3);
    expect([pages.at(100), pages.at(399), pages.at(400)]).toEqual(['r100', 'r399', null]);
  });

  it('keeps sixty pages, and drops the least recently used one', () => {
    const pages = filled(60);
    pages.missing(100, 200);
    pages.ask(61);
    pages.put(61, rows(6100));
    expect(pages.at(100)).toBe('r100');
    expect(pages.at(200)).toBeNull();
    expect(pages.at(6100)).toBe('r6100');
    expect([...pages.rows()]).toHaveLength(100 + 60 * 100);
  });

  it('never drops the rows that came with the answer', () => {
    expect(filled(200).at(0)).toBe('r0');
  });
});
