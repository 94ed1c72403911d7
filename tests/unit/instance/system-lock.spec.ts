import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LockSystem, SystemLock } from '../../../main/instance/system-lock';
import { takeSystemLock } from '../../../main/instance/system-lock';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-lock-'));
  symlinkSync(folder, `${folder}-link`);
});
afterAll(() => [`${folder}-link`, folder].forEach((path) => rmSync(path, { recursive: true, force: true })));

const taken: SystemLock[] = [];
afterEach(() => taken.splice(0).forEach((lock) => lock.release()));
async function take(path = folder, system?: LockSystem): Promise<boolean> {
  const lock = await takeSystemLock(path, system);
  if (lock !== null) taken.push(lock);
  return lock !== null;
}

const unused = (): never => {
  throw new Error('unused');
};
const failing = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code });
};

/** What Linux and its helpers may be like: flock, none at all, one that cannot lock this file system. */
const linux: readonly (readonly [string, LockSystem | undefined])[] = [
  ['flock(2)', undefined],
  ['an abstract socket, without the helper', { platform: 'linux', open: unused, flock: null }],
  [
    'an abstract socket, where the file system has no locks',
    { platform: 'linux', open: unused, flock: '/usr/bin/env' },
  ],
];

describe.runIf(process.platform === 'linux')('the lock on a folder', () => {
  it.each(linux)('is held by one process, through any path, and free afterwards: %s', async (_name, system) => {
    expect(await take(folder, system)).toBe(true);
    expect(await take(folder, system)).toBe(false);
    expect(await take(`${folder}-link`, system)).toBe(false);
    taken.splice(0).forEach((lock) => lock.release());
    await expect.poll(() => take(`${folder}-link`, system)).toBe(true);
  });

  it('of one folder does not affect another', async () => {
    const other = mkdtempSync(join(tmpdir(), 'deskside-lock-'));
    expect([await take(folder), await take(other)]).toEqual([true, true]);
    rmSync(other, { recursive: true });
  });

  it('is not acquired when the helper could not run: only waiting is safe', async () => {
    expect(await take(folder, { platform: 'linux', open: unused, flock: '/nowhere/flock' })).toBe(false);
  });

  it('of a folder that cannot be opened is an error', async () => {
    await expect(takeSystemLock(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe.each([
  ['win32', 0x1000_0000, 'EBUSY'],
  ['darwin', 0x20, 'EAGAIN'],
] as const)('the lock on %s', (platform, flag, takenCode) => {
  it('is a file that is opened exclusively', async () => {
    const opened: { path: string; flags: number; mode: number }[] = [];
    const open = (path: string, flags: number, mode: number): number => {
      opened.push({ path, flags, mode });
      return 0;
    };
    expect(await takeSystemLock(folder, { platform, open, flock: null })).not.toBeNull();
    expect(opened).toEqual([{ path: join(folder, 'instance.lock'), flags: expect.any(Number), mode: 0o600 }]);
    expect((opened[0]?.flags ?? 0) & flag).toBe(flag);
  });

  it('is refused to the second process, and a real error is reported', async () => {
    expect(await takeSystemLock(folder, { platform, open: failing(takenCode), flock: null })).toBeNull();
    await expect(takeSystemLock(folder, { platform, open: failing('EIO'), flock: null })).rejects.toMatchObject({
      code: 'EIO',
    });
  });

  it('is not needed on a read-only file system', async () => {
    expect(await takeSystemLock(folder, { platform, open: failing('EROFS'), flock: null })).not.toBeNull();
  });
});
