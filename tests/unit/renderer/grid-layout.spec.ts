import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridSection } from '../../../renderer/ui/grid-layout';
import {
  followed,
  HEADER_PX,
  layoutOf,
  lineOf,
  revealed,
  rowAt,
  rowTop,
  windowOf,
} from '../../../renderer/ui/grid-layout';

const section = (key: string, count: number, headed = true, rowHeight = 50): GridSection => ({
  key,
  label: key,
  headed,
  count,
  rowHeight,
});
const three = layoutOf([section('local', 3, false), section('people', 2), section('apps', 1, true, 30)]);

describe('the layout of a grid', () => {
  it('places rows below the headers of their sections', () => {
    expect([0, 2, 3, 4, 5].map((index) => rowTop(three, index))).toEqual([
      0,
      100,
      150 + HEADER_PX,
      200 + HEADER_PX,
      250 + 2 * HEADER_PX,
    ]);
    expect(three).toMatchObject({ rows: 6, lines: 8, height: 280 + 2 * HEADER_PX });
  });

  it('counts headers as lines', () => {
    expect([0, 2, 3, 5].map((index) => lineOf(three, index))).toEqual([0, 2, 4, 7]);
  });

  it('finds the row at a vertical position, and the nearest one outside', () => {
    expect([-10, 0, 49, 50, 149, 150, 150 + HEADER_PX, 10_000].map((y) => rowAt(three, y))).toEqual([
      0, 0, 0, 1, 2, 3, 3, 5,
    ]);
    expect(rowAt(layoutOf([]), 0)).toBe(-1);
    expect(rowAt(layoutOf([section('none', 0)]), 0)).toBe(-1);
  });

  it('keeps half a million rows below the maximum height of Chromium', () => {
    const layout = layoutOf([section('local', 500_000, false, 52), section('people', 5)]);
    expect(layout.height).toBeLessThan(33_500_000);
    expect(
      windowOf(layout, layout.height - 600, layout.height).parts.map(({ section: { key }, to }) => [key, to]),
    ).toEqual([
      ['local', 500_000],
      ['people', 5],
    ]);
  });

  it('renders nothing without rows', () => {
    expect(windowOf(layoutOf([]), 0, 100)).toEqual({ parts: [], above: 0, below: 0 });
  });

  it('scrolls only as needed, and shows the header with the first row below it', () => {
    const view = { top: 0, height: 150, head: 0 };
    expect(revealed(three, 1, view)).toBe(0);
    expect(revealed(three, 3, view)).toBe(200 + HEADER_PX - 150);
    expect(revealed(three, 3, { ...view, top: 190 })).toBe(150);
    expect(revealed(three, 0, { ...view, top: 190 })).toBe(0);
  });

  it('keeps rows clear of the sticky header', () => {
    expect(revealed(three, 2, { top: 0, height: 150, head: 32 })).toBe(32);
  });

  describe('when rows change by themselves', () => {
    const at = (index: number, ...all: GridSection[]) => ({ layout: layoutOf(all), index });
    const local = (count: number): GridSection => section('local', count, false);
    const view = (top: number) => ({ top, height: 400, head: 0 });

    it('the chosen row stays where it is on screen', () => {
      expect(followed(at(4, local(90)), at(7, local(93)), view(100))).toBe(250);
      expect(followed(at(4, local(90)), at(5, local(91)), view(0))).toBe(50);
      expect(followed(at(7, local(90)), at(6, local(89)), view(200))).toBe(150);
    });

    it('it stays in sight if it cannot stay in place', () => {
      expect(followed(at(3, local(90)), at(1, local(88)), view(0))).toBe(0);
      expect(followed(at(1, section('recent', 30)), at(0, section('pinned', 1), section('recent', 29)), view(0))).toBe(
        0,
      );
      expect(followed(at(0, section('pinned', 1), section('recent', 29)), at(20, section('recent', 30)), view(0))).toBe(
        20 * 50 + 50 + HEADER_PX - 400,
      );
    });

    it('new rows above are shown when scrolled to the top, and otherwise move nothing', () => {
      const pinned = section('pinned', 2);
      expect(followed(at(1, local(90)), at(3, pinned, section('local', 90)), view(0))).toBe(0);
      expect(followed(at(5, local(90)), at(7, pinned, section('local', 90)), view(200))).toBe(
        200 + 100 + 2 * HEADER_PX,
      );
      expect(followed(at(-1, local(90)), at(-1, pinned, section('local', 90)), view(0))).toBe(0);
      expect(followed(at(-1, local(90)), at(-1, pinned, section('local', 90)), view(200))).toBe(
        200 + 100 + 2 * HEADER_PX,
      );
    });

    it('a chosen row that was scrolled out of sight causes no scrolling', () => {
      expect(followed(at(2, local(900)), at(3, local(901)), view(5000))).toBe(5000);
      expect(followed(at(2, local(900)), at(-1, local(899)), view(5000))).toBe(5000);
    });
  });

  const sections = fc
    .array(fc.record({ count: fc.nat(80), headed: fc.boolean(), rowHeight: fc.constantFrom(30, 32, 52) }), {
      maxLength: 5,
    })
    .map((all) => all.map(({ count, headed, rowHeight }, index) => section(String(index), count, headed, rowHeight)));

  it('renders every row that overlaps the range, at its position and without gaps', () => {
    fc.assert(
      fc.property(sections, fc.nat(12_000), fc.integer({ min: 1, max: 900 }), (all, top, height) => {
        const layout = layoutOf(all);
        const { parts, above, below } = windowOf(layout, top, top + height);
        const drawn = new Set(
          parts.flatMap((part) =>
            Array.from({ length: part.to - part.from }, (_, at) => part.section.first + part.from + at),
          ),
        );
        for (let index = 0; index < layout.rows; index++) {
          const y = rowTop(layout, index);
          const rowHeight = layout.placed.findLast((one) => one.first <= index && one.count > 0)!.rowHeight;
          expect(drawn.has(index)).toBe(y < top + height && y + rowHeight > top);
        }
        const sum = parts.reduce(
          (height_, part) => height_ + (part.header ? HEADER_PX : 0) + (part.to - part.from) * part.section.rowHeight,
          0,
        );
        if (parts.length > 0) expect(above + sum + below).toBe(layout.height);
      }),
      { numRuns: 60 },
    );
  });

  it('always brings the whole row into sight', () => {
    fc.assert(
      fc.property(sections, fc.nat(400), fc.nat(12_000), (all, at, top) => {
        const layout = layoutOf(all);
        fc.pre(at < layout.rows);
        const view = { top, height: 400, head: 32 };
        const to = revealed(layout, at, view);
        expect(rowTop(layout, at)).toBeGreaterThanOrEqual(to);
        expect(rowTop(layout, at) + 30).toBeLessThanOrEqual(to + view.height - view.head);
      }),
    );
  });
});
