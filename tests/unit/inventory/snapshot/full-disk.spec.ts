import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SAVE_AFTER_MS } from '../../../../main/inventory/process/snapshot-keeper';
import * as disk from '../../../../main/store/file-steps';
import { aDevice } from '../../../support/builders';
import { flush } from '../../../support/turns';
import { start } from '../process/support';

vi.mock('../../../../main/store/file-steps', async (original) => ({ ...(await original()) }));

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-full-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = randomBytes(32);
const place = () => ({ path: join(folder, 'inventory.snapshot'), owner: { tenantId: 't', accountId: 'a' }, key });
const failing = (code: string) => (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));

/** An inventory of three devices on disk, and a fourth one that is not. */
async function setUp() {
  const set = start();
  await set.client.ask({ kind: 'open', place: place() });
  await set.client.ask({ kind: 'learn', devices: [aDevice(), aDevice(), aDevice()] });
  await set.client.ask({ kind: 'save' });
  set.clock.due(SAVE_AFTER_MS);
  await set.client.ask({ kind: 'save' });
  await set.client.ask({ kind: 'learn', devices: [aDevice()] });
  return { ...set, before: await readFile(place().path) };
}

test.each([
  ['the disk is full', 'writeAll', 'ENOSPC', 'storage.full'],
  ['the quota is used up', 'writeAll', 'EDQUOT', 'storage.full'],
  ['the folder is read-only', 'ensureFolder', 'EROFS', 'storage.read-only'],
  ['the old file may not be replaced', 'replace', 'EACCES', 'storage.read-only'],
  ['the disk breaks', 'replace', 'EIO', 'storage.damaged'],
] as const)(
  'when %s the old snapshot stays, and the failure is reported and retried',
  async (_, call, code, failure) => {
    const { client, before, clock, news } = await setUp();
    vi.spyOn(disk, call).mockImplementation(failing(code));
    clock.due(SAVE_AFTER_MS);
    await vi.waitFor(() =>
      expect(news.at(-1)).toMatchObject({ news: 'save-failed', failure: { code: failure, detail: code } }),
    );
    expect(await client.ask({ kind: 'save' })).toMatchObject({ ok: false, error: { code: failure } });
    expect(await readFile(place().path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['inventory.snapshot']);
    expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: true, value: { devices: 4 } });
    vi.restoreAllMocks();
    clock.due(300_000);
    await flush();
    await client.ask({ kind: 'save' });
    expect(await start().client.ask({ kind: 'open', place: place() })).toMatchObject({
      ok: true,
      value: { devices: 4 },
    });
  },
);

test('a disk that fills up in the middle of the file leaves no temp copy', async () => {
  const { client, before } = await setUp();
  const { writeAll } = disk;
  let writes = 0;
  vi.spyOn(disk, 'writeAll').mockImplementation(
    (...wanted) => ((writes += 1), writes > 4 ? failing('ENOSPC')() : writeAll(...wanted)),
  );
  expect(await client.ask({ kind: 'save' })).toMatchObject({ ok: false, error: { code: 'storage.full' } });
  expect(writes).toBe(5);
  expect(await readFile(place().path)).toEqual(before);
  expect(await readdir(folder)).toEqual(['inventory.snapshot']);
});

test('a snapshot that cannot be read is a failure of the storage, and the inventory works from memory', async () => {
  const { client } = start();
  await client.ask({ kind: 'open', place: { ...place(), path: folder } });
  expect(await client.ask({ kind: 'open', place: { ...place(), path: folder } })).toMatchObject({
    ok: false,
    error: { code: 'storage.damaged', detail: 'EISDIR' },
  });
  await client.ask({ kind: 'learn', devices: [aDevice()] });
  expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: true, value: { devices: 1 } });
  expect(await client.ask({ kind: 'save' })).toEqual({ ok: true, value: null });
});

test('a lost key costs the snapshot and nothing else', async () => {
  await setUp();
  const { client } = start();
  expect(await client.ask({ kind: 'open', place: { ...place(), key: randomBytes(32) } })).toMatchObject({
    ok: true,
    value: { devices: 0, dropped: 'damaged' },
  });
  await client.ask({ kind: 'learn', devices: [aDevice()] });
  expect(await client.ask({ kind: 'save' })).toMatchObject({
    ok: true,
    value: { bytes: expect.any(Number) as number },
  });
});
