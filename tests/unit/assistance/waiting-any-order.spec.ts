import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { ok } from '../../../shared/result';
import { aLaptop } from '../../support/builders';
import { flush } from '../../support/turns';
import { anActor, aWorld } from './support';

interface Confirmed {
  readonly handle: string;
  readonly deviceId: string;
  /** It was cancelled, or an event made it obsolete. */
  isOff: boolean;
  answers: Outcome<AssistanceRequest>[];
}

const devices = 6;
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('confirm' as const),
        device: fc.nat(devices - 1),
        times: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.oneof(fc.nat(4_000), fc.nat(90_000)) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('stop' as const), nth: fc.nat(30) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('word' as const), nth: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), nth: fc.nat(30) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom(
          'sleep' as const,
          'switch' as const,
          'switch-silently' as const,
          'kill' as const,
          'quit' as const,
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('jump' as const),
        ms: fc.constantFrom(-86_400_000, -60_000, 60_000, 86_400_000),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

test('in any order of events: at most one POST per confirmation, none after a cancellation, none without a confirmation', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const world = aWorld();
      for (let nth = 0; nth < devices; nth += 1) world.graph.devices.set(`d${nth}`, aLaptop({ id: `d${nth}` }));
      const all: Confirmed[] = [];
      const bySubject = new Map<string, Confirmed>();
      const wrong: string[] = [];
      world.graph.post = () => {
        const { deviceId } = world.graph.posts.at(-1)!;
        const confirmed = bySubject.get(deviceId);
        // Told at the end: what is thrown here is an unknown outcome to the app.
        if (confirmed === undefined) wrong.push(`${deviceId}: a POST without a confirmation`);
        else if (confirmed.isOff) wrong.push(`${deviceId}: a second POST, or one after it was taken back`);
        else confirmed.isOff = true;
        return Promise.resolve({ kind: 'refused', failure: { code: 'graph.forbidden' } });
      };
      const takeAllBack = (): void => {
        for (const confirmed of all) confirmed.isOff = true;
      };
      for (const step of script) {
        if (step.do === 'confirm') {
          const card = await world.assistance.prepare(`d${step.device}`);
          if (!card.ok) continue;
          const confirmed: Confirmed = {
            handle: card.value.handle,
            deviceId: `d${step.device}`,
            isOff: false,
            answers: [],
          };
          const isFree = world.assistance.waiting().every(({ subject }) => subject.deviceId !== confirmed.deviceId);
          if (isFree) {
            all.push(confirmed);
            bySubject.set(confirmed.deviceId, confirmed);
          }
          for (let click = 0; click < step.times; click += 1) {
            const input = { handle: confirmed.handle, ticket: `T${all.length}`, reason: '', override: true };
            void world.assistance.send(input).then((answer) => confirmed.answers.push(answer));
          }
          await flush();
        } else if (step.do === 'pass') await world.clock.advance(step.ms);
        else if (step.do === 'stop') {
          const one = world.assistance.waiting()[step.nth % 6];
          if (one === undefined) continue;
          world.assistance.takeBack(one.handle);
          for (const confirmed of all) if (confirmed.handle === one.handle) confirmed.isOff = true;
        } else if (step.do === 'word') {
          const one = world.assistance.waiting()[step.nth % 6];
          if (one !== undefined) world.assistance.sendNow(one.handle);
        } else if (step.do === 'again') {
          const old = all[step.nth % Math.max(1, all.length)];
          if (old !== undefined)
            void world.assistance.send({ handle: old.handle, ticket: '', reason: '', override: true });
        } else if (step.do === 'jump') {
          const hadWaiting = world.assistance.waiting().length > 0;
          world.clock.jump(step.ms);
          // Two jumps that cancel each other out at once are none.
          await world.clock.advance(1_100);
          if (hadWaiting) takeAllBack();
        } else if (step.do === 'sleep') {
          world.assistance.suspend();
          takeAllBack();
        } else if (step.do === 'switch' || step.do === 'switch-silently') {
          world.actor = anActor('bob');
          if (step.do === 'switch') world.assistance.actorChanged();
          await world.clock.advance(4_000);
          world.actor = anActor();
          world.assistance.actorChanged();
          if (step.do === 'switch') takeAllBack();
        } else {
          if (step.do === 'quit') await world.assistance.finish();
          takeAllBack();
          await world.restart();
        }
        await flush();
      }
      await world.clock.advance(15 * 60_000);
      const intents = world.journal.records().filter((record) => record['type'] === 'intent');
      expect(wrong).toEqual([]);
      expect(world.graph.posts.length).toBeLessThanOrEqual(all.length);
      expect(new Set(world.graph.posts.map((post) => post.clientRequestId)).size).toBe(world.graph.posts.length);
      expect(intents.length, 'an intent only for what goes out').toBeLessThanOrEqual(world.graph.posts.length);
      for (const confirmed of all)
        expect(confirmed.answers.filter((answer) => answer.ok).length).toBeLessThanOrEqual(1);
      expect(world.assistance.waiting()).toEqual([]);
      expect(world.assistance.drafts().every((draft) => draft.kind === 'request')).toBe(true);
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('in any order of confirmations: never two intents within three seconds nor eleven within five minutes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(40), fc.oneof(fc.constant(0), fc.nat(9_000)), fc.nat(2_000)), { maxLength: 30 }),
      async (script) => {
        const world = aWorld();
        for (let nth = 0; nth <= 40; nth += 1) world.graph.devices.set(`d${nth}`, aLaptop({ id: `d${nth}` }));
        const times: number[] = [];
        world.graph.post = () => (
          times.push(world.clock.now()),
          Promise.resolve({ kind: 'refused', failure: { code: 'graph.forbidden' } })
        );
        world.graph.scope = () => new Promise((resolve) => void world.clock.after(consent, () => resolve(ok(null))));
        let consent = 1;
        for (const [device, pause, approval] of script) {
          consent = approval + 1;
          const card = await world.assistance.prepare(`d${device}`);
          if (card.ok)
            void world.assistance.send({ handle: card.value.handle, ticket: '', reason: '', override: true });
          await world.clock.advance(pause);
          for (const { handle } of world.assistance.waiting()) world.assistance.sendNow(handle);
        }
        await world.clock.advance(20 * 60_000);
        for (const at of times) {
          expect(times.filter((other) => other > at - 3_000 && other <= at)).toHaveLength(1);
          expect(times.filter((other) => other > at - 300_000 && other <= at).length).toBeLessThanOrEqual(10);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
