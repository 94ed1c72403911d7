import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { History } from '../../../main/history/history';
import { createHistory, historyPartition } from '../../../main/history/history';
import type { Proposal, Retention } from '../../../main/history/retention';
import { createRetention } from '../../../main/history/retention';
import { openRetentionFile } from '../../../main/history/retention-file';
import type { Shortenings } from '../../../main/history/shortening';
import { createShortenings, wantedRetentions } from '../../../main/history/shortening';
import type { Policy } from '../../../main/settings/policy';
import { noPolicy } from '../../../main/settings/policy';
import type { Settings } from '../../../main/settings/port';
import { createSettings } from '../../../main/settings/settings';
import type { Outcome } from '../../../shared/failure';
import { aClosedRequest, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { agreed, declined, notAsked } from '../../support/consent';

const hour = 3_600_000;
const day = 24 * hour;
const contoso = {
  id: 'contoso',
  name: 'Contoso',
  tenantId: 'contoso.example',
  clientId: 'c1c1c1c1-0000-4000-8000-000000000001',
  cloud: 'global',
};
const fabrikam = {
  id: 'fabrikam',
  name: 'Fabrikam',
  tenantId: 'fabrikam.example',
  clientId: 'c1c1c1c1-0000-4000-8000-000000000002',
  cloud: 'global',
};
const ownerAt = (tenantId: string) => ({ homeAccountId: `tech.${tenantId}`, tenantId, cloud: null });

let folder: string;
let clock: ManualClock;
let uptime: number;
let answer: () => Promise<Outcome<boolean>>;
let asked: Proposal[];
let announced: Proposal[];
/** Happens while the technician reads the question. */
let duringDialog: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-retention-'));
  clock = new ManualClock(Date.parse('2026-11-23T10:00:00Z'));
  uptime = 5 * day;
  answer = declined;
  asked = [];
  announced = [];
  duringDialog = () => undefined;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface App {
  readonly settings: Settings;
  readonly history: History;
  readonly retention: Retention;
  readonly shortenings: Shortenings;
}

/** What a start of the app does with its folder. */
async function start(policy: Policy = noPolicy): Promise<App> {
  const settings = createSettings({ folder, clock, log: silentLog, policy });
  const retention: Retention = createRetention({
    file: openRetentionFile(folder, clock),
    clock,
    uptime: () => uptime,
    log: silentLog,
    wanted: () => wantedRetentions(settings),
    count: (isMeant, cutoff) => history.count(isMeant, cutoff),
    announce: (proposal) => void announced.push(proposal),
  });
  const history = createHistory({
    folder: join(folder, 'history'),
    clock,
    log: silentLog,
    retentionDays: (place) => retention.daysOf(place),
    deletingNow: () => retention.now(),
  });
  const asks = (proposal: Proposal): Promise<Outcome<boolean>> => {
    asked.push(proposal);
    duringDialog();
    return answer();
  };
  const shortenings = createShortenings({
    retention,
    settings,
    ask: { inWindow: asks, found: asks },
  });
  await shortenings.settle();
  return { settings, history, retention, shortenings };
}

/** The computer runs on; both clocks agree. */
const pass = (ms: number): void => {
  uptime += ms;
  clock.pass(ms);
};

const daily = async ({ retention, history }: App): Promise<void> => {
  await retention.settle();
  expect((await history.purge()).ok).toBe(true);
};

const idsOf = async ({ history }: App, tenantId: string): Promise<readonly string[]> =>
  (
    await history.query(ownerAt(tenantId), { text: '', states: [], from: null, to: null, offset: 0, limit: 500 })
  ).entries
    .map(({ id }) => id)
    .toSorted();

const preset = (data: object): Promise<void> =>
  writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, data }), { mode: 0o600 });
const edit = async (change: (data: Record<string, unknown>) => object): Promise<void> => {
  const { data } = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as {
    data: Record<string, unknown>;
  };
  await preset(change(data));
};

/** Two tenants with three requests each: 1, 20 and 60 days old. */
async function fill(preferences: object = { retentionDays: 90 }): Promise<App> {
  await preset({ profiles: [contoso, fabrikam], activeProfile: 'contoso', preferences });
  const app = await start();
  for (const tenant of [contoso, fabrikam]) {
    for (const age of [1, 20, 60]) {
      const entry = aClosedRequest(`${tenant.id}-${age}`, new Date(clock.now() - age * day).toISOString());
      await app.history.save(
        { ...entry, subject: { ...entry.subject, tenantId: tenant.tenantId } },
        ownerAt(tenant.tenantId),
      );
    }
  }
  return app;
}
const whole = ['contoso-1', 'contoso-20', 'contoso-60'];

describe('a shorter retention', () => {
  it('deletes nothing before the technician agreed, and nothing when they decline', async () => {
    const app = await fill();
    await app.shortenings.change({ retentionDays: 3 });
    expect(asked).toMatchObject([{ tenant: 'Contoso', from: 90, to: 3, count: 2, at: clock.now() + day }]);
    expect(app.settings.current().preferences.retentionDays).toBe(90);
    for (let days = 0; days < 4; days += 1) {
      await daily(app);
      pass(day);
    }
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
  });

  it('takes effect a day after it was agreed to, for this tenant only', async () => {
    const app = await fill();
    answer = agreed;
    await app.shortenings.change({ retentionDays: 30 });
    expect(app.shortenings.view()).toEqual({
      days: 90,
      next: { days: 30, at: new Date(clock.now() + day).toISOString() },
      undecided: false,
    });
    await daily(app);
    pass(day - 1);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    pass(1);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
    expect(await idsOf(app, 'fabrikam.example')).toHaveLength(3);
    expect(app.shortenings.view()).toEqual({ days: 30, next: null, undecided: false });
  });

  it('is cancelled by a longer one before the day is over', async () => {
    const app = await fill();
    answer = agreed;
    await app.shortenings.change({ retentionDays: 3 });
    pass(23 * hour);
    await app.shortenings.change({ retentionDays: 90 });
    await app.retention.settle();
    expect(app.shortenings.view()).toEqual({ days: 90, next: null, undecided: false });
    pass(3 * day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
  });

  it('is neither lost nor accelerated by restarts', async () => {
    const first = await fill();
    answer = agreed;
    await first.shortenings.change({ retentionDays: 30 });
    for (let restart = 0; restart < 5; restart += 1) {
      const app = await start();
      await daily(app);
      expect(await idsOf(app, 'contoso.example')).toEqual(whole);
      pass(4 * hour);
    }
    pass(4 * hour);
    const last = await start();
    await daily(last);
    expect(await idsOf(last, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [
      'in settings.json',
      async () =>
        edit((data) => ({
          ...data,
          profiles: [
            { ...contoso, retentionDays: 3 },
            { ...fabrikam, retentionDays: 90 },
          ],
        })),
    ],
    [
      'for all profiles, as earlier versions wrote it',
      async () =>
        edit((data) => ({
          ...data,
          profiles: [contoso, { ...fabrikam, retentionDays: 90 }],
          preferences: { retentionDays: 3 },
        })),
    ],
    [
      'by a folder without its memory',
      async () => {
        await rm(join(folder, 'retention.json'), { force: true });
        await rm(join(folder, 'retention.json.last-good'), { force: true });
        await edit((data) => ({
          ...data,
          profiles: [
            { ...contoso, retentionDays: 3 },
            { ...fabrikam, retentionDays: 90 },
          ],
        }));
      },
    ],
  ])('found at a start %s is asked about, and not applied until the technician agreed', async (_where, put) => {
    await fill();
    await put();
    answer = notAsked;
    for (let restart = 0; restart < 3; restart += 1) {
      const app = await start();
      expect(asked.at(-1)).toMatchObject({ tenant: 'Contoso', to: 3, count: restart < 2 ? 2 : 3 });
      expect(app.shortenings.view().undecided).toBe(true);
      await daily(app);
      pass(2 * day);
      await daily(app);
      expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    }
    answer = agreed;
    const app = await start();
    pass(day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual([]);
    expect(await idsOf(app, 'fabrikam.example')).toHaveLength(3);
  });

  it('that comes with an imported profile is asked about', async () => {
    await fill();
    const app = await start();
    await app.settings.importProfile(JSON.stringify({ ...contoso, retentionDays: 3 }), agreed);
    await app.shortenings.settle();
    expect(asked).toMatchObject([{ tenant: 'Contoso', to: 3, count: 2 }]);
    expect(app.settings.current().preferences.retentionDays).toBe(3650);
    pass(2 * day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
  });

  it('of the organization is announced, and waits a day', async () => {
    await fill();
    const policy: Policy = { preferences: { retentionDays: 30 }, problems: [] };
    const app = await start(policy);
    expect(asked).toEqual([]);
    expect(announced).toMatchObject([
      { tenant: 'Contoso', to: 30, count: 1, at: clock.now() + day },
      { tenant: 'Fabrikam', to: 30, count: 1 },
    ]);
    await daily(app);
    pass(day - 1);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    pass(1);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
  });

  it('of the organization that is set while the app runs is announced each time, and cancelled when it is removed', async () => {
    const app = await fill();
    const policy: Policy = { preferences: { retentionDays: 30 }, problems: [] };
    for (const times of [1, 2]) {
      app.settings.usePolicy(policy);
      await app.retention.settle();
      await app.retention.settle();
      expect(announced.filter(({ tenant }) => tenant === 'Contoso')).toHaveLength(times);
      pass(day - 1);
      await daily(app);
      app.settings.usePolicy(noPolicy);
      await daily(app);
      pass(2 * day);
      await daily(app);
    }
    expect(asked).toEqual([]);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    app.settings.usePolicy(policy);
    await app.retention.settle();
    pass(day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
  });

  it('that is being asked about is dropped when the organization decides in the meantime', async () => {
    const app = await fill();
    answer = agreed;
    duringDialog = () => app.settings.usePolicy({ preferences: { retentionDays: 90 }, problems: [] });
    await app.shortenings.change({ retentionDays: 0 });
    expect(asked).toHaveLength(1);
    pass(2 * day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    app.settings.usePolicy(noPolicy);
    expect(app.settings.current().preferences.retentionDays).toBe(90);
  });

  it('cannot be asked for by a page behind the organization’s back', async () => {
    await fill();
    const app = await start({ preferences: { retentionDays: 90 }, problems: [] });
    await app.shortenings.change({ retentionDays: 0 });
    expect(asked).toEqual([]);
    expect(app.settings.current().preferences.retentionDays).toBe(90);
  });
});

describe('a clock that jumps', () => {
  it.each([day, 40 * day, 3650 * day])('by %i ms while the app runs deletes nothing early', async (jump) => {
    const app = await fill();
    answer = agreed;
    await app.shortenings.change({ retentionDays: 30 });
    clock.pass(jump);
    for (let hours = 0; hours < 23; hours += 1) {
      await daily(app);
      pass(hour);
    }
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    expect(await idsOf(app, 'fabrikam.example')).toHaveLength(3);
  });

  it('while the app is closed deletes nothing early', async () => {
    await fill();
    clock.pass(3650 * day);
    const app = await start();
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    pass(20 * hour);
    clock.pass(-3650 * day);
    await daily(app);
    pass(2 * day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
  });

  it('is trusted once it has been consistent for a day', async () => {
    const app = await fill();
    clock.pass(60 * day);
    for (let hours = 0; hours < 25; hours += 1) {
      await daily(app);
      pass(hour);
    }
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
  });

  it('is trusted after the computer was off for a week', async () => {
    await fill();
    uptime = 60_000;
    clock.pass(31 * day - 2 * day);
    const app = await start();
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
    pass(2 * day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
  });
});

describe('where nothing is recorded', () => {
  it('every retention is applied without a question', async () => {
    await preset({ profiles: [contoso], activeProfile: 'contoso', preferences: { retentionDays: 365 } });
    await start();
    await edit((data) => ({ ...data, profiles: [{ ...contoso, retentionDays: 7 }] }));
    const app = await start();
    expect(app.shortenings.view()).toEqual({ days: 7, next: null, undecided: false });
    await app.shortenings.change({ retentionDays: 0 });
    expect(app.shortenings.view().days).toBe(7);
    await app.shortenings.settle();
    expect(app.shortenings.view()).toEqual({ days: 0, next: null, undecided: false });
    expect(asked).toEqual([]);
  });
});

describe('whose records they are', () => {
  it('keeps records shared by two profiles for the longer retention', async () => {
    const app = await fill();
    await app.retention.learn(historyPartition(ownerAt('contoso.example')), 'contoso');
    await app.retention.learn(historyPartition(ownerAt('contoso.example')), 'fabrikam');
    answer = agreed;
    await app.shortenings.change({ retentionDays: 3 });
    pass(day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual(whole);
  });

  it('keeps the records of tenants that no profile names', async () => {
    const app = await fill();
    const entry = aClosedRequest('stranger', '2020-01-01T10:00:00Z');
    await app.history.save(entry, ownerAt('tenant-a'));
    await daily(app);
    expect(await idsOf(app, 'tenant-a')).toEqual(['stranger']);
  });

  it('continues after the profile was removed', async () => {
    const app = await fill();
    expect((await app.settings.removeProfile('contoso', agreed)).ok).toBe(true);
    await app.shortenings.settle();
    pass(31 * day);
    const later = await start();
    await daily(later);
    expect(await idsOf(later, 'contoso.example')).toEqual(['contoso-1', 'contoso-20']);
  });

  it('records nothing when nothing is kept, once that is in force', async () => {
    const app = await fill();
    answer = agreed;
    await app.shortenings.change({ retentionDays: 0 });
    await app.history.save(
      aClosedRequest('late', new Date(clock.now()).toISOString(), { subject: { tenantId: 'contoso.example' } }),
      ownerAt('contoso.example'),
    );
    expect(await idsOf(app, 'contoso.example')).toHaveLength(4);
    pass(day);
    await daily(app);
    expect(await idsOf(app, 'contoso.example')).toEqual([]);
    await app.history.save(aClosedRequest('never', new Date(clock.now()).toISOString()), ownerAt('contoso.example'));
    expect(await idsOf(app, 'contoso.example')).toEqual([]);
  });
});
