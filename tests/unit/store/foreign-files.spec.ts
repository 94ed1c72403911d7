import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOurs, judgeFolder } from '../../../main/desktop/platform/data-folder';
import { createMemorySecret, createSecretFile } from '../../../main/desktop/platform/secret-file';
import { createWindowState } from '../../../main/desktop/windows/window-state';
import { createHistory } from '../../../main/history/history';
import { keepInventoriesOf, removeKept } from '../../../main/inventory/local/kept-files';
import { readSnapshot } from '../../../main/inventory/snapshot/snapshot';
import { openDocument } from '../../../main/store/document-file';
import { durableWrite, sweepTempFiles } from '../../../main/store/durable-write';
import { createJournalFile } from '../../../main/store/journal-file';
import { readOwnFile, readOwnFileSync } from '../../../main/store/own-file';
import { setAsideForeign, tightenTree } from '../../../main/store/own-tree';
import { aClosedRequest, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anOwner } from '../../support/main-builders';

const owner = anOwner();
const isRoot = process.getuid?.() === 0;
let folder = '';
let outside = '';
let servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-foreign-'));
  outside = mkdtempSync(join(tmpdir(), 'deskside-outside-'));
  writeFileSync(join(outside, 'thesis.txt'), '{"version":1,"data":{"text":"foreign"}}\n');
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close();
  for (const path of [folder, outside]) rmSync(path, { recursive: true, force: true });
});

/** Everything that may stand a foreign entry at the path of our file. */
const intruders: Readonly<Record<string, (path: string) => void>> = {
  'a link to a file elsewhere': (path) => symlinkSync(join(outside, 'thesis.txt'), path),
  'a link to a folder elsewhere': (path) => symlinkSync(outside, path),
  'a link to nothing': (path) => symlinkSync(join(outside, 'nothing'), path),
  'a link to itself': (path) => symlinkSync(path, path),
  'a link to an endless device': (path) => symlinkSync('/dev/zero', path),
  'a link to the terminal': (path) => symlinkSync('/dev/tty', path),
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  'a socket': (path) => void servers.push(createServer().listen(path)),
  'a folder': (path) => mkdirSync(path),
  ...(isRoot
    ? { 'a file of somebody else': (path: string) => (writeFileSync(path, '{}\n'), chownSync(path, 12_345, 12_345)) }
    : {}),
};

const spec = {
  empty: { text: '' },
  steps: [(old: unknown) => old],
  parse: (raw: unknown) =>
    typeof raw === 'object' && raw !== null && 'text' in raw ? { text: String(raw.text) } : { text: 'unreadable' },
};
const vault = {
  protection: () => Promise.resolve('real' as const),
  backend: () => 'test',
  encrypt: (text: string) => Promise.resolve(Buffer.from(text)),
  decrypt: (bytes: Uint8Array) => Promise.resolve({ text: Buffer.from(bytes).toString(), stale: false }),
};

/** Every reader of the app: what it answers for an intruder, and whether it works again afterwards. */
const readers: Readonly<Record<string, { readonly file: string; readonly use: (path: string) => Promise<void> }>> = {
  document: {
    file: 'settings.json',
    async use() {
      const document = openDocument({ folder, name: 'settings', spec, now: () => 0 });
      expect(document.read()).toEqual({ text: '' });
      expect(await document.write({ text: 'ours' })).toEqual({ ok: true, value: null });
      expect(openDocument({ folder, name: 'settings', spec, now: () => 1 }).read()).toEqual({ text: 'ours' });
    },
  },
  'last good copy': {
    file: 'settings.json.last-good',
    async use() {
      const document = openDocument({ folder, name: 'settings', spec, now: () => 0 });
      expect(document.read()).toEqual({ text: '' });
      for (const text of ['ours', 'ours again']) expect((await document.write({ text })).ok).toBe(true);
    },
  },
  journal: {
    file: 'journal.jsonl',
    async use(path) {
      const journal = createJournalFile(path, () => 0);
      expect((await journal.read()).lines).toEqual([]);
      expect(await journal.append('{"a":1}')).toEqual({ ok: true, value: null });
      expect((await createJournalFile(path).read()).lines).toEqual(['{"a":1}']);
    },
  },
  secret: {
    file: 'account.bin',
    async use(path) {
      const secret = createSecretFile({ path, vault, writeDurably: durableWrite, log: silentLog });
      expect(await secret.read()).toBeNull();
      if (existsSync(path) && lstatSync(path).isDirectory()) return;
      await secret.write('token');
      expect(await createSecretFile({ path, vault, writeDurably: durableWrite, log: silentLog }).read()).toBe('token');
    },
  },
  window: {
    file: 'window.json',
    async use(path) {
      const state = createWindowState(path, durableWrite);
      expect(state.read().maximized).toBe(false);
      state.write({ bounds: { x: 0, y: 0, width: 1, height: 1 }, maximized: true });
      await state.settled();
    },
  },
  snapshot: {
    file: 'devices.snapshot',
    async use(path) {
      const read = await readSnapshot({
        path,
        owner: { tenantId: 't', accountId: 'a' },
        key: new Uint8Array(32),
      }).catch((cause: unknown) => cause);
      expect(read).toMatchObject(read instanceof Error ? { code: 'EISDIR' } : { kind: 'dropped' });
    },
  },
};

describe.skipIf(process.platform === 'win32')('a foreign entry at the path of our file', () => {
  for (const [what, put] of Object.entries(intruders)) {
    for (const [reader, { file, use }] of Object.entries(readers)) {
      it(`${what} (${reader}) is neither followed nor blocked on, and nothing else changes`, async () => {
        put(join(folder, file));
        await use(join(folder, file));
        expect(readFileSync(join(outside, 'thesis.txt'), 'utf8')).toBe('{"version":1,"data":{"text":"foreign"}}\n');
        expect(readdirSync(outside)).toEqual(['thesis.txt']);
      });
    }
  }

  it('a chosen file may be a link and belong to anyone, but is never a device or a pipe', async () => {
    const chosen = { limit: 100, isChosen: true };
    symlinkSync(join(outside, 'thesis.txt'), join(folder, 'link'));
    expect(readOwnFileSync(join(folder, 'link'), chosen).toString()).toContain('foreign');
    for (const what of ['a link to an endless device', 'a pipe', 'a link to a folder elsewhere'] as const) {
      const path = join(folder, what.replaceAll(' ', '-'));
      intruders[what]?.(path);
      await expect(readOwnFile(path, chosen)).rejects.toThrow();
    }
    writeFileSync(join(folder, 'large'), 'x'.repeat(101));
    expect(() => readOwnFileSync(join(folder, 'large'), chosen)).toThrow('size');
  });
});

describe.skipIf(process.platform === 'win32')('a folder of ours that is a link', () => {
  it('is moved aside at the start, with all such entries below, and its target stays unchanged', () => {
    for (const name of ['history', 'inventory', 'accounts']) symlinkSync(outside, join(folder, name));
    mkdirSync(join(folder, 'shortlist', 'a'), { recursive: true });
    symlinkSync(outside, join(folder, 'shortlist', 'b'));
    execFileSync('mkfifo', [join(folder, 'shortlist', 'a', 'shortlist.json')]);
    mkdirSync(join(folder, 'logs'));
    symlinkSync(join(outside, 'thesis.txt'), join(folder, 'logs', 'deskside.log'));
    symlinkSync('127.0.0.1', join(folder, 'SingletonLock'));
    const aside = setAsideForeign(folder, isOurs, 7);
    expect([...aside].sort()).toEqual([
      'accounts',
      'history',
      'inventory',
      'logs/deskside.log',
      'shortlist/a/shortlist.json',
      'shortlist/b',
    ]);
    expect(lstatSync(join(folder, 'history.foreign-7')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(folder, 'SingletonLock')).isSymbolicLink()).toBe(true);
    expect(readdirSync(outside)).toEqual(['thesis.txt']);
    expect(setAsideForeign(folder, isOurs, 8)).toEqual([]);
  });

  it('is not followed by any cleanup, even when it appears later', async () => {
    mkdirSync(join(outside, 'Documents'));
    writeFileSync(join(outside, 'Documents', 'devices.snapshot'), 'mine');
    writeFileSync(join(outside, 'a.tmp-0123456789ab'), 'mine');
    writeFileSync(join(outside, '2020-01.json'), '{}');
    for (const name of ['inventory', 'shortlist', 'accounts', 'history']) symlinkSync(outside, join(folder, name));
    await keepInventoriesOf(folder, []);
    await removeKept({ folder: join(folder, 'inventory', 'Documents') });
    expect(sweepTempFiles(join(folder, 'shortlist'))).toBe(0);
    const history = createHistory({
      folder: join(folder, 'history'),
      clock: new ManualClock(Date.UTC(2026, 10, 23)),
      log: silentLog,
      retentionDays: () => 1,
    });
    await history.purge();
    expect(readdirSync(outside).sort()).toEqual(['2020-01.json', 'Documents', 'a.tmp-0123456789ab', 'thesis.txt']);
  });

  it('keeps foreign files in a deleted folder of inventories', async () => {
    const place = join(folder, 'inventory', 'contoso', 'abc');
    mkdirSync(place, { recursive: true });
    for (const name of ['devices.snapshot', 'key.bin', 'devices.snapshot.tmp-0011223344556677', 'notes.txt'])
      writeFileSync(join(place, name), name);
    await keepInventoriesOf(folder, []);
    expect(readdirSync(place)).toEqual(['notes.txt']);
    rmSync(join(place, 'notes.txt'));
    await keepInventoriesOf(folder, []);
    expect(readdirSync(join(folder, 'inventory'))).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('rights', () => {
  it('of others are removed from our files, and from nothing else', () => {
    mkdirSync(join(folder, 'accounts'));
    mkdirSync(join(folder, 'Cache'));
    writeFileSync(join(folder, 'accounts', 'a.bin'), '');
    writeFileSync(join(folder, 'settings.json.last-good'), '');
    symlinkSync(join(outside, 'thesis.txt'), join(folder, 'journal.jsonl'));
    for (const path of ['.', 'accounts', 'Cache', 'accounts/a.bin', 'settings.json.last-good'])
      chmodSync(join(folder, path), 0o777);
    chmodSync(join(outside, 'thesis.txt'), 0o644);
    tightenTree(folder, isOurs);
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(
      ['.', 'accounts', 'accounts/a.bin', 'settings.json.last-good', 'Cache'].map((path) => mode(join(folder, path))),
    ).toEqual([0o700, 0o700, 0o600, 0o600, 0o777]);
    expect(mode(join(outside, 'thesis.txt'))).toBe(0o644);
  });

  it('the user-data folder may be a link, which is followed once, but not a file', () => {
    symlinkSync(outside, join(folder, 'data'));
    const make = (path: string): void => void mkdirSync(path, { recursive: true });
    expect(judgeFolder(join(folder, 'data'), make)).toEqual({ folder: outside, problem: null });
    expect(judgeFolder(join(outside, 'thesis.txt'), make).problem).toBe('EEXIST');
    expect(judgeFolder(join(outside, 'thesis.txt', 'below'), make).problem).toBe('ENOTDIR');
  });

  it.skipIf(!isRoot)('a user-data folder of another user is refused', () => {
    chownSync(outside, 12_345, 12_345);
    expect(judgeFolder(outside, () => undefined).problem).toBe('EOWNER');
  });
});

it('opened files are readable by their owner only', async () => {
  const history = createHistory({
    folder: join(folder, 'history'),
    clock: new ManualClock(Date.UTC(2026, 10, 23)),
    log: silentLog,
    retentionDays: () => 90,
  });
  await history.save(aClosedRequest('a', '2026-11-02T10:00:00Z'), owner);
  expect(await createMemorySecret().read()).toBeNull();
  expect(setAsideForeign(folder, isOurs, 1)).toEqual([]);
});
