import { randomBytes } from 'node:crypto';
import type { SecretFile } from '../../auth/secret-file';
import { KEY_BYTES } from '../snapshot/frames';

/**
 * The key of a snapshot, 32 bytes: the stored one, or a new one. Null when the operating system offers no real encryption:
 * then nothing may be written. Rejects with the system's error when a new key cannot be written.
 */
export async function openKey(file: SecretFile): Promise<Uint8Array | null> {
  const kept = Buffer.from((await file.read()) ?? '', 'base64');
  if (file.persistence === 'memory') return null;
  if (kept.length === KEY_BYTES) return kept;
  const made = randomBytes(KEY_BYTES);
  await file.write(made.toString('base64'));
  return made;
}
