import { createHash } from 'node:crypto';

/** A folder name for somebody's files that is always the same and tells nothing about the person. */
export const partitionName = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
