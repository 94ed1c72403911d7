import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentSpec } from '../../../main/store/document';
import type { DocumentFile } from '../../../main/store/document-file';
import { openDocument } from '../../../main/store/document-file';

interface Names {
  readonly names: readonly string[];
}
const spec: DocumentSpec<Names> = {
  empty: { names: [] },
  steps: [(old) => ({ names: Array.isArray(old) ? old : [] })],
  parse: (raw) => {
    if (typeof raw === 'object' && raw !== null && 'names' in raw && Array.isArray(raw.names))
      return { ...raw, names: raw.names };
    throw new TypeError('names are missing');
  },
};

let folder = '';
let file = '';
const now = (): number => Date.UTC(2026, 10, 23, 13, 33, 7);
const open = (): DocumentFile<Names> => openDocument({ folder, name: 'names', spec, now });
const onDisk = async (path = file): Promise<unknown> => JSON.parse(await readFile(path, 'utf8')) as unknown;
const saved = (names: string[]): object => ({ version: 1, data: { names } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-'));
  file = join(folder, 'names.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a document', () => {
  it('is empty before the first write, and opening it creates no file', async () => {
    const document = open();
    expect([document.read(), document.notice, document.readOnly]).toEqual([spec.empty, null, null]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is there after a restart, with an identical last good copy', async () => {
    expect(await open().write({ names: ['a'] })).toEqual({ ok: true, value: null });
    expect(open().read()).toEqual({ names: ['a'] });
    expect(await onDisk()).toEqual(saved(['a']));
    expect(await onDisk(`${file}.last-good`)).toEqual(saved(['a']));
    expect((await readdir(folder)).sort()).toEqual(['names.json', 'names.json.last-good']);
  });

  it('writes one after the other when calls overlap', async () => {
    const document = open();
    await Promise.all(['a', 'b', 'c'].map((name) => document.write({ names: [name] })));
    expect(document.read()).toEqual({ names: ['c'] });
    expect(await onDisk()).toEqual(saved(['c']));
  });

  it.skipIf(process.platform === 'win32')('is readable by no one else, even when it was preset so', async () => {
    await writeFile(file, JSON.stringify(saved(['preset'])));
    await chmod(file, 0o644);
    const document = open();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await document.write({ names: ['b'] });
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('keeps members of the envelope that it does not know', async () => {
    await writeFile(file, JSON.stringify({ $schema: 'x', ...saved(['a']) }));
    await open().write({ names: ['b'] });
    expect(await onDisk()).toEqual({ $schema: 'x', ...saved(['b']) });
  });

  it.each(['', '{', 'null', '[]', '{"version":1}', '{"version":-1,"data":{}}', '{"version":1,"data":{}}', '\0\0\0\0'])(
    'restores the last good copy of a file that contains %j and keeps the damaged file',
    async (text) => {
      await open().write({ names: ['a'] });
      await writeFile(file, text);
      const document = open();
      expect(document.read()).toEqual({ names: ['a'] });
      expect(document.notice).toEqual({ code: 'storage.damaged', detail: 'names.damaged-20261123T133307Z.json' });
      expect(await readFile(join(folder, 'names.damaged-20261123T133307Z.json'), 'utf8')).toBe(text);
      expect(await onDisk()).toEqual(saved(['a']));
      expect(open().notice).toBeNull();
    },
  );

  it('starts empty from a damaged file without a copy, and can be written', async () => {
    await writeFile(file, '{"version":1,"da');
    const document = open();
    expect(document.read()).toEqual(spec.empty);
    expect((await document.write({ names: ['new'] })).ok).toBe(true);
    expect(open().read()).toEqual({ names: ['new'] });
    expect(await readdir(folder)).toContain('names.damaged-20261123T133307Z.json');
  });

  it('never overwrites an earlier copy of a damaged file', async () => {
    for (const text of ['1', '2']) {
      await writeFile(file, text);
      open();
    }
    expect(await readFile(join(folder, 'names.damaged-20261123T133307Z-2.json'), 'utf8')).toBe('2');
  });

  it('survives a folder in its place', async () => {
    await mkdir(file);
    const document = open();
    expect(document.notice?.code).toBe('storage.damaged');
    expect((await document.write({ names: ['a'] })).ok).toBe(true);
  });

  it('is restored from its last good copy when the file is missing', async () => {
    await open().write({ names: ['a'] });
    await rm(file);
    expect(open().read()).toEqual({ names: ['a'] });
  });

  it('is not written when a later version wrote it', async () => {
    const text = JSON.stringify({ version: 2, data: { names: ['later'], more: 1 } });
    await writeFile(file, text);
    const document = open();
    expect(document.readOnly).toEqual({ code: 'storage.newer', detail: 'names.json' });
    expect(document.read()).toMatchObject({ names: ['later'] });
    expect(await document.write({ names: [] })).toMatchObject({ ok: false, error: { code: 'storage.newer' } });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['names.json']);
  });

  it('upgrades an earlier version once and keeps the original', async () => {
    const text = JSON.stringify({ version: 0, data: ['old'] });
    await writeFile(file, text);
    await open().write({ names: ['old', 'new'] });
    expect(open().read()).toEqual({ names: ['old', 'new'] });
    expect(await readFile(join(folder, 'names.version-0.json'), 'utf8')).toBe(text);
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${JSON.stringify(saved(['é']))}`)],
    ['UTF-16 as PowerShell writes it', Buffer.from(`\uFEFF${JSON.stringify(saved(['é']))}`, 'utf16le')],
  ])('reads and rewrites %s', async (_name, bytes) => {
    await writeFile(file, bytes);
    const document = open();
    expect(document.read()).toEqual({ names: ['é'] });
    expect((await document.write({ names: ['é', 'b'] })).ok).toBe(true);
    expect(await onDisk()).toEqual(saved(['é', 'b']));
  });

  it('continues when another program breaks the file during the run', async () => {
    const document = open();
    await document.write({ names: ['a'] });
    await writeFile(file, 'broken');
    expect((await document.write({ names: ['a', 'b'] })).ok).toBe(true);
    expect(await onDisk()).toEqual(saved(['a', 'b']));
  });
});
