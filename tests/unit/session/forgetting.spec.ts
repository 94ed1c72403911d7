import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetAll, isLineOfOthers } from '../../../main/session/forgetting';
import { foldersIn, forgetDamagedLines, forgetOldRemains } from '../../../main/store/remains';
import { err, ok } from '../../../shared/result';
import { anOwner } from '../../support/main-builders';

const owner = anOwner();
const line = (whose: object): string =>
  `{"v":1,"type":"intent","owner":${JSON.stringify(whose)},"subject":{"upn":"hanako@contoso.example"`;
const mine = line(owner);
const older = line({ homeAccountId: 'oid.tid', tenantId: 'tenant-a' });
const elsewhere = line(anOwner({ tenantId: 'tenant-b' }));
const theirs = line(anOwner({ homeAccountId: 'other.tid' }));
const claims = line(anOwner({ cloud: 'https://login.mallory.example https://graph.microsoft.com' }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-remains-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const listing = async (): Promise<readonly string[]> => (await readdir(folder)).toSorted();

describe('a line of a damaged journal', () => {
  it.each([
    [mine, false],
    [older, false],
    ['ner":{"hom', false],
    ['{"owner":{"homeAccountId":"other.tid"', false],
    [elsewhere, true],
    [theirs, true],
    [claims, true],
  ])('%s belongs to others: %s', (text, isOthers) => {
    expect(isLineOfOthers(text, owner)).toBe(isOthers);
  });

  it('of any length is checked in bounded time', () => {
    const start = performance.now();
    for (const text of [
      `"owner"${' '.repeat(2_000_000)}`,
      '"owner":{'.repeat(200_000),
      `"owner":{${'a'.repeat(2_000_000)}`,
    ])
      expect(isLineOfOthers(text, owner)).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('damaged journals', () => {
  it('lose what belongs or may belong to the owner, and keep what belongs to others', async () => {
    await put('journal.jsonl', `${mine}\n`);
    await put('journal.jsonl.damaged', `${mine}\n${theirs}\nhalf a line with hanako@contoso.example\n`);
    await put('journal.jsonl.damaged-1764000000000', `${older}\n`);
    await put('journal.jsonl.damaged-1764000000001', `${elsewhere}\n`);
    expect(await forgetDamagedLines(join(folder, 'journal.jsonl'), (text) => isLineOfOthers(text, owner))).toEqual(
      ok(null),
    );
    expect(await listing()).toEqual(['journal.jsonl', 'journal.jsonl.damaged', 'journal.jsonl.damaged-1764000000001']);
    expect(await readFile(join(folder, 'journal.jsonl.damaged'), 'utf8')).toBe(`${theirs}\n`);
    expect(await readFile(join(folder, 'journal.jsonl'), 'utf8')).toBe(`${mine}\n`);
  });

  it('that are a link or a folder stay unchanged', async () => {
    await put('elsewhere.txt', `${mine}\n`);
    await symlink(join(folder, 'elsewhere.txt'), join(folder, 'journal.jsonl.damaged'));
    await mkdir(join(folder, 'journal.jsonl.damaged-1'));
    expect((await forgetDamagedLines(join(folder, 'journal.jsonl'), () => false)).ok).toBe(true);
    expect(await readFile(join(folder, 'elsewhere.txt'), 'utf8')).toBe(`${mine}\n`);
    expect(await listing()).toHaveLength(3);
  });
});

describe('copies of damaged files', () => {
  it('are deleted when they are too old; everything else stays', async () => {
    const old = [
      'journal.jsonl.damaged',
      'journal.jsonl.damaged-1',
      'settings.damaged-20260101T000000Z.json',
      'drafts.damaged-20260101T000000Z-2.json',
    ];
    const other = ['settings.json', 'settings.json.last-good', 'journal.jsonl', 'my.damaged.photo.png', 'damaged.txt'];
    for (const name of [...old, ...other]) {
      await put(name, 'x');
      await utimes(join(folder, name), 1_000, 1_000);
    }
    await put('shortlist.damaged-20261130T000000Z.json', 'new');
    await forgetOldRemains(folder, 2_000_000);
    expect(await listing()).toEqual([...other, 'shortlist.damaged-20261130T000000Z.json'].toSorted());
    await forgetOldRemains(join(folder, 'missing'), 2_000_000);
  });

  it('are searched in the folders of every owner', async () => {
    await mkdir(join(folder, 'drafts', 'a'), { recursive: true });
    expect(await foldersIn(folder, ['drafts', 'shortlist'])).toEqual([join(folder, 'drafts', 'a')]);
  });
});

describe('forgetting', () => {
  it('continues after a failure and reports the first one', async () => {
    const last = vi.fn(async () => ok(null));
    const outcome = await forgetAll(owner, [
      async () => ok(null),
      async () => err({ code: 'storage.full' } as const),
      async () => err({ code: 'storage.read-only' } as const),
      last,
    ]);
    expect(outcome).toEqual(err({ code: 'storage.full' }));
    expect(last).toHaveBeenCalledWith(owner);
  });
});
