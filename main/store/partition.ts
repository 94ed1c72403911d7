import { createHash } from 'node:crypto';

/** A folder name for an owner's files: always the same, and it reveals nothing about the owner. */
export const partitionName = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
