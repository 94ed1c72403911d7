import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Owner } from '../../../main/auth/owner';
import type { History } from '../../../main/history/history';
import { createHistory } from '../../../main/history/history';
import { partitionName } from '../../../main/store/partition';
import type { HistoryQuery } from '../../../shared/contract/history';
import type { Failure } from '../../../shared/failure';
import { aClosedRequest, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anOwner } from '../../support/main-builders';

const owner = anOwner();
const all: HistoryQuery = { text: '', states: [], from: null, to: null, offset: 0, limit: 500 };
const day = 86_400_000;
let folder = '';
let place = '';
let clock: ManualClock;
let retentionDays = 90;
const start = (): History => createHistory({ folder, clock, log: silentLog, retentionDays: () => retentionDays });
const ids = async (history: History, query: Partial<HistoryQuery> = {}, whose: Owner = owner): Promise<string[]> =>
  (await history.query(whose, { ...all, ...query })).entries.map(({ id }) => id);
const listing = async (): Promise<string[]> => (await readdir(place)).sort();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  place = join(folder, partitionName(owner.homeAccountId, owner.tenantId));
  clock = new ManualClock(Date.UTC(2026, 10, 23, 12));
  retentionDays = 90;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('history', () => {
  it('is empty, and makes no file, before the first request', async () => {
    expect(await start().query(owner, all)).toEqual({ entries: [], total: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('shows saved requests newest first, also after a restart', async () => {
    const history = start();
    for (const [id, at] of [
      ['b', '2026-11-02T10:00:00Z'],
      ['c', '2026-11-03T10:00:00Z'],
      ['a', '2026-10-31T10:00:00Z'],
    ] as const) {
      expect((await history.save(aClosedRequest(id, at), owner)).ok).toBe(true);
    }
    expect(await ids(history)).toEqual(['c', 'b', 'a']);
    expect(await ids(start())).toEqual(['c', 'b', 'a']);
    expect(await listing()).toEqual([
      '2026-10.json',
      '2026-10.json.last-good',
      '2026-11.json',
      '2026-11.json.last-good',
    ]);
    expect((await start().query(owner, all)).entries[0]).toEqual(aClosedRequest('c', '2026-11-03T10:00:00Z'));
  });

  it('keeps one entry for one request, in the month of its first step', async () => {
    const history = start();
    await history.save(aClosedRequest('a', '2026-10-31T23:59:30Z', { state: 'waiting' }), owner);
    await history.save(aClosedRequest('a', '2026-10-31T23:59:30Z', { state: 'closed', note: 'done' }), owner);
    expect((await history.query(owner, all)).total).toBe(1);
    expect(await history.get(owner, 'a')).toMatchObject({ state: 'closed', note: 'done' });
    expect(await listing()).toEqual(['2026-10.json', '2026-10.json.last-good']);
    expect(await history.get(owner, 'z')).toBeNull();
  });

  it('shows an account only its own requests', async () => {
    const history = start();
    const other = anOwner({ homeAccountId: 'other.tid' });
    await history.save(aClosedRequest('mine', '2026-11-02T10:00:00Z'), owner);
    await history.save(aClosedRequest('theirs', '2026-11-02T10:00:00Z'), other);
    expect(await ids(history)).toEqual(['mine']);
    expect(await ids(history, {}, other)).toEqual(['theirs']);
    expect((await readdir(folder)).join()).not.toMatch(/tid|tenant|contoso/);
  });

  it('finds the requests for one device, whatever the case of its id, and no text that only names it', async () => {
    const history = start();
    const of = (id: string, deviceId: string, note = ''): Promise<unknown> =>
      history.save(aClosedRequest(id, '2026-11-02T10:00:00Z', { subject: { deviceId }, note }), owner);
    await of('upper', 'ABCD-1');
    await of('lower', 'abcd-1');
    await of('other', 'abcd-12', 'follows abcd-1');
    expect(await ids(history, { deviceId: 'abcd-1' })).toEqual(['lower', 'upper']);
    expect(await ids(start(), { deviceId: 'ABCD-1', limit: 1 })).toHaveLength(1);
    expect((await start().query(owner, { ...all, deviceId: 'Abcd-1', limit: 1 })).total).toBe(2);
    expect(await ids(history, { deviceId: 'abcd' })).toEqual([]);
    expect(await ids(history, { deviceId: 'abcd-1' }, anOwner({ homeAccountId: 'other.tid' }))).toEqual([]);
  });

  it('shows nothing to a custom cloud that claims the same ids, and stores its requests separately', async () => {
    const history = start();
    const claims = { ...owner, cloud: 'https://login.evil.example https://graph.evil.example' };
    await history.save(aClosedRequest('mine', '2026-11-02T10:00:00Z'), owner);
    expect(await ids(history, {}, claims)).toEqual([]);
    expect(await history.get(claims, 'mine')).toBeNull();
    await history.save(aClosedRequest('theirs', '2026-11-02T10:00:00Z'), claims);
    expect(await ids(history, {}, claims)).toEqual(['theirs']);
    expect(
      await ids(history, {}, { ...claims, cloud: 'https://login.evil.example https://graph.other.example' }),
    ).toEqual([]);
    expect((await history.clear(claims)).ok).toBe(true);
    expect(await ids(start())).toEqual(['mine']);
    expect(await listing()).toContain('2026-11.json');
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner only', async () => {
    await start().save(aClosedRequest('a', '2026-11-02T10:00:00Z'), owner);
    expect((await stat(place)).mode & 0o777).toBe(0o700);
    for (const name of await listing()) expect((await stat(join(place, name))).mode & 0o777).toBe(0o600);
  });

  it('saves many at once without a loss, and rolls over to further documents', async () => {
    const history = start();
    const count = 450;
    const answers = await Promise.all(
      Array.from({ length: count }, (_, n) =>
        history.save(aClosedRequest(`r${n}`, new Date(Date.UTC(2026, 10, 1, 0, n)).toISOString()), owner),
      ),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect((await start().query(owner, all)).total).toBe(count);
    expect((await listing()).filter((name) => name.endsWith('.json'))).toEqual([
      '2026-11.2.json',
      '2026-11.3.json',
      '2026-11.json',
    ]);
    for (const name of await listing()) expect((await stat(join(place, name))).size).toBeLessThan(300_000);
  }, 60_000);

  it('updates an entry of a full document in place', async () => {
    const history = start();
    const at = (n: number): string => new Date(Date.UTC(2026, 10, 1, 0, n)).toISOString();
    for (let n = 0; n < 201; n += 1) await history.save(aClosedRequest(`r${n}`, at(n)), owner);
    await history.save(aClosedRequest('r0', at(0), { note: 'later' }), owner);
    const again = start();
    expect((await again.query(owner, all)).total).toBe(201);
    expect(await again.get(owner, 'r0')).toMatchObject({ note: 'later' });
  });
});

describe('search in history', () => {
  const fill = async (): Promise<History> => {
    const history = start();
    await history.save(
      aClosedRequest('1', '2026-11-01T10:00:00Z', {
        state: 'failed',
        failure: { code: 'graph.forbidden', detail: 'Rôle missing' },
      }),
      owner,
    );
    await history.save(
      aClosedRequest('2', '2026-11-02T10:00:00Z', { note: 'ケーブル交換', reason: 'Ｗｉｄｅ ＴＥＸＴ' }),
      owner,
    );
    await history.save(aClosedRequest('3', '2026-11-03T10:00:00Z', { ticket: 'CHG-777' }), owner);
    return history;
  };

  it.each([
    ['nb-2', ['2']],
    ['SER-3', ['3']],
    ['chg-777', ['3']],
    ['role MISSING', ['1']],
    ['山田', ['3', '2', '1']],
    ['ｹｰﾌﾞﾙ', ['2']],
    ['wide text', ['2']],
    ['contoso nb-1', ['1']],
    ['graph.forbidden', ['1']],
    ['nothing such', []],
  ])('finds %s', async (text, found) => {
    expect(await ids(await fill(), { text })).toEqual(found);
  });

  it.each([
    ['NB-2.corp.contoso.com', ['2']],
    ['CONTOSO\\NB-2$', ['2']],
    ['S/N: SER-3', ['3']],
    ['「SER-3」', ['3']],
    ['INC0099999 SER-3', ['3']],
    ['nb2', ['2']],
    ['NB‑2', ['2']],
    ['SER-1, SER-3', ['3', '1']],
    ['山田さん', ['3', '2', '1']],
    ['--', []],
  ])('interprets a text as the device search does: %s', async (text, found) => {
    expect(await ids(await fill(), { text })).toEqual(found);
  });

  it('filters by state and counts the hidden entries', async () => {
    const history = await fill();
    expect(await ids(history, { states: ['failed'] })).toEqual(['1']);
    expect(await history.query(owner, { ...all, offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      entries: [{ id: '2' }],
    });
  });

  it('filters by calendar days of the workstation, both included', async () => {
    const local = (date: number, hour: number): string => new Date(2026, 10, date, hour, 30).toISOString();
    const history = start();
    for (const [id, at] of [
      ['eve', local(4, 23)],
      ['first', local(5, 0)],
      ['last', local(6, 23)],
      ['next', local(7, 0)],
    ] as const) {
      await history.save(aClosedRequest(id, at), owner);
    }
    expect(await ids(history, { from: '2026-11-05', to: '2026-11-06' })).toEqual(['last', 'first']);
    expect(await ids(history, { to: '2026-11-04' })).toEqual(['eve']);
    expect(await ids(history, { from: '2026-11-07' })).toEqual(['next']);
  });
});

describe('damaged history', () => {
  it('moves unreadable entries aside, keeps the others, and reports it once', async () => {
    await start().save(aClosedRequest('good', '2026-11-02T10:00:00Z'), owner);
    const file = join(place, '2026-11.json');
    const document = JSON.parse(await readFile(file, 'utf8')) as { data: { entries: unknown[] } };
    document.data.entries.push({ id: 'broken' }, 7);
    await writeFile(file, JSON.stringify(document));
    const history = start();
    expect(await ids(history)).toEqual(['good']);
    expect(history.notices()).toEqual([{ code: 'storage.damaged', detail: '2026-11.rejected.json (2)' }]);
    expect(JSON.parse(await readFile(join(place, '2026-11.rejected.json'), 'utf8'))).toEqual([{ id: 'broken' }, 7]);
    const again = start();
    expect(await ids(again)).toEqual(['good']);
    expect(again.notices()).toEqual([]);
  });

  it('is restored from the last good copy, and reported when it is read', async () => {
    await start().save(aClosedRequest('a', '2026-11-02T10:00:00Z'), owner);
    await writeFile(join(place, '2026-11.json'), '{"version":1,"data":{"ent');
    const heard: string[] = [];
    const onNotice = ({ code }: Failure): void => void heard.push(code);
    const history = createHistory({ folder, clock, log: silentLog, retentionDays: () => retentionDays, onNotice });
    expect(heard).toEqual([]);
    expect(await ids(history)).toEqual(['a']);
    expect(heard).toEqual(['storage.damaged']);
    expect(history.notices()).toHaveLength(1);
  });

  it('reads a month of a later version without changing it and continues in another document', async () => {
    await start().save(aClosedRequest('old', '2026-11-02T10:00:00Z'), owner);
    const file = join(place, '2026-11.json');
    const later = (await readFile(file, 'utf8')).replace('"version":1', '"version":9');
    await writeFile(file, later);
    const history = start();
    expect(await ids(history)).toEqual(['old']);
    expect(await history.save(aClosedRequest('old', '2026-11-02T10:00:00Z', { note: 'x' }), owner)).toMatchObject({
      ok: false,
      error: { code: 'storage.newer' },
    });
    expect((await history.save(aClosedRequest('new', '2026-11-03T10:00:00Z'), owner)).ok).toBe(true);
    expect(await ids(start())).toEqual(['new', 'old']);
    expect(await readFile(file, 'utf8')).toBe(later);
  });
});

describe('what is never stored in history', () => {
  it('is a session link, from any source', async () => {
    const secret = 'https://get.teamviewer.com/s123456-SecretToken';
    const dirty = aClosedRequest('a', '2026-11-02T10:00:00Z', {
      note: `open ${secret} now`,
      reason: `see (get.teamviewer.com/s123456-SecretToken)`,
      failure: { code: 'request.session-failed', detail: `at ${secret} and https://x.example/SecretToken` },
      linkHost: 'get.teamviewer.com/s123456-SecretToken',
    });
    const history = start();
    await history.save(
      { ...dirty, sessionUrl: secret, subject: { ...dirty.subject, link: secret } } as typeof dirty,
      owner,
    );
    const text = await readFile(join(place, '2026-11.json'), 'utf8');
    expect(text).not.toMatch(/SecretToken|sessionUrl/);
    expect(await history.get(owner, 'a')).toMatchObject({
      note: 'open [link removed] now',
      linkHost: 'get.teamviewer.com',
    });
  });

  it('keeps other URLs and the word itself in typed texts', async () => {
    const note = 'TeamViewer/Remote Help, see https://tickets.example/INC-1';
    const history = start();
    await history.save(aClosedRequest('a', '2026-11-02T10:00:00Z', { note }), owner);
    expect(await history.get(owner, 'a')).toMatchObject({ note });
  });

  it('is anything that is not a request', async () => {
    expect(await start().save({ id: 'x' } as never, owner)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});

describe('retention', () => {
  const fill = async (): Promise<void> => {
    const history = start();
    for (const [id, at] of [
      ['june', '2026-06-10T10:00:00Z'],
      ['early', '2026-08-01T10:00:00Z'],
      ['late', '2026-08-30T10:00:00Z'],
      ['new', '2026-11-20T10:00:00Z'],
    ] as const) {
      await history.save(aClosedRequest(id, at), owner);
    }
    await writeFile(join(place, '2026-06.damaged-x.json'), 'june');
    await writeFile(join(place, '2026-06.rejected.json'), '[]');
  };

  it('deletes older entries with all copies, also for accounts that are not signed in', async () => {
    await fill();
    const history = start();
    expect(await history.purge()).toEqual({ ok: true, value: 2 });
    expect(await ids(history)).toEqual(['new', 'late']);
    const texts = await Promise.all((await listing()).map((name) => readFile(join(place, name), 'utf8')));
    expect(texts.join()).not.toMatch(/june|early/);
    expect((await listing()).some((name) => name.startsWith('2026-06'))).toBe(false);
    expect(await ids(start())).toEqual(['new', 'late']);
  });

  it('deletes everything and keeps nothing when it is 0 days', async () => {
    await fill();
    retentionDays = 0;
    const history = start();
    expect(await history.purge()).toEqual({ ok: true, value: 4 });
    expect(await history.save(aClosedRequest('z', '2026-11-22T10:00:00Z'), owner)).toEqual({ ok: true, value: null });
    expect(await listing()).toEqual([]);
  });

  it('is applied at once and then every day until it is stopped', async () => {
    await fill();
    const history = start();
    const stop = history.keepRetention();
    expect((await history.purge()).ok).toBe(true);
    expect(await ids(history)).toEqual(['new', 'late']);
    clock.pass(90 * day);
    expect((await history.purge()).ok).toBe(true);
    expect(await ids(history)).toEqual([]);
    expect(clock.waiting).toBe(1);
    stop();
    expect(clock.waiting).toBe(0);
  });

  it('clears one account and leaves the others', async () => {
    await fill();
    const other = anOwner({ homeAccountId: 'other.tid' });
    const history = start();
    await history.save(aClosedRequest('theirs', '2026-11-02T10:00:00Z'), other);
    expect(await history.clear(owner)).toEqual({ ok: true, value: null });
    expect(await ids(history)).toEqual([]);
    expect(await ids(history, {}, other)).toEqual(['theirs']);
    expect((await history.save(aClosedRequest('again', '2026-11-22T10:00:00Z'), owner)).ok).toBe(true);
    expect(await ids(start())).toEqual(['again']);
  });
});
