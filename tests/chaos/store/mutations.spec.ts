import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import { agreed } from '../../support/consent';
import { counted } from '../rows';
import { entriesIn, lineOf, openStores, owner, request } from './stores';
import { limitMs, runs } from './worker-bundle';

const count = 60;
let template = '';
let files: string[] = [];
let expected = new Map<string, AssistanceRequest>();

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'chaos-mutate-'));
  const { settings, history, journal } = openStores(template);
  for (let n = 0; n < count; n += 1) {
    await journal.append(lineOf(n));
    await history.save(request(n), owner);
  }
  await settings.change({ theme: 'dark' });
  await settings.importProfile(
    JSON.stringify({
      name: 'Contoso',
      tenantId: 'contoso.example',
      clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      cloud: 'global',
    }),
    agreed,
  );
  expected = await entriesIn(history);
  for (const name of await readdir(template, { recursive: true })) {
    if ((await stat(join(template, name))).isFile()) files.push(name);
  }
  files = files.sort();
});
afterAll(() => rm(template, { recursive: true, force: true }));

type Mutation =
  | { readonly kind: 'truncate' | 'zero-fill'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'duplicate' | 'empty' | 'remove' }
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('truncate' as const, 'zero-fill' as const), at: place }),
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constantFrom('duplicate' as const, 'empty' as const, 'remove' as const) }),
  fc.record({ kind: fc.constant('garbage' as const), bytes: fc.uint8Array({ maxLength: 400 }) }),
);

async function mutate(path: string, how: Mutation): Promise<void> {
  const bytes = await readFile(path);
  const at = 'at' in how ? Math.floor(how.at * bytes.length) : 0;
  switch (how.kind) {
    case 'truncate':
      return writeFile(path, bytes.subarray(0, at));
    case 'zero-fill':
      return writeFile(path, Buffer.concat([bytes.subarray(0, at), Buffer.alloc(bytes.length - at)]));
    case 'flip':
      bytes[at] = (bytes[at] ?? 0) ^ (1 << how.bit);
      return writeFile(path, bytes);
    case 'duplicate':
      return writeFile(path, Buffer.concat([bytes, bytes]));
    case 'empty':
      return writeFile(path, '');
    case 'remove':
      return rm(path);
    case 'garbage':
      return writeFile(path, how.bytes);
  }
}

/** Whole lines of the damaged journal that are lines of the original. */
async function intactLines(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const originals = new Set(Array.from({ length: count }, (_, n) => lineOf(n)));
  return text.split('\n').filter((line) => originals.has(line));
}

async function check(folder: string, isFlip: boolean): Promise<void> {
  const intact = await intactLines(join(folder, 'journal.jsonl'));
  const { settings, history, journal } = openStores(folder);
  const { lines } = await journal.read();
  expect(intact.filter((line) => !lines.includes(line))).toEqual([]);

  const entries = await entriesIn(history);
  const lost = [...expected].filter(([id, entry]) => !isDeepStrictEqual(entries.get(id), entry));
  // One changed bit can change the words of one entry; everything else has its last good copy.
  expect(lost.length).toBeLessThanOrEqual(isFlip ? 1 : 0);

  const { profiles, preferences } = settings.current();
  expect(profiles[0]?.id).toBe('practice');
  if (!isFlip) expect([profiles[1]?.name, preferences.theme]).toEqual(['Contoso', 'dark']);

  expect((await journal.append(lineOf(count))).ok).toBe(true);
  expect((await history.save(request(count), owner)).ok).toBe(true);
  const changed = await settings.change({ language: 'ja' });
  if (!changed.ok) expect(changed.error.code).toBe('storage.newer');

  const again = openStores(folder);
  expect((await again.journal.read()).lines).toContain(lineOf(count));
  expect((await entriesIn(again.history)).size).toBeGreaterThanOrEqual(entries.size + 1);
  if (changed.ok) expect(again.settings.current().preferences.language).toBe('ja');
}

describe('files that another program changed', () => {
  it(
    `never prevent the start, and intact data stays, ${runs * 10} times: damaged files`,
    () =>
      counted('damaged files', async (row) => {
        await fc.assert(
          fc.asyncProperty(fc.nat(), mutation, async (pick, how) => {
            const name = files[pick % files.length] ?? '';
            const folder = await mkdtemp(join(tmpdir(), 'chaos-mutated-'));
            try {
              await cp(template, folder, { recursive: true });
              await mutate(join(folder, name), how);
              await check(folder, how.kind === 'flip');
              row.ran();
            } finally {
              await rm(folder, { recursive: true, force: true });
            }
          }),
          { numRuns: runs * 10, endOnFailure: true },
        );
      }),
    limitMs,
  );

  it.each(['settings.json', 'journal.jsonl', 'history'])(
    'may even be a folder in place of a file, or a file in place of a folder, as %s',
    (name) =>
      counted('a folder in place of a file', async (row) => {
        const folder = await mkdtemp(join(tmpdir(), 'chaos-kind-'));
        try {
          if (name === 'history') await writeFile(join(folder, name), 'a file');
          else await cp(template, join(folder, name), { recursive: true });
          const { settings, history, journal } = openStores(folder);
          expect(settings.current().activeProfile).toBe('practice');
          expect((await entriesIn(history)).size).toBe(0);
          expect((await journal.read()).lines).toEqual([]);
          expect((await history.save(request(1), owner)).ok).toBe(name !== 'history');
          row.ran();
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
  );
});
