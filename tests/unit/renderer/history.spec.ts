import { beforeEach, describe, expect, it, vi } from 'vitest';
import { History } from '../../../renderer/features/history/history.svelte';
import { byDay } from '../../../renderer/features/history/history-groups';
import type { ExportAnswer } from '../../../shared/contract/export';
import type { HistoryExport, HistoryPage, HistoryQuery } from '../../../shared/contract/history';
import { parseExport, parseQuery } from '../../../shared/contract/history';
import type { Outcome } from '../../../shared/failure';
import { formatsFor } from '../../../shared/i18n/format';
import { messagesFor } from '../../../shared/i18n/index';
import { err, ok } from '../../../shared/result';
import { aRequest } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { deferred, settle } from '../../support/promises';

const pageOf = (count: number, total = count): Outcome<HistoryPage> =>
  ok({ entries: Array.from({ length: count }, (_, index) => aRequest({ id: `r${index}` })), total });

describe('History', () => {
  const query = vi.fn(async (_input: HistoryQuery): Promise<Outcome<HistoryPage>> => pageOf(2));
  const save = vi.fn(async (_input: HistoryExport): Promise<Outcome<ExportAnswer>> => ok({ file: 'h.csv', count: 2 }));
  const saved = vi.fn();
  let changed: () => void = () => undefined;
  let clock: ManualClock;
  let history: History;

  beforeEach(() => {
    query.mockReset().mockResolvedValue(pageOf(2));
    clock = new ManualClock();
    const port = {
      query,
      export: save,
      cancelExport: async (): Promise<Outcome<null>> => ok(null),
      exportProgress: () => () => undefined,
      clear: async (): Promise<Outcome<{ cleared: boolean }>> => ok({ cleared: true }),
      changed: (listener: (nothing: null) => void) => {
        changed = () => listener(null);
        return () => undefined;
      },
    };
    history = new History(port, clock, saved);
    history.start();
  });

  it('sends only queries that the contract accepts', async () => {
    history.type(`  ${'x'.repeat(400)} `);
    await history.toggle('failed');
    await history.between('2026-11-01', '');
    await history.export();
    for (const [input] of query.mock.calls) expect(parseQuery(input)).toEqual(input);
    expect(query.mock.lastCall?.[0]).toMatchObject({ states: ['failed'], from: '2026-11-01', to: null });
    const exported = save.mock.lastCall?.[0];
    expect(parseExport(exported)).toEqual(exported);
  });

  it('asks once typing has paused', () => {
    history.type('a');
    history.type('ab');
    clock.pass(150);
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('drops the late answer to older filters', async () => {
    const slow = deferred<Outcome<HistoryPage>>();
    query.mockReturnValueOnce(slow.promise);
    const first = history.load();
    await history.toggle('failed');
    slow.resolve(pageOf(50));
    await first;
    expect(history.entries).toHaveLength(2);
  });

  it('adds the next page, and reads as much again after a change', async () => {
    query.mockResolvedValueOnce(pageOf(100, 250));
    await history.load();
    query.mockResolvedValueOnce(pageOf(100, 250));
    await history.more();
    expect(query.mock.lastCall?.[0]).toMatchObject({ offset: 100, limit: 100 });
    expect(history.entries).toHaveLength(200);
    changed();
    await settle();
    expect(query.mock.lastCall?.[0]).toMatchObject({ offset: 0, limit: 200 });
  });

  it('sends no query before the screen was opened', () => {
    changed();
    expect(query).not.toHaveBeenCalled();
  });

  it('keeps the shown entries when reading fails', async () => {
    await history.load();
    query.mockResolvedValueOnce(err({ code: 'storage.damaged' }));
    await history.load();
    expect(history.failure).toEqual({ code: 'storage.damaged' });
    expect(history.entries).toHaveLength(2);
  });

  it('treats a closed save dialog as nothing saved', async () => {
    saved.mockClear();
    save.mockResolvedValueOnce(ok({ file: null, count: 0 }));
    await history.export();
    expect([history.failure, history.exports.failure]).toEqual([null, null]);
    expect(saved).not.toHaveBeenCalled();
    await history.export();
    expect(saved.mock.calls).toEqual([['h.csv', 2]]);
  });

  it('leaves the list as it is when an export fails', async () => {
    await history.load();
    save.mockResolvedValueOnce(err({ code: 'storage.full' }));
    await history.export();
    expect([history.failure, history.exports.failure]).toEqual([null, { code: 'storage.full' }]);
  });
});

describe('byDay', () => {
  const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
  const entry = (id: string, time: string) => aRequest({ id, steps: [{ state: 'sending', at: time, cause: null }] });

  it('groups by the calendar day of this workstation and names today and yesterday', () => {
    const groups = byDay(
      messagesFor('en'),
      formatsFor('en'),
      [entry('a', at(23, 9)), entry('b', at(23, 0)), entry('c', at(22, 23)), entry('d', at(3, 12))],
      new Date(2026, 10, 23, 12).getTime(),
    );
    expect(groups.map(({ label, items }) => [label, items.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Tuesday, November 3, 2026', 1],
    ]);
  });

  it('accepts an entry without steps', () => {
    expect(byDay(messagesFor('ja'), formatsFor('ja'), [aRequest()], Date.now())).toHaveLength(1);
  });
});
