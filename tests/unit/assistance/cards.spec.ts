import { describe, expect, test } from 'vitest';
import type { Surroundings } from '../../../main/assistance/card-notes';
import { cardNotes } from '../../../main/assistance/card-notes';
import { aLaptop } from '../../support/builders';
import type { World } from './support';
import { anActor, aWorld, facts, newLink, oldLink, startMs } from './support';

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  device: aLaptop(),
  facts: facts(),
  hasFacts: true,
  twins: 0,
  isRunning: false,
  isOwnSession: false,
  lastAskAt: null,
  lastState: null,
  now: startMs,
  ...more,
});
const codes = (more: Partial<Surroundings>): string[] => cardNotes(around(more)).map((note) => note.code);

describe('notes', () => {
  test('an ordinary device has none', () => expect(codes({})).toEqual([]));
  test('twins are counted', () =>
    expect(cardNotes(around({ twins: 2 }))).toEqual([{ code: 'twins', grade: 'doubt', count: 2 }]));
  test('a session is open', () => expect(codes({ facts: facts({ sessionUrl: oldLink }) })).toEqual(['session-open']));
  test('a session of the technician’s own request is recognized as such', () => {
    expect(codes({ facts: facts({ sessionUrl: oldLink }), isOwnSession: true })).toEqual(['own-session']);
    expect(codes({ isOwnSession: true })).toEqual([]);
  });
  test('a request is running', () => expect(codes({ isRunning: true })).toEqual(['request-running']));
  test('a request minutes ago', () => {
    expect(cardNotes(around({ lastAskAt: startMs }))).toEqual([
      { code: 'recently-asked', grade: 'doubt', at: new Date(startMs).toISOString() },
    ]);
  });
  test('not seen for more than thirty days', () => {
    expect(codes({ device: aLaptop({ lastCheckIn: '2026-10-24T08:59:59.000Z' }) })).toEqual(['stale']);
    expect(codes({ device: aLaptop({ lastCheckIn: '2026-10-24T09:00:01.000Z' }) })).toEqual([]);
    expect(
      codes({
        device: aLaptop({ lastCheckIn: '2026-10-01T00:00:00.000Z' }),
        facts: facts({ lastCheckIn: '2026-11-23T08:00:00.000Z' }),
      }),
    ).toEqual([]);
  });
  test('never seen', () => {
    expect(codes({ device: aLaptop({ lastCheckIn: null }) })).toEqual(['never-seen']);
    expect(codes({ device: aLaptop({ lastCheckIn: 'nonsense' }) })).toEqual(['never-seen']);
  });
  test('no primary user', () => expect(codes({ device: aLaptop({ upn: '', userId: '' }) })).toEqual(['no-user']));
  test('a set-up account counts as no user, and its other devices are not offered', async () => {
    expect(codes({ device: aLaptop({ upn: 'fooUser@contoso.example', userName: 'fooUser' }) })).toEqual([
      'not-enrolled-yet',
    ]);
    const world = aWorld();
    world.graph.devices.set('kiosk', aLaptop({ id: 'kiosk', platform: 'linux', upn: 'fooUser@contoso.example' }));
    const card = await world.assistance.prepare('kiosk');
    expect(card.ok && card.value.others).toEqual([]);
  });
  test.each([
    ['configurationManagerClient', 'managed-elsewhere', 'config-manager'],
    ['configurationManagerClientMdm', 'co-managed', 'config-manager'],
    ['configurationManagerClientMdmEas', 'co-managed', 'config-manager'],
    ['msSense', 'managed-elsewhere', 'defender'],
    ['easMdm', 'co-managed', 'exchange'],
    ['eas', 'managed-elsewhere', 'exchange'],
    ['easIntuneClient', 'co-managed', 'exchange'],
    ['jamf', 'managed-elsewhere', 'jamf'],
    ['microsoft365ManagedMdm', 'managed-elsewhere', 'basic-mobility'],
  ])('%s is a doubt: %s by %s', (managementAgent, code, manager) =>
    expect(cardNotes(around({ facts: facts({ managementAgent }) }))).toEqual([{ code, grade: 'doubt', manager }]),
  );
  test.each([
    'mdm',
    'intuneClient',
    'googleCloudDevicePolicyController',
    'unknown',
    '',
    'quantumAgent',
    'constructor',
    '__proto__',
  ])('%j raises no doubt', (managementAgent) => {
    expect(codes({ facts: facts({ managementAgent }) })).toEqual([]);
  });
  test('a placeholder is no serial number and does not distinguish twins', () => {
    expect(cardNotes(around({ device: aLaptop({ serial: 'Default string' }), twins: 1 }))).toEqual([
      { code: 'twins', grade: 'doubt', count: 1, noSerial: true },
      { code: 'placeholder-serial', grade: 'ok' },
    ]);
    expect(cardNotes(around({ device: aLaptop({ serial: '' }), twins: 1 }))).toEqual([
      { code: 'twins', grade: 'doubt', count: 1, noSerial: true },
    ]);
  });
  test('compliance is shown as information, not as a doubt', () => {
    expect(cardNotes(around({ device: aLaptop({ compliance: 'noncompliant' }) }))).toEqual([
      { code: 'noncompliant', grade: 'ok' },
    ]);
  });
  test('facts unread', () => expect(codes({ facts: null })).toEqual(['facts-unread']));
  test('blocking notes come before doubts', () => {
    const device = aLaptop({ enrollment: 'windowsBulkUserless', upn: '', userId: '', lastCheckIn: null });
    expect(cardNotes(around({ device, isRunning: true, twins: 1 })).map(({ grade }) => grade)).toEqual([
      'blocks',
      'doubt',
      'doubt',
      'doubt',
      'doubt',
    ]);
  });
});

describe('a card whose device is beyond help', () => {
  const kiosk = aLaptop({ id: 'kiosk', enrollment: 'windowsBulkUserless', upn: '', userId: '' });
  const send = async (world: World, more: { override?: boolean; anyway?: boolean }) => {
    const card = await world.assistance.prepare('kiosk');
    return world.assistance.send({
      handle: card.ok ? card.value.handle : '',
      ticket: '',
      reason: '',
      override: false,
      ...more,
    });
  };

  test('is never sent by a plain confirmation, and keeps its handle', async () => {
    const world = aWorld();
    world.graph.devices.set('kiosk', kiosk);
    const card = await world.assistance.prepare('kiosk');
    const handle = card.ok ? card.value.handle : '';
    for (const more of [{}, { anyway: false }, { override: true }]) {
      expect(await world.assistance.send({ handle, ticket: '', reason: '', override: false, ...more })).toEqual({
        ok: false,
        error: { code: 'request.blocked', isCardKept: true },
      });
    }
    expect(world.graph.posts).toEqual([]);
    expect(world.journal.lines).toEqual([]);
    const sent = await world.assistance.send({ handle, ticket: '', reason: '', override: false, anyway: true });
    expect(sent.ok).toBe(true);
    expect(world.graph.posts).toHaveLength(1);
  });

  test('confirming that it is intended overrides nothing else', async () => {
    const world = aWorld();
    world.graph.devices.set('kiosk', kiosk);
    await send(world, { anyway: true });
    const again = await send(world, { anyway: true });
    expect(!again.ok && again.error.code).toBe('request.in-flight');
    expect(world.graph.posts).toHaveLength(1);
  });

  test('lists the user’s other devices that can be helped', async () => {
    const phone = aLaptop({ id: 'phone', platform: 'android', enrollment: 'unknown' });
    const known = [
      phone,
      aLaptop({ id: 'box', platform: 'linux' }),
      ...['one', 'two', 'three', 'four'].map((id) => aLaptop({ id })),
    ];
    const world = aWorld({ othersOf: async (userId) => (userId === phone.userId ? known : []) });
    world.graph.devices.set('phone', phone);
    const card = await world.assistance.prepare('phone');
    expect(card.ok && card.value.others.map(({ id }) => id)).toEqual(['one', 'two', 'three']);
    const laptop = await world.assistance.prepare('device-1');
    expect(laptop.ok && laptop.value.others).toEqual([]);
  });
});

describe('prepare', () => {
  test('freezes device, user, tenant and account, and sends nothing', async () => {
    const world = aWorld();
    world.graph.names = [
      aLaptop(),
      aLaptop({ id: 'b', name: 'tyo-lt-04127' }),
      aLaptop({ id: 'c', name: 'UNRELATED' }),
    ];
    const card = await world.assistance.prepare('device-1');
    expect(card.ok && card.value).toMatchObject({
      subject: {
        deviceId: 'device-1',
        tenantName: 'Contoso',
        account: 'alice@contoso.example',
        upn: 'misaki@contoso.example',
      },
      notes: [{ code: 'twins', count: 1 }],
      needsOverride: false,
      expiresAt: new Date(startMs + 5 * 60_000).toISOString(),
    });
    expect(world.graph.posts).toEqual([]);
    expect(world.journal.lines).toEqual([]);
  });

  test('says why there is no card', async () => {
    const world = aWorld();
    expect(await world.assistance.prepare('gone')).toEqual({ ok: false, error: { code: 'graph.not-found' } });
    world.graph.devices.set('swapped', aLaptop({ id: 'other' }));
    expect(await world.assistance.prepare('swapped')).toEqual({ ok: false, error: { code: 'graph.malformed' } });
    const actor = anActor();
    world.actor = { ...actor, tenant: { ...actor.tenant, assistanceAvailable: false } };
    expect(await world.assistance.prepare('device-1')).toEqual({ ok: false, error: { code: 'cloud.unsupported' } });
    world.actor = null;
    expect(await world.assistance.prepare('device-1')).toEqual({ ok: false, error: { code: 'auth.required' } });
  });

  test('facts that could not be read are read again before the request leaves', async () => {
    const world = aWorld();
    world.graph.readFailure = { code: 'network.timeout' };
    const card = await world.assistance.prepare('device-1');
    expect(card.ok && card.value.notes.map((note) => note.code)).toEqual(['facts-unread']);
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: oldLink });
    await world.assistance.send({ handle: card.ok ? card.value.handle : '', ticket: '', reason: '', override: false });
    await world.clock.advance(30_000);
    expect(world.only().state).toBe('waiting');
  });

  test('fills in ticket and reason of the newest request of the same technician for the same device', async () => {
    const world = aWorld();
    world.graph.devices.set('other', aLaptop({ id: 'other' }));
    const last = async (deviceId = 'device-1') => {
      const card = await world.assistance.prepare(deviceId);
      return card.ok && card.value.last;
    };
    expect(await last()).toBeNull();
    world.graph.post = () => Promise.resolve({ kind: 'refused', failure: { code: 'graph.unsupported' } });
    await world.ask();
    expect(await last()).toEqual({ ticket: 'INC-1', reason: '' });
    expect(await last('other')).toBeNull();
    world.actor = anActor('bob');
    expect(await last()).toBeNull();
    world.actor = anActor();
    await world.clock.advance(8 * 60 * 60_000);
    expect(await last()).toBeNull();
  });

  test('shows the state of the last request to the technician who made it', async () => {
    const world = aWorld();
    await world.ask();
    const note = async () => {
      const card = await world.assistance.prepare('device-1');
      return card.ok ? card.value.notes.find(({ code }) => code === 'recently-asked')?.state : undefined;
    };
    expect(await note()).toBe('waiting');
    world.actor = anActor('bob');
    expect(await note()).toBeUndefined();
  });

  test('only the newest fifty cards are kept', async () => {
    const world = aWorld();
    const first = await world.assistance.prepare('device-1');
    for (let nth = 0; nth < 50; nth += 1) await world.assistance.prepare('device-1');
    const sent = await world.assistance.send({
      handle: first.ok ? first.value.handle : '',
      ticket: '',
      reason: '',
      override: false,
    });
    expect(!sent.ok && sent.error.code).toBe('request.card-expired');
  });
});

test('a late link belongs to the technician’s own request: the card says so, and the old request is ready', async () => {
  const world = aWorld();
  await world.ask();
  await world.clock.advance(12 * 60_000);
  expect(world.only().state).toBe('expired');
  world.graph.show('device-1', { sessionUrl: newLink });
  const card = await world.assistance.prepare('device-1');
  expect(card.ok && card.value.notes.map(({ code }) => code)).toContain('own-session');
  expect(world.only().state).toBe('ready');
});

test('the link of another technician does not count as one’s own', async () => {
  const world = aWorld();
  await world.ask();
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(3_000);
  world.actor = anActor('bob');
  world.assistance.actorChanged();
  const card = await world.assistance.prepare('device-1');
  expect(card.ok && card.value.notes.map(({ code }) => code)).toContain('session-open');
});

test('the card shows the known user although the single read left it out', async () => {
  const blank = aLaptop({ upn: '', mail: '', userName: '', userId: '' });
  const world = aWorld({
    completed: (device) =>
      Promise.resolve({ ...device, upn: 'misaki@contoso.example', userName: '佐藤 美咲', userId: 'u1' }),
  });
  world.graph.devices.set('device-1', blank);
  const card = await world.assistance.prepare('device-1');
  expect(card.ok && card.value.subject).toMatchObject({ upn: 'misaki@contoso.example', userName: '佐藤 美咲' });
  expect(card.ok && card.value.notes.map(({ code }) => code)).not.toContain('no-user');
});
