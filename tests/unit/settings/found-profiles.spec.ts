import { expect, it } from 'vitest';
import { settleFoundProfiles } from '../../../main/settings/found-profiles';
import type { AllowsChange } from '../../../main/settings/port';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';

const change = { kind: 'add' } as unknown as Parameters<AllowsChange>[0];
const dropped: Outcome<boolean> = err({ code: 'internal' });

/** What was asked and done, in order, and the decision about the profile. */
async function settled(agrees: Outcome<boolean>, leaves: Outcome<boolean>) {
  const done: string[] = [];
  let decision: Outcome<boolean> | null = null;
  await settleFoundProfiles({
    settings: {
      settlePending: async (allows) => {
        decision = await allows(change);
        return err({ code: 'cancelled' });
      },
    },
    ask: async () => (done.push('profile'), agrees),
    mayLeave: async () => (done.push('leaving'), leaves),
    apply: async () => void done.push('apply'),
  });
  return { done, decision };
}

it('a profile is used after the technician agreed to it and to leaving, asked in this order', async () => {
  expect(await settled(ok(true), ok(true))).toEqual({ done: ['profile', 'leaving', 'apply'], decision: ok(true) });
  expect(await settled(ok(true), ok(false))).toMatchObject({ decision: ok(false) });
});

it('leaving is not asked about for a profile that is not used', async () => {
  for (const agrees of [ok(false), dropped])
    expect(await settled(agrees, ok(true))).toEqual({ done: ['profile', 'apply'], decision: agrees });
});

it('a profile is not used when leaving could not be asked about', async () => {
  expect(await settled(ok(true), dropped)).toMatchObject({ decision: dropped });
});
