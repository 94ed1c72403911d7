import { safeStorage } from 'electron';

/** Encryption by the operating system's own keyring. */
export interface Vault {
  /**
   * Whether what is encrypted is really protected. On Linux a locked keyring makes the first question wait for the person,
   * and the whole process with it: ask only when a window is already shown and a secret is needed.
   */
  isProtected(): boolean;
  /** Name of what encrypts, to notice that it changed between two starts. */
  backend(): string;
  encrypt(text: string): Promise<Uint8Array>;
  /** Rejects when the bytes were not encrypted here. `stale`: encrypt anew, the key was rotated. */
  decrypt(bytes: Uint8Array): Promise<{ readonly text: string; readonly stale: boolean }>;
}

/** Names under which Electron on Linux uses a fixed password, or does not know yet. */
const unprotectedBackends: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/** Electron's safeStorage; its plain-text mode is never switched on. */
export function electronVault(platform: NodeJS.Platform = process.platform): Vault {
  const backend = (): string => (platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform);
  return {
    backend,
    isProtected: () => !unprotectedBackends.has(backend()) && safeStorage.isEncryptionAvailable(),
    async encrypt(text) {
      return asyncPair()?.encryptStringAsync(text) ?? safeStorage.encryptString(text);
    },
    async decrypt(bytes) {
      const buffer = Buffer.from(bytes);
      const pair = asyncPair();
      if (pair === null) return { text: safeStorage.decryptString(buffer), stale: false };
      const { result, shouldReEncrypt } = await pair.decryptStringAsync(buffer);
      return { text: result, stale: shouldReEncrypt };
    },
  };
}

/** Came to Electron long after the synchronous pair, which it replaces. */
interface AsyncPair {
  encryptStringAsync(text: string): Promise<Uint8Array>;
  decryptStringAsync(bytes: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
}

const hasAsyncPair = (storage: object): storage is AsyncPair => 'encryptStringAsync' in storage;

function asyncPair(storage: object = safeStorage): AsyncPair | null {
  return hasAsyncPair(storage) ? storage : null;
}
