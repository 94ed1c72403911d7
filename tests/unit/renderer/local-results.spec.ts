import { beforeEach, describe, expect, it } from 'vitest';
import { LocalResults } from '../../../renderer/features/devices/local-results.svelte';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import { noChips } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { LocalAnswer, ResultPage } from '../../../shared/contract/inventory';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aRow } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import type { Deferred } from '../../support/promises';
import { deferred, settle } from '../../support/promises';

const rowsOf = (from: number, count: number): readonly DeviceRow[] =>
  Array.from({ length: count }, (_, at) => aRow({ id: `d${from + at}` }));
const query = (text: string): DeviceQuery => ({ text, chips: noChips, sort: null });
const answerOf = (text: string, total: number, resultId = 1): Outcome<LocalAnswer> =>
  ok({
    text,
    resultId,
    total,
    isRough: false,
    isSimilar: false,
    readings: [],
    missing: [],
    hidden: 0,
    rows: rowsOf(0, Math.min(100, total)),
  });

describe('LocalResults', () => {
  let finds: { query: DeviceQuery; answer: Deferred<Outcome<LocalAnswer | null>> }[];
  let pages: { page: ResultPage; answer: Deferred<Outcome<readonly DeviceRow[] | null>> }[];
  let clock: ManualClock;
  let local: LocalResults;

  beforeEach(() => {
    [finds, pages] = [[], []];
    clock = new ManualClock();
    local = new LocalResults(
      {
        find: (asked) => {
          const answer = deferred<Outcome<LocalAnswer | null>>();
          finds.push({ query: asked, answer });
          return answer.promise;
        },
        page: (page) => {
          const answer = deferred<Outcome<readonly DeviceRow[] | null>>();
          pages.push({ page, answer });
          return answer.promise;
        },
      },
      clock,
    );
  });

  const show = async (total = 1000, resultId = 1): Promise<void> => {
    void local.ask(query('a'));
    finds.at(-1)!.answer.resolve(answerOf('a', total, resultId));
    await settle();
  };
  const fail = async (index: number): Promise<void> => {
    pages[index]!.answer.resolve(err({ code: 'internal' }));
    await settle();
  };
  const give = async (index: number, rows: readonly DeviceRow[] | null): Promise<void> => {
    pages[index]!.answer.resolve(ok(rows));
    await settle();
  };

  it('drops late answers to older questions', async () => {
    void local.ask(query('a'));
    void local.ask(query('ab'));
    finds[1]!.answer.resolve(answerOf('ab', 2));
    await settle();
    finds[0]!.answer.resolve(answerOf('a', 9));
    await settle();
    expect(local.shown?.query.text).toBe('ab');
  });

  it('keeps its rows when a question was cancelled by a newer one', async () => {
    await show();
    void local.ask(query('ab'));
    finds[1]!.answer.resolve(err({ code: 'cancelled' }));
    await settle();
    expect(local.shown?.query.text).toBe('a');
  });

  it('shows nothing without an inventory, or if it cannot be asked', async () => {
    for (const outcome of [ok(null), err({ code: 'internal' as const })]) {
      await show();
      void local.ask(query('b'));
      finds.at(-1)!.answer.resolve(outcome);
      await settle();
      expect(local.shown).toBeNull();
      expect(local.at(0)).toBeNull();
    }
  });

  it('drops an answer that comes after the box was emptied', async () => {
    void local.ask(query('a'));
    local.drop();
    finds[0]!.answer.resolve(answerOf('a', 1));
    await settle();
    expect(local.shown).toBeNull();
  });

  it('reads the pages in sight, and each of them once', async () => {
    await show();
    local.want(95, 130);
    local.want(100, 135);
    expect(pages.map(({ page }) => page)).toEqual([{ resultId: 1, offset: 100, count: 100 }]);
    expect(local.at(120)).toBeNull();
    await give(0, rowsOf(100, 100));
    expect(local.at(120)?.id).toBe('d120');
  });

  it('requests few pages at a time, then those in sight by then', async () => {
    await show(500_000);
    for (let at = 1000; at < 20_000; at += 1000) local.want(at, at + 30);
    expect(pages).toHaveLength(4);
    await give(0, rowsOf(1000, 100));
    expect(pages).toHaveLength(5);
    expect(pages[4]!.page.offset).toBe(19_000);
  });

  it('asks the same question again when the answer has expired, and then for the rows in sight', async () => {
    await show();
    local.want(500, 520);
    await give(0, null);
    expect(finds.map(({ query: { text } }) => text)).toEqual(['a', 'a']);
    finds[1]!.answer.resolve(answerOf('a', 1000, 2));
    await settle();
    expect(pages[1]!.page).toEqual({ resultId: 2, offset: 500, count: 100 });
    await give(1, rowsOf(500, 100));
    expect(local.at(505)?.id).toBe('d505');
  });

  it('does not retry forever when every answer expires at once', async () => {
    await show();
    local.want(500, 520);
    for (let index = 0; index < 10 && pages[index] !== undefined; index++) {
      await give(index, null);
      finds.at(-1)!.answer.resolve(answerOf('a', 1000, index + 2));
      await settle();
    }
    expect(finds.length).toBeLessThanOrEqual(5);
  });

  it('drops pages of an older answer', async () => {
    await show();
    local.want(100, 110);
    await show(1000, 2);
    await give(0, rowsOf(900, 100));
    expect(local.at(100)).toBeNull();
  });

  it('leaves rows empty when a page fails, and requests it again when they are in sight', async () => {
    await show();
    local.want(100, 110);
    pages[0]!.answer.resolve(err({ code: 'internal' }));
    await settle();
    expect(local.at(100)).toBeNull();
    local.want(100, 111);
    expect(pages).toHaveLength(2);
  });

  it('requests a failed page again by itself, after pauses that grow to half a minute', async () => {
    await show();
    local.want(100, 110);
    const pauses: number[] = [];
    for (let index = 0; index < 8; index++) {
      await fail(index);
      expect(local.at(100)).toBeNull();
      let waited = 0;
      for (; pages.length === index + 1 && waited < 100_000; waited += 500) clock.pass(500);
      pauses.push(waited);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    await give(8, rowsOf(100, 100));
    expect(local.at(105)?.id).toBe('d105');
    expect(clock.waiting).toBe(0);
  });

  it('waits once for all failed pages, and only briefly again after one came', async () => {
    await show();
    local.want(100, 310);
    for (const index of [0, 1, 2]) await fail(index);
    expect(clock.waiting).toBe(1);
    clock.pass(1000);
    expect(pages).toHaveLength(6);
    await give(3, rowsOf(100, 100));
    await fail(4);
    await fail(5);
    const asked = pages.length;
    clock.pass(999);
    expect(pages).toHaveLength(asked);
    clock.pass(1);
    expect(pages.length).toBeGreaterThan(asked);
  });

  it('does not request a page that is out of sight or of an answer that is gone', async () => {
    await show();
    local.want(100, 110);
    await fail(0);
    local.want(0, 20);
    clock.pass(60_000);
    expect(pages).toHaveLength(1);
    local.want(200, 220);
    await fail(1);
    local.drop();
    expect(clock.waiting).toBe(0);
    expect(pages).toHaveLength(2);
  });

  it('pauses after answers that keep expiring, and shows the rows once one does not', async () => {
    await show();
    local.want(500, 520);
    let [page, find] = [0, 1];
    const expire = async (): Promise<void> => {
      for (; page < pages.length; page++) {
        await give(page, null);
        if (find >= finds.length) continue;
        finds[find++]!.answer.resolve(answerOf('a', 1000, find));
        await settle();
      }
    };
    await expire();
    const asked = finds.length;
    await settle();
    expect(finds).toHaveLength(asked);
    clock.pass(1000);
    await expire();
    expect(finds.length).toBeGreaterThan(asked);
    expect(finds.length).toBeLessThanOrEqual(asked * 2);
    clock.pass(1000);
    expect(pages).toHaveLength(page);
    clock.pass(1000);
    await give(page, rowsOf(500, 100));
    expect(local.at(505)?.id).toBe('d505');
  });

  it('takes Intune’s values of a row, which keeps its position and its mark', async () => {
    await show(3);
    local.refresh([aRow({ id: 'd1', name: 'RENAMED', match: null, source: 'live' })]);
    expect(local.at(1)).toMatchObject({ name: 'RENAMED', source: 'live' });
    expect(local.at(0)?.name).toBe('D0');
  });

  it('uses Intune’s marks if the marked text has changed', async () => {
    void local.ask(query('d1'));
    const rows = [
      aRow({ id: 'd1', name: 'OLD-D1', match: { field: 'name', ranges: [[4, 6]] } }),
      aRow({ id: 'd2', match: { field: 'name', ranges: [[0, 2]] } }),
    ];
    finds[0]!.answer.resolve(
      ok({
        text: 'd1',
        resultId: 1,
        total: 2,
        isRough: false,
        isSimilar: false,
        readings: [],
        missing: [],
        hidden: 0,
        rows,
      }),
    );
    await settle();
    local.refresh([
      aRow({ id: 'd1', name: 'D1', source: 'live', match: { field: 'name', ranges: [[0, 2]] } }),
      aRow({ id: 'd2', source: 'live', userName: 'Suzuki' }),
    ]);
    expect(local.at(0)?.match?.ranges).toEqual([[0, 2]]);
    expect(local.at(1)).toMatchObject({ userName: 'Suzuki', match: { field: 'name' } });
  });

  it('uses Intune’s values also for rows that come later, and drops them with the answer', async () => {
    await show();
    local.refresh([aRow({ id: 'd150', name: 'RENAMED', source: 'live' })]);
    local.want(150, 160);
    await give(0, rowsOf(100, 100));
    expect(local.at(150)?.name).toBe('RENAMED');
    await show(1000, 2);
    local.want(150, 160);
    await give(1, rowsOf(100, 100));
    expect(local.at(150)?.name).toBe('D150');
  });
});
