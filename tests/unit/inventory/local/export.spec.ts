import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerLost } from '../../../../main/inventory/local/all-devices';
import { exportDevices } from '../../../../main/inventory/local/export';
import type { DevicesPart } from '../../../../main/inventory/local/port';
import type * as Real from '../../../../main/store/file-steps';
import type { ExportStyle } from '../../../../main/store/table-text';
import { noChips } from '../../../../shared/contract/device-query';
import type { ExportProgress } from '../../../../shared/contract/export';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aDevice } from '../../../support/builders';
import { readXlsx } from '../../../support/read-xlsx';
import { parseCsv } from '../../store/read-csv';

/** Bytes that still fit on the disk. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));
vi.mock('../../../../main/store/file-steps', async (original) => {
  const real = await original<typeof Real>();
  return {
    ...real,
    writeAll: (handle: never, bytes: Uint8Array, position: number) => {
      if (position + bytes.length > disk.room) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return real.writeAll(handle, bytes, position);
    },
  };
});

let folder = '';
beforeEach(async () => {
  disk.room = Number.POSITIVE_INFINITY;
  folder = await mkdtemp(join(tmpdir(), 'deskside-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const query = { text: '', chips: noChips, sort: null };
const devices = (count: number, facts: Partial<ManagedDevice> = {}) =>
  Array.from({ length: count }, (_, at) => aDevice({ name: `BER-${at}`, ...facts }));

/** Answers in parts; what is thrown is thrown in place of a part. */
async function* inParts(parts: readonly (readonly ManagedDevice[] | Error)[]): AsyncGenerator<DevicesPart, void> {
  const total = parts.reduce((sum, part) => sum + (part instanceof Error ? 0 : part.length), 0);
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield { devices: part, total };
  }
}

const csv: ExportStyle = { format: 'csv', separator: ',' };
const now = '2026-11-23T10:00:00.000Z';
const setUp = (...answers: readonly (readonly (readonly ManagedDevice[] | Error)[])[]) => setUpAs(csv, ...answers);

function setUpAs(style: ExportStyle, ...answers: readonly (readonly (readonly ManagedDevice[] | Error)[])[]) {
  const path = join(folder, 'devices.csv');
  const told: ExportProgress[] = [];
  const stop = new AbortController();
  const world = { isStillOpen: true };
  let asked = 0;
  const all = () => inParts(answers[Math.min(asked++, answers.length - 1)] ?? []);
  const run = (progress: (at: ExportProgress) => void = (at) => void told.push(at)) =>
    exportDevices(query, path, {
      answers: { all },
      isStillOpen: () => world.isStillOpen,
      style,
      now,
      progress,
      signal: stop.signal,
    });
  const lines = async () => (await readFile(path, 'utf8')).split('\r\n');
  return { path, told, stop, run, lines, world, asked: () => asked };
}

describe('an export', () => {
  it('has every device of the result in its order, a header and a byte order mark', async () => {
    const { run, lines, told } = setUp([devices(250), devices(30, { name: '山田', category: '' })]);
    expect(await run()).toEqual({ ok: true, value: 280 });
    const written = await lines();
    expect(written).toHaveLength(282);
    expect(written[0]).toMatch(/^\uFEFF"device_name","serial","person"/);
    expect(written[1]).toMatch(/^"BER-0","PF1"/);
    expect(written[280]).toMatch(/^"山田"/);
    expect(told).toEqual([
      { done: 250, total: 280 },
      { done: 280, total: 280 },
    ]);
  });

  it('of an empty result has a header only', async () => {
    const { run, lines } = setUp([]);
    expect(await run()).toEqual({ ok: true, value: 0 });
    expect(await lines()).toHaveLength(2);
  });

  it('contains no cell that a spreadsheet would execute', async () => {
    const { run, lines } = setUp([
      devices(1, { name: '=HYPERLINK("x")', userName: 'x;=1+1', model: '\t@cmd', serial: '＝1', category: 'a\n=2' }),
    ]);
    await run();
    const text = (await lines()).slice(1).join('\r\n');
    expect(text).toContain('"\'=HYPERLINK(""x"")"');
    expect(text).toContain('"x;\'=1+1"');
    expect(text).toContain('"\'\t\'@cmd"');
    expect(text).toContain('"\'＝1"');
    expect(text).toContain('"a\n\'=2"');
  });

  const canaries: Partial<ManagedDevice> = {
    phone: '+15551234567',
    imei: '356789104512345',
    serial: '0012345',
    name: "=cmd|'/c calc'!A1",
    model: 'a;b,c\t"d"',
    userName: '佐藤 美咲',
  };

  it.each([',', ';', '\t'] as const)('separated by %j gives other programs the values of Intune', async (separator) => {
    const { run, path } = setUpAs({ format: 'csv', separator }, [devices(3, canaries)]);
    expect(await run()).toEqual({ ok: true, value: 3 });
    const [head = [], ...rows] = parseCsv((await readFile(path, 'utf8')).slice(1), separator);
    const cell = (name: string) => rows.map((row) => row[head.indexOf(name)]);
    expect(cell('phone')).toEqual(Array(3).fill(canaries.phone));
    expect(cell('imei')).toEqual(Array(3).fill(canaries.imei));
    expect(cell('serial')).toEqual(Array(3).fill(canaries.serial));
    expect(cell('model')).toEqual(Array(3).fill(canaries.model));
    expect(cell('device_name')).toEqual(Array(3).fill(`'${canaries.name ?? ''}`));
  });

  it('as a workbook and as JSON keeps every value unchanged', async () => {
    const workbook = setUpAs({ format: 'xlsx', separator: ',' }, [devices(250, canaries), devices(1)]);
    expect(await workbook.run()).toEqual({ ok: true, value: 251 });
    expect(workbook.told.at(-1)).toEqual({ done: 251, total: 251 });
    const [sheet] = readXlsx(await readFile(workbook.path));
    const [head = [], first = []] = sheet?.rows ?? [];
    expect(sheet?.rows).toHaveLength(252);
    const json = setUpAs({ format: 'json', separator: ',' }, [devices(250, canaries), devices(1)]);
    expect(await json.run()).toEqual({ ok: true, value: 251 });
    const read = JSON.parse(await readFile(json.path, 'utf8')) as {
      exportedAt: string;
      devices: Record<string, string>[];
    };
    expect(read).toMatchObject({ format: 'deskside-devices', version: 1, exportedAt: now });
    expect(read.devices).toHaveLength(251);
    for (const [name, value] of [
      ['phone', canaries.phone],
      ['imei', canaries.imei],
      ['serial', canaries.serial],
      ['device_name', canaries.name],
      ['model', canaries.model],
      ['person', canaries.userName],
    ]) {
      expect(first[head.indexOf(name ?? '')]).toBe(value);
      expect(read.devices[0]?.[name ?? '']).toBe(value);
    }
  });

  it.each(['xlsx', 'json'] as const)('as %s that is stopped leaves an older file unchanged', async (format) => {
    const set = setUpAs({ format, separator: ',' }, [devices(500), devices(500)]);
    await writeFile(set.path, 'older');
    expect(await set.run(() => set.stop.abort())).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(await readFile(set.path, 'utf8')).toBe('older');
    expect(await readdir(folder)).toEqual(['devices.csv']);
  });

  it('yields to other work all the time', async () => {
    const { run } = setUp(Array.from({ length: 20 }, () => devices(500)));
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await run();
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(100);
  });
});

describe('an export that is not completed', () => {
  it.each<[string, (set: ReturnType<typeof setUp>) => unknown, (readonly ManagedDevice[] | Error)[], object]>([
    [
      'because the answer is lost in the middle',
      ({ run }) => run(),
      [devices(500), new AnswerLost({ code: 'auth.required' })],
      { code: 'auth.required' },
    ],
    ['because the process dies', ({ run }) => run(), [new AnswerLost({ code: 'internal' })], { code: 'internal' }],
    [
      'because somebody stops it in the middle',
      ({ run, stop }) => run(() => stop.abort()),
      [devices(500), devices(500)],
      { code: 'cancelled' },
    ],
    [
      'because somebody stops it at the last part',
      ({ run, stop }) => run(() => stop.abort()),
      [devices(500)],
      { code: 'cancelled' },
    ],
    ['because it was stopped before it began', ({ run, stop }) => (stop.abort(), run()), [], { code: 'cancelled' }],
    [
      'because the disk is full',
      ({ run }) => ((disk.room = 20_000), run()),
      [devices(500)],
      { code: 'storage.full', detail: 'ENOSPC' },
    ],
  ])('%s leaves an older file of that name unchanged, and no other file', async (_why, act, parts, error) => {
    const set = setUp(parts);
    await writeFile(set.path, 'older');
    expect(await act(set)).toEqual({ ok: false, error });
    expect(await readFile(set.path, 'utf8')).toBe('older');
    expect(await readdir(folder)).toEqual(['devices.csv']);
  });

  it('into a missing folder is reported', async () => {
    const stop = new AbortController();
    const answers = { all: () => inParts([devices(1)]) };
    const gone = await exportDevices(query, join(folder, 'gone', 'x.csv'), {
      answers,
      isStillOpen: () => true,
      style: csv,
      now,
      progress: () => undefined,
      signal: stop.signal,
    });
    expect(gone).toEqual({ ok: false, error: { code: 'storage.damaged', detail: 'ENOENT' } });
  });
});

describe('a result that expires in the middle', () => {
  const expired = new AnswerLost({ code: 'internal', detail: 'expired' }, true);

  it('is not requested from another tenant that was opened in the meantime', async () => {
    const { run, world, path, asked } = setUp([devices(2), expired], [devices(3, { name: 'OTHER-TENANT' })]);
    expect(await run(() => (world.isStillOpen = false))).toEqual({ ok: false, error: { code: 'auth.required' } });
    expect(asked()).toBe(1);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('is requested again, and the file contains one result', async () => {
    const { run, lines, asked } = setUp([devices(500), expired], [devices(3)]);
    expect(await run()).toEqual({ ok: true, value: 3 });
    expect(await lines()).toHaveLength(5);
    expect(asked()).toBe(2);
  });

  it('repeatedly is given up', async () => {
    const { run, asked } = setUp([expired]);
    expect(await run()).toEqual({ ok: false, error: { code: 'internal', detail: 'expired' } });
    expect(asked()).toBe(4);
    expect(await readdir(folder)).toEqual([]);
  });
});
