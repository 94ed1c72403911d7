import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemorySecret, createSecretFile } from '../../../../main/desktop/platform/secret-file';
import type { Protection, Vault } from '../../../../main/desktop/platform/vault';
import { durableWrite } from '../../../../main/store/durable-write';
import { keepingLog } from '../../../support/wire';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-secret-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A keyring that turns bytes over; `key` stands for the key behind it. */
function fakeVault(options: { protection?: Protection; backend?: string; key?: number; stale?: boolean } = {}): Vault {
  const { protection = 'real', backend = 'gnome_libsecret', key = 0x5a, stale = false } = options;
  const turn = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ key);
  return {
    protection: () => Promise.resolve(protection),
    backend: () => backend,
    encrypt: (text) => Promise.resolve(turn(Buffer.from(`ok${text}`))),
    decrypt(bytes) {
      const text = Buffer.from(turn(bytes)).toString('utf8');
      return text.startsWith('ok')
        ? Promise.resolve({ text: text.slice(2), stale })
        : Promise.reject(new Error('cannot decrypt'));
    },
  };
}

function secretOn(vault: Vault, write = durableWrite) {
  const path = join(folder, 'sign-in.bin');
  const log = keepingLog();
  return { path, log, secret: createSecretFile({ path, vault, writeDurably: write, log }) };
}

describe('a secret on a keyring that protects', () => {
  it('survives a restart and is not readable on the disk', async () => {
    const { path, secret } = secretOn(fakeVault());
    await secret.write('refresh-token-canary');
    expect(secret.persistence).toBe('encrypted');
    expect((await readFile(path)).includes('canary')).toBe(false);
    expect(await secretOn(fakeVault()).secret.read()).toBe('refresh-token-canary');
  });

  it('is null before the first write and after removal', async () => {
    const { path, secret } = secretOn(fakeVault());
    expect(await secret.read()).toBeNull();
    await secret.write('x');
    await secret.remove();
    await secret.remove();
    expect(await secret.read()).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['another key encrypted it', fakeVault({ key: 0x11 })],
    ['another backend wrote it', fakeVault({ backend: 'kwallet5' })],
  ])('is dropped when %s', async (_why, next) => {
    await secretOn(fakeVault()).secret.write('x');
    const { path, secret, log } = secretOn(next);
    expect(await secret.read()).toBeNull();
    expect(existsSync(path)).toBe(false);
    expect(log.lines[0]).toContain('secret.unreadable');
    await secret.write('new');
    expect(await secret.read()).toBe('new');
  });

  it.each(['', 'nonsense', 'gnome_libsecret', 'gnome_libsecret\n', '\0'.repeat(5_000)])(
    'is dropped when the file holds %j',
    async (content) => {
      const { path, secret } = secretOn(fakeVault());
      await writeFile(path, content);
      expect(await secret.read()).toBeNull();
      expect(existsSync(path)).toBe(false);
    },
  );

  it('is encrypted again when the key was rotated, and still read when that fails', async () => {
    await secretOn(fakeVault()).secret.write('x');
    const write = vi.fn(() => Promise.reject(new Error('disk full')));
    const { secret, log } = secretOn(fakeVault({ stale: true }), write);
    expect(await secret.read()).toBe('x');
    expect(write).toHaveBeenCalledOnce();
    expect(log.lines[0]).toContain('secret.rewrite-failed');
  });

  it('reports a failed write to the caller', async () => {
    const { secret } = secretOn(fakeVault(), () => Promise.reject(new Error('disk full')));
    await expect(secret.write('x')).rejects.toThrow('disk full');
  });
});

describe('a secret without real encryption', () => {
  it('stays in memory, writes nothing and deletes the file of an earlier run', async () => {
    await secretOn(fakeVault()).secret.write('old');
    const write = vi.fn(durableWrite);
    const { path, secret } = secretOn(fakeVault({ protection: 'none' }), write);
    expect(await secret.read()).toBeNull();
    expect(secret.persistence).toBe('memory');
    await secret.write('x');
    expect(await secret.read()).toBe('x');
    expect(write).not.toHaveBeenCalled();
    expect(existsSync(path)).toBe(false);
    await secret.remove();
    expect(await secret.read()).toBeNull();
  });

  it('works without any keyring', async () => {
    const secret = createMemorySecret();
    await secret.write('x');
    expect([secret.persistence, await secret.read()]).toEqual(['memory', 'x']);
  });
});

describe('a secret whose keyring is withheld', () => {
  const withheld = async (write = vi.fn(durableWrite)) => {
    await secretOn(fakeVault()).secret.write('kept');
    return { ...secretOn(fakeVault({ protection: 'withheld' }), write), write };
  };

  it('is neither read nor removed, and is available again with the keyring', async () => {
    const { path, secret } = await withheld();
    expect(await secret.read()).toBeNull();
    expect([secret.persistence, existsSync(path)]).toEqual(['memory', true]);
    expect(await secretOn(fakeVault()).secret.read()).toBe('kept');
  });

  it('is replaced by a newer one, which stays in memory', async () => {
    const { path, secret, write } = await withheld();
    await secret.write('newer');
    expect(await secret.read()).toBe('newer');
    expect(write).not.toHaveBeenCalled();
    expect(existsSync(path)).toBe(false);
  });

  it('can be deleted', async () => {
    const { path, secret } = await withheld();
    await secret.remove();
    expect(existsSync(path)).toBe(false);
  });
});

describe('the keyring', () => {
  it('is not accessed before a secret is needed, and then once', async () => {
    const vault = { ...fakeVault(), protection: vi.fn(() => Promise.resolve<Protection>('real')) };
    const { secret } = secretOn(vault);
    expect(secret.persistence).toBe('memory');
    expect(vault.protection).not.toHaveBeenCalled();
    await secret.read();
    await secret.write('x');
    expect(secret.persistence).toBe('encrypted');
    expect(vault.protection).toHaveBeenCalledOnce();
  });
});
