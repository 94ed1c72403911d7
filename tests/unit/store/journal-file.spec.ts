import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJournalFile } from '../../../main/store/journal-file';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'deep', 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const line = (n: number): string => JSON.stringify({ n });

describe('journal file', () => {
  it('has no lines before the first append', async () => {
    expect(await createJournalFile(path).read()).toEqual({ lines: [], damaged: 0 });
  });

  it('keeps lines in the order of the calls, also when they overlap', async () => {
    const journal = createJournalFile(path);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => journal.append(line(n))));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect((await createJournalFile(path).read()).lines).toEqual(Array.from({ length: 50 }, (_, n) => line(n)));
  });

  it.skipIf(process.platform === 'win32')('is readable by no one else, nor is its folder', async () => {
    const journal = createJournalFile(path);
    await journal.append(line(1));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700);
    await journal.rewrite([line(2)]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('starts on a new line after a torn one and stores the torn one separately', async () => {
    const journal = createJournalFile(path);
    await journal.append(line(1));
    await appendFile(path, '{"n":2,"te');
    await journal.append(line(3));
    expect(await journal.read()).toEqual({ lines: [line(1), line(3)], damaged: 1 });
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe('{"n":2,"te\n');
    expect(await journal.read()).toEqual({ lines: [line(1), line(3)], damaged: 0 });
  });

  it('keeps a last record that lost only its line break', async () => {
    const journal = createJournalFile(path);
    await journal.append(line(1));
    await appendFile(path, line(2));
    expect(await journal.read()).toEqual({ lines: [line(1), line(2)], damaged: 0 });
    await journal.append(line(3));
    expect((await journal.read()).lines).toEqual([line(1), line(2), line(3)]);
  });

  it('drops zero-filled and non-UTF-8 lines and counts them', async () => {
    const journal = createJournalFile(path);
    await journal.append(line(1));
    await appendFile(
      path,
      Buffer.concat([Buffer.alloc(40), Buffer.from('\n"'), Buffer.from([0xff]), Buffer.from('"\n')]),
    );
    await journal.append(line(2));
    expect(await journal.read()).toEqual({ lines: [line(1), line(2)], damaged: 2 });
  });

  it('replaces its content', async () => {
    const journal = createJournalFile(path);
    await journal.append(line(1));
    expect((await journal.rewrite([line(8), line(9)])).ok).toBe(true);
    expect((await journal.read()).lines).toEqual([line(8), line(9)]);
    await journal.rewrite([]);
    expect((await journal.read()).lines).toEqual([]);
    expect(await readdir(join(folder, 'deep'))).toEqual(['journal.jsonl']);
  });

  it('moves a folder in its place aside and continues', async () => {
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'kept'), 'x');
    const journal = createJournalFile(path, () => 7);
    expect(await journal.read()).toEqual({ lines: [], damaged: 1 });
    expect(await readFile(join(`${path}.damaged-7`, 'kept'), 'utf8')).toBe('x');
    expect((await journal.append(line(1))).ok).toBe(true);
  });

  it('returns a failure when it cannot write at all', async () => {
    await writeFile(join(folder, 'deep'), 'a file where the folder should be');
    const answer = await createJournalFile(path).append(line(1));
    expect(answer).toMatchObject({ ok: false, error: { code: 'storage.damaged' } });
  });

  it('throws for a line with a line break', async () => {
    await expect(createJournalFile(path).append('a\nb')).rejects.toThrow(TypeError);
  });

  it('keeps every intact line when another one is damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9 }),
        fc.uint8Array({ minLength: 1, maxLength: 30 }),
        async (at, junk) => {
          const lines = Array.from({ length: 10 }, (_, n) => Buffer.from(`${line(n)}\n`));
          const clean = Buffer.from(junk.map((byte) => (byte === 0x0a ? 0x0b : byte)));
          lines[at] = Buffer.concat([Buffer.from('#'), clean, Buffer.from('\n')]);
          await mkdir(join(folder, 'deep'), { recursive: true });
          await writeFile(path, Buffer.concat(lines));
          const read = await createJournalFile(path).read();
          expect(read.lines).toEqual(Array.from({ length: 10 }, (_, n) => line(n)).filter((_, n) => n !== at));
          expect(read.damaged).toBe(1);
        },
      ),
      { numRuns: 100 },
    );
  });
});
