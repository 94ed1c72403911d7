import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDraftStore } from '../../../main/assistance/draft-store';
import { Drafts } from '../../../main/assistance/drafts';
import type { Owner } from '../../../main/auth/owner';
import { withoutSessionLinks } from '../../../shared/session-links';
import { aLaptop, aSubject, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { flush } from '../../support/turns';
import type { World } from './support';
import { anActor, anImpostor, aWorld, newLink, owner } from './support';

let folder = '';
const notices: unknown[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-drafts-'));
  notices.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (): Drafts => {
  const clock = new ManualClock();
  const files = { folder, now: () => clock.now(), onNotice: (failure: unknown) => void notices.push(failure) };
  return new Drafts({
    open: (whose: Owner) => createDraftStore(files, whose),
    clock,
    log: silentLog,
    masked: withoutSessionLinks,
    onChange: () => undefined,
  });
};
const others: readonly Owner[] = [
  { ...owner, homeAccountId: 'bob.tenant-1' },
  { ...owner, tenantId: 'tenant-2' },
  { ...owner, cloud: 'https://login.evil.example https://graph.evil.example' },
];
const everyFile = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

test('drafts are there at the next start, readable by their owner only, with links masked, and not by a cloud that claims the ids', async () => {
  const drafts = open();
  drafts.keepRequest(owner, { subject: aSubject(), ticket: 'INC-5', reason: `see ${newLink}` }, 'typed');
  drafts.keepNote(owner, { subject: aSubject(), requestId: 'r1', note: 'rings back' });
  await drafts.settle();
  const again = open();
  expect(again.of(owner)).toMatchObject([
    { kind: 'note', note: 'rings back' },
    { kind: 'request', ticket: 'INC-5', reason: 'see [link removed]', why: 'typed' },
  ]);
  for (const other of others) expect(again.of(other)).toEqual([]);
  for (const file of await everyFile()) {
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain(newLink);
  }
});

test('an empty text deletes the draft, and there is one for each device and request, at most a hundred', async () => {
  const drafts = open();
  for (let nth = 0; nth < 130; nth += 1)
    drafts.keepRequest(owner, { subject: aSubject({ deviceId: `d${nth}` }), ticket: `T${nth}`, reason: '' }, 'typed');
  drafts.keepRequest(owner, { subject: aSubject({ deviceId: 'd129' }), ticket: 'T', reason: '' }, 'stopped');
  await drafts.settle();
  expect(open().of(owner)).toHaveLength(100);
  expect(open().of(owner)[0]).toMatchObject({ subject: { deviceId: 'd129' }, ticket: 'T', why: 'stopped' });
  drafts.keepRequest(owner, { subject: aSubject({ deviceId: 'd129' }), ticket: ' ', reason: '' }, 'typed');
  expect(drafts.of(owner)[0]).toMatchObject({ subject: { deviceId: 'd128' } });
  await drafts.settle();
});

test('clearing leaves no draft on the disk, and those of others stay', async () => {
  const drafts = open();
  const texts = async (): Promise<string[]> => Promise.all((await everyFile()).map((file) => readFile(file, 'utf8')));
  drafts.keepNote(owner, { subject: aSubject(), requestId: 'r1', note: 'canary' });
  await drafts.settle();
  const [file = ''] = await everyFile();
  await writeFile(file.replace(/drafts\.json.*$/, 'drafts.damaged-20261130T000000Z.json'), 'canary');
  for (const whose of others) drafts.keepNote(whose, { subject: aSubject(), requestId: 'r1', note: 'kept' });
  await drafts.settle();
  expect((await texts()).filter((text) => text.includes('canary')).length).toBeGreaterThan(1);
  expect((await drafts.forget(owner)).ok).toBe(true);
  expect((await texts()).filter((text) => text.includes('canary'))).toEqual([]);
  expect(drafts.of(owner)).toEqual([]);
  for (const other of others) expect(open().of(other)).toHaveLength(1);
  expect(open().of(owner)).toEqual([]);
  drafts.keepNote(owner, { subject: aSubject(), requestId: 'r2', note: 'new' });
  await drafts.settle();
  expect(open().of(owner)).toHaveLength(1);
});

test('a damaged file is moved aside and reported, and an unreadable draft does not affect the others', async () => {
  const drafts = open();
  drafts.keepNote(owner, { subject: aSubject(), requestId: 'r1', note: 'one' });
  drafts.keepNote(owner, { subject: aSubject(), requestId: 'r2', note: 'two' });
  await drafts.settle();
  const [file = ''] = (await everyFile()).filter((name) => name.endsWith('drafts.json'));
  await writeFile(file, (await readFile(file, 'utf8')).replace('"r1"', '7'));
  expect(open().of(owner)).toMatchObject([{ note: 'two' }]);
  await writeFile(file, '{');
  open().of(owner);
  expect(notices).toMatchObject([{ code: 'storage.damaged' }]);
});

test('drafts of a later version are shown as other, and their unknown members stay in the file', async () => {
  const drafts = open();
  drafts.keepRequest(owner, { subject: aSubject({ deviceId: 'd1' }), ticket: 'INC-1', reason: 'printer' }, 'typed');
  drafts.keepNote(owner, { subject: aSubject({ deviceId: 'd2' }), requestId: 'r1', note: 'one' });
  await drafts.settle();
  const [file = ''] = (await everyFile()).filter((name) => name.endsWith('drafts.json'));
  const read = async (): Promise<Record<string, unknown>[]> =>
    (JSON.parse(await readFile(file, 'utf8')) as { data: Record<string, unknown>[] }).data;
  const [note = {}, request = {}] = await read();
  const later = [
    { ...note, why: 'batch-stopped' },
    { ...request, subject: { ...aSubject({ deviceId: 'd1' }), provider: { kind: 'link' } }, batchId: 'b-1' },
    { kind: 'message', id: 'm1', to: 'bob' },
  ];
  await writeFile(file, JSON.stringify({ version: 1, data: later }));
  const older = open();
  expect(older.of(owner)).toMatchObject([
    { kind: 'note', why: 'typed' },
    { kind: 'request', subject: { provider: 'other' }, ticket: 'INC-1' },
  ]);
  older.keepNote(owner, { subject: aSubject({ deviceId: 'd3' }), requestId: 'r3', note: 'new' });
  await older.settle();
  expect((await read()).slice(1)).toEqual(later);
  older.keepRequest(owner, { subject: aSubject({ deviceId: 'd1' }), ticket: 'INC-2', reason: '' }, 'stopped');
  await older.settle();
  expect((await read()).find(({ ticket }) => ticket === 'INC-2')).toMatchObject({ subject: { provider: 'graph' } });
  expect(await older.forget(owner)).toMatchObject({ ok: true });
  expect(await everyFile()).toEqual([]);
});

test('a page can save drafts only for what main has shown it, and sending or saving removes the draft', async () => {
  const world = aWorld();
  world.graph.devices.set('d2', aLaptop({ id: 'd2' }));
  const save = (deviceId: string, ticket: string) =>
    world.assistance.saveDraft({ kind: 'request', deviceId, ticket, reason: '' });
  expect(await save('device-1', 'INC-1')).toMatchObject({ ok: false });
  expect(await world.assistance.saveDraft({ kind: 'note', requestId: 'nobody', note: 'x' })).toMatchObject({
    ok: false,
  });
  const card = await world.assistance.prepare('device-1');
  expect((await save('device-1', 'INC-1')).ok).toBe(true);
  world.actor = anImpostor();
  expect(world.assistance.drafts()).toEqual([]);
  expect((await save('device-1', 'INC-2')).ok).toBe(false);
  world.actor = anActor();
  expect(world.assistance.drafts()).toMatchObject([
    { ticket: 'INC-1', why: 'typed', subject: { account: 'alice@contoso.example' } },
  ]);
  expect(
    card.ok &&
      (await world.assistance.send({ handle: card.value.handle, ticket: 'INC-1', reason: '', override: false })).ok,
  ).toBe(true);
  expect(world.assistance.drafts()).toEqual([]);
  const { id } = world.only();
  await world.assistance.saveDraft({ kind: 'note', requestId: id, note: 'half a' });
  expect(world.assistance.drafts()).toMatchObject([{ kind: 'note', note: 'half a', requestId: id }]);
  await world.assistance.note(id, 'half a note');
  expect(world.assistance.drafts()).toEqual([]);
  expect(world.graph.posts).toHaveLength(1);
});

test('failed and expired requests stay visible across restarts until they are dismissed; they do not count as running', async () => {
  const world = aWorld();
  world.graph.post = () => Promise.resolve({ kind: 'refused', failure: { code: 'graph.forbidden' } });
  await world.ask();
  const { id } = world.only();
  await world.clock.advance(60 * 60_000);
  await world.restart();
  world.clock.jump(24 * 60 * 60_000);
  await world.restart();
  expect(world.only()).toMatchObject({ id, state: 'failed' });
  world.actor = anImpostor();
  expect([world.assistance.current(), (await world.assistance.dismiss(id)).ok]).toEqual([[], false]);
  world.actor = anActor();
  expect((await world.assistance.note(id, 'spoke to her')).ok).toBe(true);
  await flush();
  expect(world.saved.get(id)?.request.note).toBe('spoke to her');
  expect((await world.assistance.dismiss(id)).ok).toBe(true);
  expect(world.assistance.current()).toEqual([]);
  await world.restart();
  expect(world.assistance.current()).toEqual([]);
  world.clock.jump(20 * 60_000);
  await world.restart();
  expect([world.journal.lines, world.saved.get(id)?.request.state]).toEqual([[], 'failed']);
});

/** A request whose wait is over, without a session. */
async function anExpired(world: World): Promise<string> {
  world.expireMinutes = 1;
  await world.ask();
  await world.clock.advance(65_000);
  expect(world.only().state).toBe('expired');
  return world.only().id;
}

test('a late link shows a dismissed request again as ready, also after a restart', async () => {
  const world = aWorld();
  const id = await anExpired(world);
  expect((await world.assistance.dismiss(id)).ok).toBe(true);
  expect(world.assistance.current()).toEqual([]);
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(10 * 60_000);
  expect(world.only()).toMatchObject({ id, state: 'ready' });
  await world.restart();
  expect(world.only()).toMatchObject({ id, state: 'ready' });
  expect(world.graph.posts).toHaveLength(1);
});

test('a note on a dismissed request does not show it again, even after a restart', async () => {
  const world = aWorld();
  const id = await anExpired(world);
  expect((await world.assistance.dismiss(id)).ok).toBe(true);
  expect((await world.assistance.note(id, 'rings back at ten')).ok).toBe(true);
  expect(world.assistance.current()).toEqual([]);
  await world.restart();
  expect(world.assistance.current()).toEqual([]);
});

test('a request under way cannot be dismissed, and clearing the history removes the ended ones too', async () => {
  const world = aWorld();
  await world.ask();
  await world.assistance.dismiss(world.only().id);
  expect(world.only().state).toBe('waiting');
  world.expireMinutes = 1;
  await world.clock.advance(65_000);
  expect(world.only().state).toBe('expired');
  expect((await world.assistance.forgetEnded()).ok).toBe(true);
  expect(world.assistance.current()).toEqual([]);
  await world.restart();
  expect([world.assistance.current(), world.journal.lines]).toEqual([[], []]);
});
