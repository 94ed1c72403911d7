import { randomBytes } from 'node:crypto';
import { safeStorage } from 'electron';
import type { Clock } from '../../../shared/clock';
import { systemClock } from './clock';

/**
 * How well encryption on this computer protects at the moment. `real`: it was tested, and only the operating system's
 * keyring can decrypt. `none`: there is no keyring, so anyone could decrypt. `withheld`: there is a keyring, but it
 * does not respond or the user refused access; data encrypted earlier is still valid.
 */
export type Protection = 'real' | 'none' | 'withheld';

/** Encryption by the operating system's own keyring. */
export interface Vault {
  /**
   * Tested once, on the first call, with the functions that are used afterwards. On Linux and macOS a locked keyring
   * blocks until the user unlocks it (before Electron 42 the whole process): call it only when a window is visible and
   * a secret is needed.
   */
  protection(): Promise<Protection>;
  /** Name of the encryption backend, to detect that it changed between two starts. Call it after `protection`. */
  backend(): string;
  /** Rejects instead of encrypting with a fixed password. */
  encrypt(text: string): Promise<Uint8Array>;
  /**
   * Rejects when the bytes were encrypted elsewhere or with a fixed password. `stale`: the key was rotated, so encrypt
   * the text again.
   */
  decrypt(bytes: Uint8Array): Promise<{ readonly text: string; readonly stale: boolean }>;
}

export interface VaultOptions {
  /** Electron's `safeStorage`; depending on the version, functions may be missing. */
  readonly storage?: object;
  readonly platform?: NodeJS.Platform;
  readonly clock?: Clock;
  /** How long the user has to unlock the keyring, in milliseconds. */
  readonly patienceMs?: number;
}

/** Backend names for which Electron on Linux uses a fixed password or has not decided yet. */
const FIXED_PASSWORD = 'basic_text';
const NOT_KNOWN_YET = 'unknown';
/**
 * Prefix of data that Chromium on Linux encrypted with a password from its source code. (On other systems `v10` is the
 * real key.)
 */
const FIXED_PASSWORD_MARK = 'v10';
const MARK_LENGTH = 3;
const PATIENCE_MS = 120_000;

/** Electron's safeStorage; its plain-text mode is never enabled. */
export function electronVault({
  storage = safeStorage,
  platform = process.platform,
  clock = systemClock,
  patienceMs = PATIENCE_MS,
}: VaultOptions = {}): Vault {
  const isLinux = platform === 'linux';
  let mark: string | null = null;
  let probing: Promise<Protection> | null = null;

  const selected = (): string | null =>
    isLinux && has(storage, 'getSelectedStorageBackend') ? String(storage.getSelectedStorageBackend()) : null;
  const refuseFixedPassword = (bytes: Uint8Array): void => {
    if (isLinux && markOf(bytes) === FIXED_PASSWORD_MARK) throw new FixedPasswordError();
  };
  const encrypt = async (text: string): Promise<Uint8Array> => {
    const bytes = await callsOf(storage).encrypt(text);
    refuseFixedPassword(bytes);
    return bytes;
  };
  const decrypt: Vault['decrypt'] = async (bytes) => {
    refuseFixedPassword(bytes);
    return callsOf(storage).decrypt(Buffer.from(bytes));
  };
  const probe = async (): Promise<Protection> => {
    const name = selected();
    if (name === FIXED_PASSWORD) return 'none';
    if (name === NOT_KNOWN_YET || !(await callsOf(storage).isAvailable())) return 'withheld';
    const text = randomBytes(16).toString('hex');
    const bytes = await encrypt(text);
    mark = markOf(bytes);
    return (await decrypt(bytes)).text === text ? 'real' : 'withheld';
  };
  return {
    // If Linux reports no backend name, the prefix identifies the key: of the portal or the secret service.
    backend: () => selected() ?? (isLinux && mark !== null ? `linux-${mark}` : platform),
    protection: () =>
      (probing ??= inTime(probe(), clock, patienceMs).catch((cause: unknown) =>
        cause instanceof FixedPasswordError ? 'none' : 'withheld',
      )),
    encrypt,
    decrypt,
  };
}

class FixedPasswordError extends Error {
  override readonly name = 'FixedPasswordError';

  constructor() {
    super('encrypted by a fixed password');
  }
}

/** Latin-1, so that every byte is one character. */
const markOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, MARK_LENGTH)).toString('latin1');

/**
 * The functions that this Electron has: the asynchronous ones came with version 42 and use separate keys; the
 * synchronous ones are removed in 46.
 */
interface Calls {
  isAvailable(): Promise<boolean>;
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(bytes: Buffer): Promise<{ readonly text: string; readonly stale: boolean }>;
}

function callsOf(storage: object): Calls {
  if (has(storage, 'encryptStringAsync') && has(storage, 'decryptStringAsync')) {
    return {
      isAvailable: async () =>
        !has(storage, 'isAsyncEncryptionAvailable') || (await storage.isAsyncEncryptionAvailable()) === true,
      encrypt: async (text) => bytesOf(await storage.encryptStringAsync(text)),
      async decrypt(bytes) {
        const answer = await storage.decryptStringAsync(bytes);
        return { text: String(fieldOf(answer, 'result')), stale: fieldOf(answer, 'shouldReEncrypt') === true };
      },
    };
  }
  if (has(storage, 'encryptString') && has(storage, 'decryptString')) {
    return {
      isAvailable: async () => !has(storage, 'isEncryptionAvailable') || storage.isEncryptionAvailable() === true,
      encrypt: async (text) => bytesOf(storage.encryptString(text)),
      decrypt: async (bytes) => ({ text: String(storage.decryptString(bytes)), stale: false }),
    };
  }
  throw new Error('this Electron has no encryption that is known');
}

const has = <Name extends string>(
  storage: object,
  name: Name,
): storage is Record<Name, (...args: readonly unknown[]) => unknown> =>
  typeof Reflect.get(storage, name) === 'function';

const fieldOf = (answer: unknown, name: string): unknown =>
  typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;

function bytesOf(answer: unknown): Uint8Array {
  if (answer instanceof Uint8Array && answer.length > MARK_LENGTH) return answer;
  throw new Error('the keyring encrypted nothing');
}

/** Rejects when the work takes longer; a later result is ignored. */
function inTime<T>(work: Promise<T>, clock: Clock, ms: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new Error('the keyring did not answer')));
    void work.then(resolve, reject).finally(cancel);
  });
}
