import { describe, expect, test } from 'vitest';
import type { SendFailure, SendInput } from '../../../shared/contract/requests';
import type { FailureCode, Outcome } from '../../../shared/failure';
import { failureCodes } from '../../../shared/failure';
import type { Result } from '../../../shared/result';
import { err, ok } from '../../../shared/result';
import { aLaptop } from '../../support/builders';
import { deferred } from '../../support/promises';
import { flush } from '../../support/turns';
import type { World } from './support';
import { anActor, aWorld, newLink } from './support';

const prepare = async (world: World, deviceId = 'device-1'): Promise<string> => {
  const card = await world.assistance.prepare(deviceId);
  if (!card.ok) throw new Error(card.error.code);
  return card.value.handle;
};
const send = (world: World, handle: string, more: Partial<SendInput> = {}) =>
  world.assistance.send({ handle, ticket: '', reason: '', override: false, ...more });

type Said = readonly [code: FailureCode | 'sent', isCardKept: boolean | undefined];
const said = (outcome: Result<unknown, SendFailure>): Said =>
  outcome.ok ? ['sent', undefined] : [outcome.error.code, outcome.error.isCardKept];

/** What the same card does once nothing stands in its way any more. */
const afterwards = async (world: World, handle: string): Promise<FailureCode | 'sent'> =>
  said(await send(world, handle, { override: true, anyway: true }))[0];

describe('a failure that leaves the card valid', () => {
  test.each(failureCodes)('%s of the approval: the same card is sent afterwards, once', async (code) => {
    const world = aWorld();
    const handle = await prepare(world);
    world.graph.scope = () => Promise.resolve(err({ code }));
    expect(said(await send(world, handle))).toEqual([code, true]);
    world.graph.scope = () => Promise.resolve(ok(null));
    expect(await afterwards(world, handle)).toBe('sent');
    expect(world.graph.posts).toHaveLength(1);
    expect(said(await send(world, handle))).toEqual(['request.card-expired', false]);
  });

  test('a device with a request minutes ago', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(60_000);
    await world.assistance.close(world.only().id);
    const handle = await prepare(world);
    expect(said(await send(world, handle))).toEqual(['request.repeated', true]);
    expect(await afterwards(world, handle)).toBe('sent');
  });

  test('a device whose request is running', async () => {
    const world = aWorld();
    await world.ask();
    const handle = await prepare(world);
    expect(said(await send(world, handle, { override: true }))).toEqual(['request.in-flight', true]);
    await world.assistance.stopWatching(world.only().id);
    await world.clock.advance(3_000);
    expect(await afterwards(world, handle)).toBe('sent');
  });

  test('a device beyond help', async () => {
    const world = aWorld();
    world.graph.devices.set('kiosk', aLaptop({ id: 'kiosk', enrollment: 'windowsBulkUserless', upn: '', userId: '' }));
    const handle = await prepare(world, 'kiosk');
    expect(said(await send(world, handle))).toEqual(['request.blocked', true]);
    expect(await afterwards(world, handle)).toBe('sent');
  });

  test('a queue that is full', async () => {
    const world = aWorld();
    for (let nth = 0; nth < 22; nth += 1) world.graph.devices.set(`d${nth}`, aLaptop({ id: `d${nth}` }));
    for (let nth = 0; nth < 21; nth += 1) {
      void send(world, await prepare(world, `d${nth}`));
      await flush();
    }
    const handle = await prepare(world, 'd21');
    expect(said(await send(world, handle))).toEqual(['request.too-fast', true]);
    await world.clock.advance(3_000);
    void send(world, handle);
    await flush();
    expect(world.assistance.waiting().map((one) => one.handle)).toContain(handle);
  });
});

describe('a failure that invalidates the card', () => {
  const start = async (more: Partial<SendInput> = {}) => {
    const world = aWorld();
    const approval = deferred<Outcome<null>>();
    world.graph.scope = () => approval.promise;
    const handle = await prepare(world);
    const sent = send(world, handle, more);
    await flush();
    return { world, handle, sent, approval };
  };
  const isOver = async (world: World, handle: string, posts = 0): Promise<void> => {
    world.graph.scope = () => Promise.resolve(ok(null));
    world.actor = anActor();
    expect(await afterwards(world, handle)).toBe('request.card-expired');
    expect(world.graph.posts).toHaveLength(posts);
  };

  test('a handle that never existed', async () => {
    const world = aWorld();
    expect(said(await send(world, 'handle-of-nothing'))).toEqual(['request.card-expired', false]);
  });

  test('a card that is too old', async () => {
    const world = aWorld();
    const handle = await prepare(world);
    await world.clock.advance(5 * 60_000);
    expect(said(await send(world, handle))).toEqual(['request.card-expired', false]);
    await isOver(world, handle);
  });

  test('a card that became too old while the approval was refused', async () => {
    const { world, handle, sent, approval } = await start();
    await world.clock.advance(5 * 60_000);
    approval.resolve(err({ code: 'auth.cancelled' }));
    expect(said(await sent)).toEqual(['auth.cancelled', false]);
    await isOver(world, handle);
  });

  test('another account, before or during the approval', async () => {
    const { world, handle, sent, approval } = await start();
    world.actor = anActor('bob');
    approval.resolve(err({ code: 'auth.cancelled' }));
    expect(said(await sent)).toEqual(['request.card-expired', false]);
    await isOver(world, handle);
    const next = await prepare(world);
    world.actor = anActor('bob');
    expect(said(await send(world, next))).toEqual(['request.card-expired', false]);
    await isOver(world, next);
  });

  test('a second press while the first one is being sent', async () => {
    const { world, handle, sent, approval } = await start();
    expect(said(await send(world, handle, { override: true }))).toEqual(['request.in-flight', false]);
    approval.resolve(ok(null));
    expect(said(await sent)).toEqual(['sent', undefined]);
    await isOver(world, handle, 1);
  });

  test('a workstation that slept during the approval', async () => {
    const { world, handle, sent, approval } = await start();
    world.clock.jump(8 * 60 * 60_000);
    approval.resolve(ok(null));
    expect(said(await sent)).toEqual(['request.card-expired', false]);
    await isOver(world, handle);
  });

  test('a confirmation that waited and was stopped', async () => {
    const world = aWorld();
    world.graph.devices.set('other', aLaptop({ id: 'other' }));
    await send(world, await prepare(world, 'other'));
    const handle = await prepare(world);
    const sent = send(world, handle);
    await flush();
    world.assistance.takeBack(handle);
    expect(said(await sent)).toEqual(['request.stopped', false]);
    await isOver(world, handle, 1);
  });

  test('a journal that cannot be written', async () => {
    const world = aWorld();
    const handle = await prepare(world);
    world.journal.failure = { code: 'storage.full' };
    expect(said(await send(world, handle))).toEqual(['request.not-recorded', false]);
    world.journal.failure = null;
    await isOver(world, handle);
  });
});
