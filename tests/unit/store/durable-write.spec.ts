import type { FileHandle } from 'node:fs/promises';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { durableWrite, sweepTempFiles } from '../../../main/store/durable-write';
import { errorCode, writeAll } from '../../../main/store/file-steps';
import { storageFailure } from '../../../main/store/storage-failure';
import { createSerial } from '../../../shared/serial';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A disk that takes a few bytes at a time and then no more. */
function stingy(takes: readonly number[]): { handle: FileHandle; written: number[] } {
  const written: number[] = [];
  let call = 0;
  const write = (
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }> => {
    const bytesWritten = Math.min(length, takes[call] ?? 0);
    call += 1;
    for (let n = 0; n < bytesWritten; n += 1) written[position + n] = bytes[offset + n] ?? 0;
    return Promise.resolve({ bytesWritten });
  };
  return { handle: { write } as unknown as FileHandle, written };
}

describe('writing', () => {
  it('continues until every byte is written', async () => {
    const { handle, written } = stingy([1, 2, 1, 9]);
    await writeAll(handle, Buffer.from('abcdef'), 0);
    expect(Buffer.from(written).toString()).toBe('abcdef');
  });

  it('fails as on a full disk when no more bytes are accepted', async () => {
    await expect(writeAll(stingy([2, 0]).handle, Buffer.from('abc'), 0)).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('replaces the content and creates missing folders', async () => {
    const path = join(folder, 'a', 'b', 'file');
    await durableWrite(path, 'one');
    await durableWrite(path, Buffer.from('two'));
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['file']);
    if (process.platform !== 'win32') {
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(join(folder, 'a', 'b'))).mode & 0o777).toBe(0o700);
    }
  });

  it('that fails leaves the old content and no temp copy', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await writeFile(join(path, 'kept'), 'x');
    await expect(durableWrite(path, 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readFile(join(path, 'kept'), 'utf8')).toBe('x');
  });
});

describe('sweeping', () => {
  it('deletes temp copies of both writers and nothing else', async () => {
    const temps = ['settings.json.tmp-1700000000abcdef', 'journal.jsonl.tmp-0123456789abcdef'];
    const others = ['settings.json', 'notes.tmp', 'x.tmp-', 'report.tmp-final', 'a.tmp-abcdef.json'];
    for (const name of [...temps, ...others]) await writeFile(join(folder, name), '');
    expect(sweepTempFiles(folder)).toBe(2);
    expect((await readdir(folder)).sort()).toEqual([...others].sort());
  });

  it('of a missing folder does nothing', () => expect(sweepTempFiles(join(folder, 'none'))).toBe(0));
});

describe('a system error', () => {
  it.each([
    ['ENOSPC', 'storage.full'],
    ['EDQUOT', 'storage.full'],
    ['EFBIG', 'storage.full'],
    ['EROFS', 'storage.read-only'],
    ['EACCES', 'storage.read-only'],
    ['EIO', 'storage.damaged'],
  ])('%s means %s', (detail, code) => {
    expect(storageFailure(Object.assign(new Error('x'), { code: detail }))).toEqual({ code, detail });
  });

  it('without a code is damage', () => {
    expect(storageFailure(new Error('x'))).toEqual({ code: 'storage.damaged' });
    expect([errorCode(null), errorCode('x'), errorCode({ code: 5 })]).toEqual(['', '', '']);
  });

  it('is thrown when a missing file is opened', async () => {
    expect(errorCode(await open(join(folder, 'none')).catch((cause: unknown) => cause))).toBe('ENOENT');
  });
});

describe('one after the other', () => {
  it('continues after a failed task', async () => {
    const serial = createSerial();
    const order: string[] = [];
    const bad = serial(() => Promise.reject(new Error('bad')));
    const good = serial(() => Promise.resolve(order.push('good')));
    await expect(bad).rejects.toThrow('bad');
    await good;
    expect(order).toEqual(['good']);
  });
});
