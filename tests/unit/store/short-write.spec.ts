import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentSpec } from '../../../main/store/document';
import type { DocumentFile } from '../../../main/store/document-file';
import { openDocument } from '../../../main/store/document-file';

const disk = vi.hoisted(() => ({ share: 1, error: '' }));

/** Writes as electron-store does on a nearly full disk: a part of the bytes, and no word about it. */
vi.mock('electron-store', () => ({
  default: class {
    readonly #options: { cwd: string; name: string; serialize: (value: unknown) => string };
    constructor(options: { cwd: string; name: string; serialize: (value: unknown) => string }) {
      this.#options = options;
    }
    set store(value: unknown) {
      if (disk.error !== '') throw Object.assign(new Error('disk'), { code: disk.error });
      const text = this.#options.serialize(value);
      writeFileSync(join(this.#options.cwd, `${this.#options.name}.json`), text.slice(0, text.length * disk.share));
    }
  },
}));

const spec: DocumentSpec<string> = {
  empty: '',
  steps: [],
  parse: (raw) => {
    if (typeof raw === 'string') return raw;
    throw new TypeError('no text');
  },
};
let folder = '';
const open = (): DocumentFile<string> => openDocument({ folder, name: 'text', spec, now: () => 0 });

beforeEach(async () => {
  disk.share = 1;
  disk.error = '';
  folder = await mkdtemp(join(tmpdir(), 'short-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a write that was silently truncated', () => {
  it.each([0, 0.1, 0.5, 0.99])('to %d of its bytes is detected and undone', async (share) => {
    const document = open();
    await document.write('before');
    disk.share = share;
    expect(await document.write('after')).toEqual({ ok: false, error: { code: 'storage.full', detail: 'ENOSPC' } });
    expect(document.read()).toBe('before');
    expect(await readFile(join(folder, 'text.json'), 'utf8')).toBe('{"version":0,"data":"before"}');
    expect(open()).toMatchObject({ notice: null, readOnly: null });
    disk.share = 1;
    expect((await document.write('after')).ok).toBe(true);
    expect(open().read()).toBe('after');
    expect((await readdir(folder)).sort()).toEqual(['text.json', 'text.json.last-good']);
  });

  it('leaves no file when it was the first one', async () => {
    disk.share = 0.5;
    expect((await open().write('first')).ok).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a write that failed', () => {
  it.each([
    ['ENOSPC', 'storage.full'],
    ['EROFS', 'storage.read-only'],
    ['EIO', 'storage.damaged'],
    ['EMFILE', 'storage.damaged'],
  ])('with %s is a %s and changes nothing', async (error, code) => {
    const document = open();
    await document.write('before');
    disk.error = error;
    expect(await document.write('after')).toEqual({ ok: false, error: { code, detail: error } });
    expect([document.read(), open().read()]).toEqual(['before', 'before']);
  });
});
