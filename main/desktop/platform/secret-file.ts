import { rm } from 'node:fs/promises';
import type { Log } from '../../../shared/log';
import type { SecretFile } from '../../auth/secret-file';
import { readOwnFile } from '../../store/own-file';
import type { Protection, Vault } from './vault';

/** In bytes; a sign-in with its tokens takes some kilobytes. */
const SIZE_LIMIT = 8 * 1024 * 1024;

export interface SecretFileOptions {
  readonly path: string;
  readonly vault: Vault;
  /** Writes the whole file atomically, 0600 (`store/durable-write.ts`). */
  readonly writeDurably: (path: string, content: Uint8Array) => Promise<void>;
  readonly log: Log;
}

/**
 * A secret in a file encrypted by the vault, or in memory only when the vault offers no protection. The vault is first
 * used on demand (see `Vault.protection`); until then nothing is written, so `memory` is true. A file of another
 * backend, or one that cannot be decrypted, is deleted, and the technician signs in again. While the keyring is
 * `withheld`, the file stays unchanged until it is replaced or forgotten.
 */
export function createSecretFile({ path, vault, writeDurably, log }: SecretFileOptions): SecretFile {
  let protection: Protection | null = null;
  const memory = createMemorySecret();
  const isReal = async (): Promise<boolean> => {
    if (protection === null) {
      protection = await vault.protection();
      if (protection !== 'real') log.warn('secret.in-memory-only', { protection });
    }
    return protection === 'real';
  };
  const removeFile = (): Promise<void> => rm(path, { force: true });
  const drop = (): Promise<void> => removeFile().catch(() => undefined);
  const write = async (text: string): Promise<void> => {
    if (await isReal()) return writeDurably(path, seal(vault.backend(), await vault.encrypt(text)));
    await memory.write(text);
    await removeFile();
  };
  return {
    get persistence() {
      return protection === 'real' ? 'encrypted' : 'memory';
    },
    write,
    async remove() {
      await memory.remove();
      await removeFile();
    },
    async read() {
      if (!(await isReal())) {
        if (protection === 'none') await drop();
        return memory.read();
      }
      const bytes = await readIfThere(path);
      if (bytes === null) return null;
      try {
        const { text, stale } = await vault.decrypt(unseal(vault.backend(), bytes));
        if (stale) await write(text).catch((cause: unknown) => log.fault('secret.rewrite-failed', cause));
        return text;
      } catch (cause) {
        log.fault('secret.unreadable', cause);
        await drop();
        return null;
      }
    },
  };
}

/** A secret in memory only. */
export function createMemorySecret(): SecretFile {
  let held: string | null = null;
  return {
    persistence: 'memory',
    read: async () => held,
    async write(text) {
      held = text;
    },
    async remove() {
      held = null;
    },
  };
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readOwnFile(path, { limit: SIZE_LIMIT });
  } catch {
    return null;
  }
}

/** One line with the backend's name, then the encrypted bytes. */
const seal = (backend: string, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${backend}\n`, 'utf8'), bytes]);

function unseal(backend: string, bytes: Uint8Array): Uint8Array {
  const header = Buffer.from(`${backend}\n`, 'utf8');
  if (!header.equals(bytes.subarray(0, header.length))) throw new Error('written by another backend');
  return bytes.subarray(header.length);
}
