import { describe, expect, it, vi } from 'vitest';
import type { Vault } from '../../../../main/desktop/platform/vault';
import { electronVault } from '../../../../main/desktop/platform/vault';
import { ManualClock } from '../../../support/clock';

/** Chromium's mark, then the text turned over: `v10` is the fixed password on Linux, `v11` the secret service, `v12` the portal. */
const sealed = (mark: string, text: string): Buffer =>
  Buffer.concat([Buffer.from(mark), Buffer.from(text).map((byte) => byte ^ 0x5a)]);
const opened = (bytes: Buffer): string => Buffer.from(bytes.subarray(3).map((byte) => byte ^ 0x5a)).toString();

/** Electron up to 41. */
const synchronous = ({ mark = 'v11', backend = 'gnome_libsecret', isAvailable = true } = {}) => ({
  getSelectedStorageBackend: vi.fn(() => backend),
  isEncryptionAvailable: vi.fn(() => isAvailable),
  encryptString: vi.fn((text: string) => sealed(mark, text)),
  decryptString: vi.fn((bytes: Buffer) => opened(bytes)),
});

/** The calls that came with Electron 42, which have keys of their own. */
const asynchronous = ({ mark = 'v11', isAvailable = true, stale = false } = {}) => ({
  isAsyncEncryptionAvailable: vi.fn(() => Promise.resolve(isAvailable)),
  encryptStringAsync: vi.fn((text: string) => Promise.resolve(sealed(mark, text))),
  decryptStringAsync: vi.fn((bytes: Buffer) => Promise.resolve({ result: opened(bytes), shouldReEncrypt: stale })),
});

const onLinux = (storage: object, more: object = {}): Vault => electronVault({ storage, platform: 'linux', ...more });
const never = new Promise<never>(() => undefined);

describe.each([
  ['the synchronous calls (Electron up to 41)', () => synchronous()],
  ['both pairs (Electron 42 to 45)', () => ({ ...synchronous(), ...asynchronous() })],
  ['the asynchronous calls alone (Electron 46)', () => asynchronous()],
  [
    'the asynchronous calls and the name of the backend',
    () => ({ ...asynchronous(), getSelectedStorageBackend: () => 'kwallet6' }),
  ],
])('on %s', (_name, storage) => {
  it('encryption is tested before it is trusted, and decrypts what it encrypted', async () => {
    const vault = onLinux(storage());
    expect(await vault.protection()).toBe('real');
    const bytes = await vault.encrypt('refresh-token-canary');
    expect(Buffer.from(bytes).includes('canary')).toBe(false);
    expect(await vault.decrypt(bytes)).toEqual({ text: 'refresh-token-canary', stale: false });
  });

  it('the backend name is known, and the same at the next start', async () => {
    const [first, second] = [onLinux(storage()), onLinux(storage())];
    await Promise.all([first.protection(), second.protection()]);
    expect(first.backend()).toMatch(/^(gnome_libsecret|kwallet6|linux-v11)$/);
    expect(second.backend()).toBe(first.backend());
  });
});

describe('the keyring', () => {
  it('is tested once, for any number of secrets', async () => {
    const storage = synchronous();
    const vault = onLinux(storage);
    expect(await Promise.all([vault.protection(), vault.protection(), vault.protection()])).toEqual([
      'real',
      'real',
      'real',
    ]);
    expect(storage.encryptString).toHaveBeenCalledOnce();
  });

  it('is tested with the functions that are used afterwards, not with the others', async () => {
    const storage = { ...synchronous(), ...asynchronous({ stale: true }) };
    const vault = onLinux(storage);
    await vault.protection();
    expect(await vault.decrypt(await vault.encrypt('x'))).toEqual({ text: 'x', stale: true });
    for (const unused of [storage.isEncryptionAvailable, storage.encryptString, storage.decryptString])
      expect(unused).not.toHaveBeenCalled();
  });

  it.each([
    ['the desktop has none', synchronous({ backend: 'basic_text' }), 'none'],
    [
      'the desktop has none, in the newer calls',
      { ...synchronous({ backend: 'basic_text' }), ...asynchronous() },
      'none',
    ],
    ['plain text was switched on by something else', synchronous({ mark: 'v10' }), 'none'],
    [
      'the newer calls fell back to the fixed password, whatever the older ones say',
      { ...synchronous(), ...asynchronous({ mark: 'v10' }) },
      'none',
    ],
    ['only the newer calls are there, and they fell back', asynchronous({ mark: 'v10' }), 'none'],
    ['the app is not ready', synchronous({ backend: 'unknown' }), 'withheld'],
    ['it does not answer', synchronous({ isAvailable: false }), 'withheld'],
    ['it does not answer the newer calls', { ...synchronous(), ...asynchronous({ isAvailable: false }) }, 'withheld'],
    [
      'the person said no',
      {
        ...synchronous(),
        encryptString: () => {
          throw new Error('denied');
        },
      },
      'withheld',
    ],
    [
      'the person said no to the newer calls',
      { ...asynchronous(), encryptStringAsync: () => Promise.reject(new Error('denied')) },
      'withheld',
    ],
    ['it gives back something else', { ...synchronous(), decryptString: () => 'something else' }, 'withheld'],
    ['it gives back nothing', { ...asynchronous(), decryptStringAsync: () => Promise.resolve(undefined) }, 'withheld'],
    ['it encrypts to nothing', { ...synchronous(), encryptString: () => Buffer.alloc(0) }, 'withheld'],
    [
      'asking throws',
      {
        ...synchronous(),
        isEncryptionAvailable: () => {
          throw new Error('no bus');
        },
      },
      'withheld',
    ],
    ['this Electron has no call that is known', {}, 'withheld'],
  ])('does not protect when %s', async (_why, storage, expected) => {
    expect(await onLinux(storage).protection()).toBe(expected);
  });

  it('has a time limit for unlocking', async () => {
    const clock = new ManualClock();
    const vault = onLinux({ ...asynchronous(), encryptStringAsync: () => never }, { clock, patienceMs: 1_000 });
    let answer: string | null = null;
    void vault.protection().then((found) => (answer = found));
    for (const [pass, expected] of [
      [999, null],
      [1, 'withheld'],
    ] as const) {
      await new Promise((next) => setImmediate(next));
      clock.pass(pass);
      await new Promise((next) => setImmediate(next));
      expect(answer).toBe(expected);
    }
  });
});

describe('bytes under the fixed password', () => {
  it.each([
    ['synchronous', synchronous()],
    ['asynchronous', asynchronous()],
  ])('are not decrypted by the %s calls', async (_name, storage) => {
    const vault = onLinux(storage);
    await vault.protection();
    await expect(vault.decrypt(sealed('v10', 'forged'))).rejects.toThrow('fixed password');
  });

  it('are not returned when the keyring disappears while the app runs', async () => {
    const storage = synchronous();
    const vault = onLinux(storage);
    expect(await vault.protection()).toBe('real');
    storage.encryptString.mockImplementation((text) => sealed('v10', text));
    await expect(vault.encrypt('refresh-token-canary')).rejects.toThrow('fixed password');
  });

  it.each(['darwin', 'win32'] as const)('exist on Linux only: on %s `v10` marks the real key', async (platform) => {
    const { getSelectedStorageBackend: _linuxOnly, ...storage } = synchronous({ mark: 'v10' });
    const vault = electronVault({ storage, platform });
    expect(await vault.protection()).toBe('real');
    expect(vault.backend()).toBe(platform);
    expect((await vault.decrypt(await vault.encrypt('x'))).text).toBe('x');
  });
});
