import { describe, expect, it, vi } from 'vitest';
import type { SessionDesk } from '../../../main/session/session-desk';
import { createSessionDesk } from '../../../main/session/session-desk';
import type { AccountAnswer, Session } from '../../../shared/contract/session';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';

const now: Session = { state: 'starting' } as unknown as Session;
const later: Session = { state: 'signed-out' } as unknown as Session;
const questionId = '00000000-0000-4000-8000-000000000001';

function setUp(says: Outcome<boolean>) {
  const done: string[] = [];
  const may = vi.fn(async () => says);
  const desk = createSessionDesk(
    {
      current: () => now,
      signIn: async () => (done.push('signIn'), ok(later)),
      answerAccount: () => (done.push('answerAccount'), ok(null)),
      signOut: async () => (done.push('signOut'), later),
    },
    { mayForPage: may },
  );
  return { desk, done, may };
}

const ways: readonly (readonly [string, (desk: SessionDesk) => Promise<unknown>])[] = [
  ['signIn', (desk) => desk.signIn(true)],
  ['answerAccount', (desk) => desk.answerAccount(questionId, 'switch')],
  ['signOut', (desk) => desk.signOut()],
];

describe('each way to another account', () => {
  it.each(ways)('asks about requests under way first: %s', async (name, run) => {
    for (const isLeft of [false, true]) {
      const { desk, done, may } = setUp(ok(isLeft));
      await run(desk);
      expect(may).toHaveBeenCalledOnce();
      expect(done).toEqual(isLeft ? [name] : []);
    }
  });

  it.each(ways)('changes nothing and says why when the technician could not be asked: %s', async (_name, run) => {
    const { desk, done } = setUp(err({ code: 'question.too-often', retryAfter: 42 }));
    expect(await run(desk)).toEqual(err({ code: 'question.too-often', retryAfter: 42 }));
    expect(done).toEqual([]);
  });
});

it('which account to use remains open when the technician stays', async () => {
  const outcome = setUp(ok(false)).desk.answerAccount(questionId, 'switch');
  expect(await outcome).toEqual(err({ code: 'cancelled' }));
});

it('a session is returned as it is when the technician stays', async () => {
  const { desk } = setUp(ok(false));
  expect([await desk.signOut(), await desk.signIn(true)]).toEqual([ok(now), ok(now)]);
});

it.each<AccountAnswer>(['keep', 'again'])('"%s" leaves nothing behind, so nothing is asked', async (answer) => {
  const { desk, done, may } = setUp(ok(false));
  await desk.answerAccount(questionId, answer);
  await desk.signIn(false);
  expect(may).not.toHaveBeenCalled();
  expect(done).toEqual(['answerAccount', 'signIn']);
});
