import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHistory } from '../../../main/history/history';
import { csvOf, safeCell } from '../../../main/store/csv';
import { fakeClock, owner, request, silent } from './builders';

/** A reader of RFC 4180 of its own, so that the writer is not checked against itself. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    let cell = '';
    if (text[at] !== '"') throw new Error(`unquoted cell at ${at}`);
    for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
      if (text[at] === '"') at += 1;
      cell += text[at] ?? '';
      if (at > text.length) throw new Error('open quote');
    }
    at += 1;
    row.push(cell);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`neither comma nor line end at ${at}`);
  }
  return rows;
}

const nasty = fc.array(
  fc.oneof(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', '"', ',', ';', "'", ' ', '|', 'cmd', '山'), fc.string({ maxLength: 4 })),
  { maxLength: 8 },
).map((pieces) => pieces.join(''));

describe('cells', () => {
  it('come back as they were and never start a formula, 10,000 of them', () => {
    let cells = 0;
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 50, maxLength: 50 }), (row) => {
        const [read = []] = parseCsv(csvOf([row]));
        cells += row.length;
        expect(read).toHaveLength(row.length);
        for (const [at, cell] of read.entries()) {
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n\0]/u);
          expect([row[at], `'${row[at]}`]).toContain(cell);
        }
      }),
      { numRuns: 200 },
    );
    expect(cells).toBeGreaterThanOrEqual(10_000);
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\0x', '＝1', '＋1', '－1', '＠x', ' =1'])('mark %j as text', (cell) => {
    expect(safeCell(cell)).toBe(`'${cell}`);
  });

  it.each(['plain', "'quoted", '1-2', 'a=b', ''])('leave %j alone', (cell) => expect(safeCell(cell)).toBe(cell));
});

describe('export', () => {
  let folder = '';
  const all = { text: '', states: [], from: null, to: null };
  const fill = async (): Promise<ReturnType<typeof createHistory>> => {
    const history = createHistory({ folder: join(folder, 'history'), clock: fakeClock(Date.UTC(2026, 10, 23)), log: silent, retentionDays: () => 90 });
    await history.save(request('1', '2026-10-01T10:00:00Z', { note: '=HYPERLINK("x")', ticket: 'a,"b"' }), owner);
    await history.save(request('2', '2026-11-01T10:00:00Z', { reason: 'two\nlines' }), owner);
    return history;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('as CSV has a byte order mark, a head and one row an entry', async () => {
    const path = join(folder, 'out.csv');
    expect(await (await fill()).exportTo(owner, { ...all, format: 'csv' }, path)).toEqual({ ok: true, value: 2 });
    const text = await readFile(path, 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [head = [], first = [], second = []] = parseCsv(text.slice(1));
    expect(head.slice(0, 3)).toEqual(['id', 'asked_at', 'state']);
    expect(first[head.indexOf('reason')]).toBe('two\nlines');
    expect(second[head.indexOf('note')]).toBe(`'=HYPERLINK("x")`);
    expect(second[head.indexOf('ticket')]).toBe('a,"b"');
    expect(second).toHaveLength(head.length);
  });

  it('as JSON holds the entries as they are', async () => {
    const path = join(folder, 'out.json');
    const history = await fill();
    expect(await history.exportTo(owner, { ...all, text: 'ser-2', format: 'json' }, path)).toEqual({ ok: true, value: 1 });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      format: 'deskside-history',
      version: 1,
      exportedAt: '2026-11-23T00:00:00.000Z',
      entries: [await history.get(owner, '2')],
    });
    await history.exportTo(owner, { ...all, text: 'none', format: 'json' }, path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ entries: [] });
  });

  it('that cannot be written leaves nothing behind and says why', async () => {
    const history = await fill();
    await writeFile(join(folder, 'file'), '');
    const answer = await history.exportTo(owner, { ...all, format: 'csv' }, join(folder, 'file', 'out.csv'));
    expect(answer.ok).toBe(false);
    expect(await readdir(folder)).toEqual(['file', 'history']);
  });
});
