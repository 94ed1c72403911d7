import { describe, expect, test } from 'vitest';
import type { Surroundings } from '../../../main/assistance/card-notes';
import { cardNotes } from '../../../main/assistance/card-notes';
import { aDevice, anActor, aWorld, facts, oldLink, startMs } from './support';

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  device: aDevice(),
  facts: facts(),
  twins: 0,
  isRunning: false,
  lastAskAt: null,
  now: startMs,
  ...more,
});
const codes = (more: Partial<Surroundings>): string[] => cardNotes(around(more)).map((note) => note.code);

describe('notes', () => {
  test('an ordinary device has none', () => expect(codes({})).toEqual([]));
  test('twins are counted', () => expect(cardNotes(around({ twins: 2 }))).toEqual([{ code: 'twins', severity: 'warning', count: 2 }]));
  test('a session is open', () => expect(codes({ facts: facts({ sessionUrl: oldLink }) })).toEqual(['session-open']));
  test('a request is running', () => expect(codes({ isRunning: true })).toEqual(['request-running']));
  test('asked minutes ago', () => {
    expect(cardNotes(around({ lastAskAt: startMs }))).toEqual([{ code: 'recently-asked', severity: 'warning', at: new Date(startMs).toISOString() }]);
  });
  test('not seen for more than thirty days', () => {
    expect(codes({ device: aDevice({ lastCheckIn: '2026-10-24T08:59:59.000Z' }) })).toEqual(['stale']);
    expect(codes({ device: aDevice({ lastCheckIn: '2026-10-24T09:00:01.000Z' }) })).toEqual([]);
    expect(codes({ device: aDevice({ lastCheckIn: '2026-10-01T00:00:00.000Z' }), facts: facts({ lastCheckIn: '2026-11-23T08:00:00.000Z' }) })).toEqual([]);
  });
  test('never seen', () => {
    expect(codes({ device: aDevice({ lastCheckIn: null }) })).toEqual(['never-seen']);
    expect(codes({ device: aDevice({ lastCheckIn: 'nonsense' }) })).toEqual(['never-seen']);
  });
  test('nobody uses it', () => expect(codes({ device: aDevice({ upn: '', userId: '' }) })).toEqual(['no-user']));
  test('compliance is told, not held against it', () => {
    expect(cardNotes(around({ device: aDevice({ compliance: 'noncompliant' }) }))).toEqual([{ code: 'noncompliant', severity: 'info' }]);
  });
  test('facts unread', () => expect(codes({ facts: null })).toEqual(['facts-unread']));
  test.each(['linux', 'chromeos', 'other'] as const)('platform %s is not served', (platform) => {
    expect(codes({ device: aDevice({ platform }) })).toEqual(['unsupported-platform']);
  });
  test.each([
    ['windows', 'deviceEnrollmentManager', 'company', true],
    ['windows', 'windowsBulkUserless', 'company', true],
    ['ios', 'appleBulkWithoutUser', 'company', true],
    ['ios', 'appleBulkWithUser', 'company', false],
    ['macos', 'userEnrollment', 'personal', false],
    ['android', 'userEnrollment', 'personal', false],
    ['android', 'userEnrollment', 'company', false],
    ['android', 'unknown', 'company', true],
    ['android', 'androidEnterpriseFullyManaged', 'company', true],
    ['android', 'androidAOSPUserOwnedDeviceEnrollment', 'personal', true],
  ] as const)('%s by %s, %s: unsupported %s', (platform, enrollment, ownership, unsupported) => {
    expect(codes({ device: aDevice({ platform, enrollment, ownership }) })).toEqual(unsupported ? ['unsupported-enrollment'] : []);
  });
});

describe('prepare', () => {
  test('freezes device, person, tenant and account, and sends nothing', async () => {
    const world = aWorld();
    world.graph.names = [aDevice(), aDevice({ id: 'b', name: 'tyo-lt-04127' }), aDevice({ id: 'c', name: 'UNRELATED' })];
    const card = await world.assistance.prepare('device-1');
    expect(card.ok && card.value).toMatchObject({
      subject: { deviceId: 'device-1', tenantName: 'Contoso', account: 'alice@contoso.example', upn: 'misaki@contoso.example' },
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
    world.graph.devices.set('swapped', aDevice({ id: 'other' }));
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

  test('only the newest fifty cards are kept', async () => {
    const world = aWorld();
    const first = await world.assistance.prepare('device-1');
    for (let nth = 0; nth < 50; nth += 1) await world.assistance.prepare('device-1');
    const sent = await world.assistance.send({ handle: first.ok ? first.value.handle : '', ticket: '', reason: '', override: false });
    expect(!sent.ok && sent.error.code).toBe('request.card-expired');
  });
});
