import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** Whose snapshot it is. */
export interface SnapshotOwner {
  readonly tenantId: string;
  readonly accountId: string;
}

/**
 * The file: MAGIC, version (1 byte), owner mark (16), random prefix of the nonces (8), then frames.
 * A frame: flag (1 byte; 1 = last), length of the cipher text (4, big endian), cipher text, tag (16).
 * AES-256-GCM; the nonce is the prefix and the number of the frame; version, owner, number and flag are authenticated.
 */
export const MAGIC = Buffer.from('DSKINV\r\n', 'latin1');
export const SNAPSHOT_VERSION = 3;
/** Versions that can be read. The older one has texts folded by older rules and no MAC addresses. */
export const READ_VERSIONS: readonly number[] = [2, SNAPSHOT_VERSION];
export const KEY_BYTES = 32;
export const PREFIX_BYTES = 8;
export const OWNER_BYTES = 16;
export const HEADER_BYTES = MAGIC.length + 1 + OWNER_BYTES + PREFIX_BYTES;
export const FRAME_HEAD = 5;
export const TAG_BYTES = 16;
/** Longest plain text of a frame, in bytes. */
export const FRAME_LIMIT = 1 << 20;

const ALGORITHM = 'aes-256-gcm';

/** Distinguishes another account's snapshot from a damaged one without revealing names. */
export const ownerMark = ({ tenantId, accountId }: SnapshotOwner): Buffer =>
  createHash('sha256').update(`inventory\n${tenantId}\n${accountId}`).digest().subarray(0, OWNER_BYTES);

export const headerOf = (owner: SnapshotOwner, prefix: Buffer): Buffer =>
  Buffer.concat([MAGIC, Buffer.from([SNAPSHOT_VERSION]), ownerMark(owner), prefix]);

export interface Seal {
  readonly key: Uint8Array;
  readonly owner: SnapshotOwner;
  readonly prefix: Buffer;
  /** Version of the file. */
  readonly version: number;
}

function nonceOf(prefix: Buffer, number: number): Buffer {
  const nonce = Buffer.alloc(PREFIX_BYTES + 4);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX_BYTES);
  return nonce;
}

const contextOf = ({ version, owner: { tenantId, accountId } }: Seal, number: number, isLast: boolean): Buffer =>
  Buffer.from(JSON.stringify([version, tenantId, accountId, number, isLast]));

export function sealFrame(seal: Seal, number: number, isLast: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(ALGORITHM, seal.key, nonceOf(seal.prefix, number));
  cipher.setAAD(contextOf(seal, number, isLast));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const head = Buffer.alloc(FRAME_HEAD);
  head.writeUInt8(isLast ? 1 : 0, 0);
  head.writeUInt32BE(sealed.length, 1);
  return Buffer.concat([head, sealed, cipher.getAuthTag()]);
}

/** Throws if the frame was not sealed with this key, for this owner, at this position. */
export function openFrame(seal: Seal, number: number, isLast: boolean, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(ALGORITHM, seal.key, nonceOf(seal.prefix, number), { authTagLength: TAG_BYTES });
  decipher.setAAD(contextOf(seal, number, isLast));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
}
