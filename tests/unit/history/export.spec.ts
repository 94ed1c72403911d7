import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHistory, historyPartition } from '../../../main/history/history';
import { aClosedRequest, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anOwner } from '../../support/main-builders';
import { readXlsx } from '../../support/read-xlsx';
import { parseCsv } from '../store/read-csv';

const owner = anOwner();
describe('export', () => {
  let folder = '';
  const all = { text: '', states: [], from: null, to: null };
  const empty = (): ReturnType<typeof createHistory> =>
    createHistory({
      folder: join(folder, 'history'),
      clock: new ManualClock(Date.UTC(2026, 10, 23)),
      log: silentLog,
      retentionDays: () => 90,
    });
  const fill = async (): Promise<ReturnType<typeof createHistory>> => {
    const history = empty();
    await history.save(
      aClosedRequest('1', '2026-10-01T10:00:00Z', { note: '=HYPERLINK("x")', ticket: 'a,"b"', reason: 'see;=1+1\n@x' }),
      owner,
    );
    await history.save(aClosedRequest('2', '2026-11-01T10:00:00Z', { reason: 'two\nlines' }), owner);
    return history;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('as CSV has a byte order mark, a header and one row per entry', async () => {
    const path = join(folder, 'out.csv');
    expect(await (await fill()).exportTo(owner, { ...all, format: 'csv' }, path)).toEqual({ ok: true, value: 2 });
    const text = await readFile(path, 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [head = [], first = [], second = []] = parseCsv(text.slice(1));
    expect(head.slice(0, 3)).toEqual(['id', 'asked_at', 'state']);
    expect(first[head.indexOf('reason')]).toBe('two\nlines');
    expect(second[head.indexOf('note')]).toBe(`'=HYPERLINK("x")`);
    expect(second[head.indexOf('ticket')]).toBe('a,"b"');
    expect(second[head.indexOf('reason')]).toBe("see;'=1+1\n'@x");
    expect(second[head.indexOf('steps')]).not.toContain("'");
    expect(second).toHaveLength(head.length);
  });

  it('as a workbook keeps every text unchanged, in one cell', async () => {
    const path = join(folder, 'out.xlsx');
    expect(await (await fill()).exportTo(owner, { ...all, format: 'xlsx' }, path)).toEqual({ ok: true, value: 2 });
    const [sheet] = readXlsx(await readFile(path));
    const [head = [], first = [], second = []] = sheet?.rows ?? [];
    expect(sheet?.name).toBe('Requests');
    expect(first[head.indexOf('reason')]).toBe('two\nlines');
    expect(second[head.indexOf('note')]).toBe('=HYPERLINK("x")');
    expect(second[head.indexOf('reason')]).toBe('see;=1+1\n@x');
  });

  it('separated by semicolons has one cell per column for spreadsheets with a decimal comma', async () => {
    const path = join(folder, 'semicolons.csv');
    await (await fill()).exportTo(owner, { ...all, format: 'csv', separator: ';' }, path);
    const [head = [], , second = []] = parseCsv((await readFile(path, 'utf8')).slice(1), ';');
    expect(second).toHaveLength(head.length);
    expect(second[head.indexOf('ticket')]).toBe('a,"b"');
  });

  it('has the dates of the responses next to the request ids, if known', async () => {
    const history = await fill();
    const answeredAt = '2026-11-02T10:00:07.000Z';
    await history.save(
      aClosedRequest('3', '2026-11-02T10:00:00Z', {
        steps: [
          { state: 'sending', at: '2026-11-02T10:00:00Z', cause: null },
          { state: 'failed', at: '2026-11-02T10:00:05Z', cause: { code: 'graph.forbidden', answeredAt }, answeredAt },
        ],
      }),
      owner,
    );
    const csv = join(folder, 'dates.csv');
    await history.exportTo(owner, { ...all, format: 'csv' }, csv);
    const [head = [], ...rows] = parseCsv((await readFile(csv, 'utf8')).slice(1));
    expect(rows.map((row) => row[head.indexOf('graph_dates')])).toEqual([answeredAt, '', '']);
    expect(await history.get(owner, '3')).toMatchObject({ steps: [{}, { answeredAt, cause: { answeredAt } }] });
  });

  it('as JSON contains the entries unchanged', async () => {
    const path = join(folder, 'out.json');
    const history = await fill();
    expect(await history.exportTo(owner, { ...all, text: 'ser-2', format: 'json' }, path)).toEqual({
      ok: true,
      value: 1,
    });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      format: 'deskside-history',
      version: 1,
      exportedAt: '2026-11-23T00:00:00.000Z',
      entries: [await history.get(owner, '2')],
    });
    await history.exportTo(owner, { ...all, text: 'none', format: 'json' }, path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ entries: [] });
  });

  it('that cannot be written leaves no file and reports why', async () => {
    const history = await fill();
    await writeFile(join(folder, 'file'), '');
    const answer = await history.exportTo(owner, { ...all, format: 'csv' }, join(folder, 'file', 'out.csv'));
    expect(answer.ok).toBe(false);
    expect(await readdir(folder)).toEqual(['file', 'history']);
  });

  describe('of many', () => {
    /** 450 entries in three documents, as they lie on the disk. */
    const many = async (): Promise<ReturnType<typeof createHistory>> => {
      const place = join(folder, 'history', historyPartition(owner));
      await mkdir(place, { recursive: true });
      for (const [part, name] of ['2026-11', '2026-11.2', '2026-11.3'].entries()) {
        const entries = Array.from({ length: 150 }, (_, index) =>
          aClosedRequest(`m${part * 150 + index}`, '2026-11-02T10:00:00Z'),
        );
        await writeFile(join(place, `${name}.json`), JSON.stringify({ version: 1, data: { entries } }));
      }
      return empty();
    };

    it('reports its progress', async () => {
      const told: unknown[] = [];
      const history = await many();
      expect(
        await history.exportTo(owner, { ...all, format: 'json' }, join(folder, 'out.json'), {
          progress: (at) => void told.push(at),
        }),
      ).toEqual({ ok: true, value: 450 });
      expect(told).toEqual([
        { done: 200, total: 450 },
        { done: 400, total: 450 },
      ]);
    });

    it.each(['csv', 'xlsx', 'json'] as const)(
      'that is stopped leaves an older %s file unchanged and no other file',
      async (format) => {
        const history = await many();
        const path = join(folder, `out.${format}`);
        await writeFile(path, 'older');
        const stop = new AbortController();
        expect(
          await history.exportTo(owner, { ...all, format }, path, {
            progress: () => stop.abort(),
            signal: stop.signal,
          }),
        ).toEqual({ ok: false, error: { code: 'cancelled' } });
        expect(await readFile(path, 'utf8')).toBe('older');
        expect(await readdir(folder)).toEqual(['history', `out.${format}`]);
      },
    );

    it('that is stopped before its first entry, or has none, writes nothing', async () => {
      const stop = AbortSignal.abort();
      const history = await fill();
      expect(
        await history.exportTo(owner, { ...all, text: 'none', format: 'csv' }, join(folder, 'out.csv'), {
          signal: stop,
        }),
      ).toEqual({ ok: false, error: { code: 'cancelled' } });
      expect(await readdir(folder)).toEqual(['history']);
    });
  });
});
