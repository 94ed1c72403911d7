import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { History } from '../../../main/history/history';
import { createHistory, historyPartition } from '../../../main/history/history';
import { aClosedRequest, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anOwner } from '../../support/main-builders';

const owner = anOwner();
let folder = '';
let place = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-later-'));
  place = join(folder, historyPartition(owner));
  await mkdir(place, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (): History =>
  createHistory({
    folder,
    clock: new ManualClock(Date.parse('2026-11-30T10:00:00Z')),
    log: silentLog,
    retentionDays: () => 90,
  });
const at = '2026-11-20T10:00:00.000Z';
const plain = aClosedRequest('plain', at);
const provider = { kind: 'link', template: 'https-template' };

/** As a later version wrote them: each knows something that this one does not. */
const entries: readonly Record<string, unknown>[] = [
  { ...plain, id: 'provider', subject: { ...plain.subject, provider, batchId: 'b-1' } },
  { ...plain, id: 'state', state: 'queued', steps: [...plain.steps, { state: 'queued', at, cause: null, until: at }] },
  { ...plain, id: 'evidence', state: 'unknown', evidence: 'audit-event' },
  { ...plain, id: 'failure', state: 'failed', failure: { code: 'graph.quota', quota: 5 } },
  { ...plain, id: 'member', batch: { id: 'b-1', of: 3 }, note: 'n'.repeat(9_000) },
];
const stored = async (): Promise<Record<string, unknown>[]> =>
  (JSON.parse(await readFile(join(place, '2026-11.json'), 'utf8')) as { data: { entries: Record<string, unknown>[] } })
    .data.entries;
const writeStored = (): Promise<void> =>
  writeFile(join(place, '2026-11.json'), JSON.stringify({ version: 1, data: { entries } }));
const byId = (all: readonly Record<string, unknown>[]): Record<string, unknown> =>
  Object.fromEntries(all.map((entry) => [entry['id'], entry]));

test('entries of a later version are shown with unknown values as other, and none is moved aside', async () => {
  await writeStored();
  const history = start();
  const page = await history.query(owner, { text: '', states: [], from: null, to: null, offset: 0, limit: 50 });
  expect(page.total).toBe(entries.length);
  const shown = Object.fromEntries(page.entries.map((entry) => [entry.id, entry]));
  expect(shown).toMatchObject({
    provider: { subject: { provider: 'other', deviceName: 'NB-plain' }, state: 'closed' },
    state: { state: 'other' },
    evidence: { state: 'unknown', evidence: 'other' },
    failure: { state: 'failed', failure: { code: 'internal' } },
    member: { state: 'closed' },
  });
  expect(history.notices()).toEqual([]);
  expect(await readdir(place)).toEqual(['2026-11.json']);
});

test('after a downgrade, notes, new requests and a purge change nothing that only the later version knows', async () => {
  await writeStored();
  const history = start();
  for (const { id } of entries)
    expect(await history.annotate(owner, String(id), 'noted here')).toMatchObject({ ok: true });
  await history.save(aClosedRequest('new', '2026-11-29T10:00:00.000Z'), owner);
  await history.save(aClosedRequest('new', '2026-11-29T10:00:00.000Z', { note: 'changed' }), owner);
  expect(await history.purge()).toMatchObject({ ok: true, value: 0 });
  const after = byId(await stored());
  for (const entry of entries) expect(after[String(entry['id'])]).toEqual({ ...entry, note: 'noted here' });
  expect(after['new']).toMatchObject({ note: 'changed' });
});

test('a filter by state omits unknown states, and their age counts as that of any other', async () => {
  await writeStored();
  const history = start();
  const page = await history.query(owner, { text: '', states: ['closed'], from: null, to: null, offset: 0, limit: 50 });
  expect(page.entries.map(({ id }) => id).sort()).toEqual(['member', 'provider']);
  const old = createHistory({
    folder,
    clock: new ManualClock(Date.parse('2027-06-30T10:00:00Z')),
    log: silentLog,
    retentionDays: () => 90,
  });
  expect(await old.purge()).toMatchObject({ ok: true, value: entries.length });
});
