import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FailureCode } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aDevice } from '../../../support/builders';
import type { Kept, Step } from './support';
import { NOW, paged, setUp } from './support';

/** What befalls the tenant, the service or this computer while a page is asked for. */
type Event =
  | { readonly kind: 'add' | 'remove' | 'change'; readonly at: number }
  | { readonly kind: 'fail'; readonly code: FailureCode; readonly status: number | null; readonly times: number }
  | {
      readonly kind: 'nothing' | 'cancel' | 'save' | 'kill' | 'refuse' | 'empty' | 'ignore-filter' | 'circle' | 'wake';
    };

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('add' as const, 'remove' as const, 'change' as const),
      at: fc.nat(99),
    }),
  },
  { weight: 6, arbitrary: fc.constant({ kind: 'nothing' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'cancel' as const,
        'save' as const,
        'kill' as const,
        'refuse' as const,
        'empty' as const,
        'ignore-filter' as const,
        'circle' as const,
        'wake' as const,
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      code: fc.constantFrom<FailureCode[]>(
        'graph.throttled',
        'graph.server',
        'network.offline',
        'graph.malformed',
        'graph.not-found',
        'auth.required',
        'graph.blocked',
      ),
      status: fc.constantFrom(null, 400, 429, 503),
      times: fc.integer({ min: 1, max: 10 }),
    }),
  },
);

/** A tenant of devices `n0`, `n1`… whose check-ins move on with every change. */
function world(first: number) {
  let made = 0;
  let changes = 0;
  const shown = new Set<string>();
  const make = (id: string): ManagedDevice => {
    changes += 1;
    const device = aDevice({
      id,
      name: `revision ${changes}`,
      lastCheckIn: new Date(NOW - 3_600_000 + changes * 60_000).toISOString(),
    });
    shown.add(`${id} ${device.name}`);
    return device;
  };
  const add = (): ManagedDevice => make(`n${made++}`);
  let all = Array.from({ length: first }, add);
  return {
    all: () => all,
    hadOnce: ({ id, name }: ManagedDevice) => shown.has(`${id} ${name}`),
    happen({ kind, at }: Extract<Event, { at: number }>) {
      const place = all.length === 0 ? 0 : at % all.length;
      if (kind === 'add') all = [...all.slice(0, place), add(), ...all.slice(place)];
      else if (kind === 'remove') all = all.filter((_, index) => index !== place);
      else all = all.map((device, index) => (index === place ? make(device.id) : device));
    },
  };
}

/** A computer on which the sync is run, killed and started again; each request for a page takes the next event. */
function computer(tenant: ReturnType<typeof world>, events: Event[]) {
  let saved: Kept | undefined;
  const failing: { left: number; step: Step } = { left: 0, step: {} };
  let set = start();
  function start() {
    return setUp((request): Step => {
      if (failing.left > 0) {
        failing.left -= 1;
        return failing.step;
      }
      const event: Event = events.shift() ?? { kind: 'nothing' };
      if ('at' in event) tenant.happen(event);
      else if (event.kind === 'fail') {
        const { code, status, times } = event;
        Object.assign(failing, { left: times - 1, step: { code, ...(status === null ? {} : { status }) } });
        return failing.step;
      } else if (event.kind === 'cancel') set.sync.cancel();
      else if (event.kind === 'wake') set.sync.wake();
      else if (event.kind === 'save') saved = set.kept();
      else if (event.kind === 'kill' || event.kind === 'refuse') set.fail({ code: 'internal', detail: event.kind });
      else if (event.kind === 'circle' && request.kind === 'next')
        return { devices: tenant.all().slice(0, 2), next: request.link };
      else if (event.kind === 'empty' && request.kind === 'next') return { devices: [], next: `${request.link} ` };
      else if (event.kind === 'ignore-filter' && request.kind === 'changed')
        return paged(tenant.all(), 3)({ kind: 'all' });
      return paged(tenant.all(), 3)(request.kind === 'next' ? { ...request, link: request.link.trim() } : request);
    }, saved);
  }
  return {
    now: () => set,
    /** From now on nothing goes wrong. */
    calm() {
      events.length = 0;
      failing.left = 0;
    },
    async run(full: boolean) {
      const outcome = await set.sync.run({ full });
      if (!outcome.ok && outcome.error.detail === 'kill') set = start();
      set.fail(null);
      return outcome;
    },
  };
}

test('after any faults, undisturbed full runs end with exactly the devices of the tenant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(25),
      fc.array(anyEvent, { maxLength: 60 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      async (first, events, runs) => {
        const tenant = world(first);
        const { now, run, calm } = computer(tenant, [...events]);
        for (const full of runs) {
          await run(full);
          expect(now().sync.isRunning).toBe(false);
          expect([...now().devices.values()].every((device) => tenant.hadOnce(device))).toBe(true);
        }
        calm();
        for (let tries = 0; now().sync.state.open !== null && tries < 5; tries += 1) await run(false);
        let last = await run(true);
        if (last.ok && last.value.isDoubtful) last = await run(true);
        expect(last).toMatchObject({ ok: true, value: { isDoubtful: false } });
        const devices = new Map(tenant.all().map((device) => [device.id, device]));
        expect(now().devices).toEqual(devices);
        expect(now().sync.state.open).toBeNull();
      },
    ),
    { numRuns: 400 },
  );
});

test('without losses, runs for changes find every device that checked in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(25),
      fc.array(
        fc.array(fc.record({ kind: fc.constantFrom('add' as const, 'change' as const), at: fc.nat(99) }), {
          maxLength: 8,
        }),
        { maxLength: 5 },
      ),
      async (first, rounds) => {
        const tenant = world(first);
        const { now, run } = computer(tenant, []);
        await run(true);
        for (const round of rounds) {
          for (const event of round) tenant.happen(event);
          expect((await run(false)).ok).toBe(true);
          expect(now().devices).toEqual(new Map(tenant.all().map((device) => [device.id, device])));
        }
      },
    ),
    { numRuns: 150 },
  );
});
