import { join } from 'node:path';
import { durableWrite } from '../store/durable-write';
import { readOwnFile } from '../store/own-file';

/** In bytes. */
const SIZE_LIMIT = 64 * 1024 * 1024;

/** Adds unreadable entries to `<part>.rejected.json`, each only once. False when there was no room. */
export async function setAside(folder: string, part: string, rejected: readonly unknown[]): Promise<boolean> {
  const path = join(folder, `${part}.rejected.json`);
  const before = await listIn(path);
  const texts = new Set(before.map((raw) => JSON.stringify(raw)));
  const added = rejected.filter((raw) => !texts.has(JSON.stringify(raw)));
  try {
    if (added.length > 0) await durableWrite(path, JSON.stringify([...before, ...added]));
    return true;
  } catch {
    return false;
  }
}

async function listIn(path: string): Promise<readonly unknown[]> {
  try {
    const raw: unknown = JSON.parse((await readOwnFile(path, { limit: SIZE_LIMIT })).toString('utf8'));
    return Array.isArray(raw) ? (raw as readonly unknown[]) : [raw];
  } catch {
    return [];
  }
}
