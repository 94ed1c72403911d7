import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { replaceWhole } from '../../store/durable-write';
import { ensureFolder, errorCode } from '../../store/file-steps';
import { ForeignFile, openOwnFile } from '../../store/own-file';
import type { SnapshotContent, SnapshotSegment } from './content';
import { arraysOf, bytesOf, ContentSchema, headOf, isSound, roomFor } from './content';
import type { Seal, SnapshotOwner } from './frames';
import {
  FRAME_HEAD,
  FRAME_LIMIT,
  HEADER_BYTES,
  headerOf,
  KEY_BYTES,
  MAGIC,
  openFrame,
  ownerMark,
  PREFIX_BYTES,
  READ_VERSIONS,
  sealFrame,
  SNAPSHOT_VERSION,
  TAG_BYTES,
} from './frames';
import { foldedAnew } from './upgrade';

export interface SnapshotPlace {
  readonly path: string;
  readonly owner: SnapshotOwner;
  /** 32 bytes. Generated and stored by main; never written here. */
  readonly key: Uint8Array;
}

/** Why a snapshot was not used. Every reason except `missing` means the file is unusable. */
export const snapshotFaults = ['missing', 'damaged', 'foreign', 'older', 'newer'] as const;
type SnapshotFault = (typeof snapshotFaults)[number];

export type SnapshotRead =
  ({ readonly kind: 'read' } & SnapshotContent) | { readonly kind: 'dropped'; readonly reason: SnapshotFault };

class Unusable extends Error {
  readonly reason: SnapshotFault;

  constructor(reason: SnapshotFault) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Writes to a temporary file, then replaces the old snapshot. Resolves with the size in bytes when everything is on the disk.
 * Rejects with the system's error (ENOSPC, EROFS…), the old snapshot untouched. Yields between frames.
 */
export async function writeSnapshot(
  { path, owner, key }: SnapshotPlace,
  segments: readonly SnapshotSegment[],
  state: unknown,
  seen: Uint32Array = new Uint32Array(),
): Promise<number> {
  if (key.length !== KEY_BYTES) throw new RangeError('a snapshot key has 32 bytes');
  await ensureFolder(dirname(path));
  const seal: Seal = { key, owner, prefix: randomBytes(PREFIX_BYTES), version: SNAPSHOT_VERSION };
  return replaceWhole(path, sealedFile(seal, { segments, state, seen }));
}

function* sealedFile(seal: Seal, content: SnapshotContent): Generator<Uint8Array> {
  yield headerOf(seal.owner, seal.prefix);
  let number = 0;
  for (const { plain, isLast } of plainFrames(content)) {
    yield sealFrame(seal, number, isLast, plain);
    number += 1;
  }
}

/** The head, then the arrays; each of them starts a new frame. The very last frame is empty. */
function* plainFrames(content: SnapshotContent): Generator<{ readonly plain: Uint8Array; readonly isLast: boolean }> {
  const head = Buffer.from(JSON.stringify(headOf(content)));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  for (const array of [
    size,
    head,
    ...content.segments.flatMap((segment) => arraysOf(segment)),
    bytesOf(content.seen),
  ]) {
    for (let at = 0; at < array.length; at += FRAME_LIMIT)
      yield { plain: array.subarray(at, at + FRAME_LIMIT), isLast: false };
  }
  yield { plain: new Uint8Array(), isLast: true };
}

/**
 * Reads a snapshot. An unusable file is removed and the reason returned; also one of a newer version, because the inventory can be
 * read again from the service. Rejects only with the system's error, never for the content of the file.
 */
export async function readSnapshot(place: SnapshotPlace): Promise<SnapshotRead> {
  let handle: FileHandle;
  try {
    handle = await openOwnFile(place.path, 'r', { limit: Number.MAX_SAFE_INTEGER });
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return { kind: 'dropped', reason: 'missing' };
    // Removing a link does not remove its target.
    if (cause instanceof ForeignFile)
      return rm(place.path, { force: true }).then(() => ({ kind: 'dropped', reason: 'damaged' }));
    throw cause;
  }
  const read = await readOpen(handle, place)
    .catch((cause: unknown): SnapshotRead => {
      if (cause instanceof Unusable) return { kind: 'dropped', reason: cause.reason };
      throw cause;
    })
    .finally(() => handle.close());
  // If it cannot be removed, it is dropped again next time.
  if (read.kind === 'dropped') await rm(place.path, { force: true }).catch(() => undefined);
  return read;
}

/** Removes the snapshot, if there is one. */
export const dropSnapshot = async (path: string): Promise<void> => rm(path, { force: true });

async function readOpen(handle: FileHandle, { owner, key }: SnapshotPlace): Promise<SnapshotRead> {
  const seal = await readSeal(handle, owner, key);
  const frames = new FrameReader(handle, seal);
  const length = Buffer.alloc(4);
  await frames.fill(length);
  const { size } = await handle.stat();
  if (length.readUInt32BE() > size) throw new Unusable('damaged');
  const text = Buffer.alloc(length.readUInt32BE());
  await frames.fill(text);
  const head = v.safeParse(ContentSchema, parseJson(text));
  if (!head.success) throw new Unusable('damaged');
  if (head.output.parts.reduce((sum, part) => sum + part.arena + part.rows * 70, head.output.seen * 4) > size)
    throw new Unusable('damaged');
  const segments = head.output.parts.map(roomFor);
  for (const segment of segments)
    for (const array of arraysOf(segment, seal.version === SNAPSHOT_VERSION)) await frames.fill(array);
  const seen = new Uint32Array(head.output.seen);
  await frames.fill(bytesOf(seen));
  await frames.end();
  if (!segments.every(isSound)) throw new Unusable('damaged');
  const newest = seal.version === SNAPSHOT_VERSION ? segments : await inTurn(segments, foldedAnew);
  return { kind: 'read', segments: newest, state: head.output.state, seen };
}

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}

async function readSeal(handle: FileHandle, owner: SnapshotOwner, key: Uint8Array): Promise<Seal> {
  const header = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await handle.read(header, 0, HEADER_BYTES, 0);
  if (bytesRead <= MAGIC.length || !header.subarray(0, MAGIC.length).equals(MAGIC)) throw new Unusable('damaged');
  const version = header.readUInt8(MAGIC.length);
  if (!READ_VERSIONS.includes(version)) throw new Unusable(version > SNAPSHOT_VERSION ? 'newer' : 'older');
  if (bytesRead < HEADER_BYTES) throw new Unusable('damaged');
  const mark = header.subarray(MAGIC.length + 1, HEADER_BYTES - PREFIX_BYTES);
  if (!mark.equals(ownerMark(owner))) throw new Unusable('foreign');
  return { key, owner, prefix: Buffer.from(header.subarray(HEADER_BYTES - PREFIX_BYTES)), version };
}

/** Opens one frame after another and fills arrays from them. */
class FrameReader {
  #position = HEADER_BYTES;
  #number = 0;
  readonly #handle: FileHandle;
  readonly #seal: Seal;

  constructor(handle: FileHandle, seal: Seal) {
    this.#handle = handle;
    this.#seal = seal;
  }

  /** Every array starts a new frame, so a frame never extends past the end of an array. */
  async fill(array: Uint8Array): Promise<void> {
    for (let at = 0; at < array.length;) {
      const { plain, isLast } = await this.#next();
      if (isLast || plain.length === 0 || at + plain.length > array.length) throw new Unusable('damaged');
      array.set(plain, at);
      at += plain.length;
    }
  }

  /** The last frame proves that nothing is missing; nothing may follow it. */
  async end(): Promise<void> {
    const { isLast, plain } = await this.#next();
    const { size } = await this.#handle.stat();
    if (!isLast || plain.length > 0 || this.#position !== size) throw new Unusable('damaged');
  }

  async #next(): Promise<{ readonly plain: Buffer; readonly isLast: boolean }> {
    const head = await this.#take(FRAME_HEAD);
    const flag = head.readUInt8(0);
    const isLast = flag === 1;
    const length = head.readUInt32BE(1);
    if (flag > 1 || length > FRAME_LIMIT) throw new Unusable('damaged');
    const sealed = await this.#take(length + TAG_BYTES);
    try {
      return { plain: openFrame(this.#seal, this.#number++, isLast, sealed), isLast };
    } catch {
      throw new Unusable('damaged');
    }
  }

  async #take(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await this.#handle.read(bytes, 0, length, this.#position);
    if (bytesRead < length) throw new Unusable('damaged');
    this.#position += length;
    return bytes;
  }
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw new Unusable('damaged');
  }
}
