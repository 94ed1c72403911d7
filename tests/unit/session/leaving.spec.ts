import { describe, expect, it } from 'vitest';
import { leaveQuestion } from '../../../main/desktop/questions';
import type { Leaving } from '../../../main/session/leaving';
import { createLeaving, isUnderWay } from '../../../main/session/leaving';
import { requestStates } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { messagesFor } from '../../../shared/i18n';
import { err, ok } from '../../../shared/result';
import { aClosedRequest } from '../../support/builders';
import { declined } from '../../support/consent';

describe('leaving', () => {
  const asking = (says: Outcome<boolean>) => {
    const stakes: unknown[] = [];
    const world = { count: 2, says };
    const leaving = createLeaving(() => world.count, {
      forPage: async (stake) => (stakes.push(['page', stake]), world.says),
      forTechnician: async (next) => (stakes.push(['technician', next()]), world.says),
    });
    return { leaving, stakes, world };
  };
  const ways = (leaving: Leaving) => [leaving.mayForPage, leaving.mayForTechnician];

  it('is possible without a question while no request is under way', async () => {
    const { leaving, stakes, world } = asking(ok(false));
    world.count = 0;
    for (const may of ways(leaving)) expect(await may('quit')).toEqual(ok(true));
    expect(stakes).toEqual([]);
  });

  it('is the technician’s decision while requests are under way', async () => {
    const { leaving, stakes, world } = asking(ok(false));
    expect(await leaving.mayForPage('sign-out')).toEqual(ok(false));
    world.says = ok(true);
    expect(await leaving.mayForTechnician('switch')).toEqual(ok(true));
    expect(stakes).toEqual([
      ['page', { departure: 'sign-out', count: 2 }],
      ['technician', { departure: 'switch', count: 2 }],
    ]);
  });

  it('is not decided when the technician could not be asked', async () => {
    const { leaving } = asking(err({ code: 'question.open' }));
    for (const may of ways(leaving)) expect(await may('quit')).toMatchObject({ error: { code: 'question.open' } });
  });

  it('counts again after a question that was open before', async () => {
    let next: () => unknown = () => undefined;
    let count = 2;
    const leaving = createLeaving(() => count, {
      forPage: declined,
      forTechnician: async (later) => ((next = later), ok(true)),
    });
    await leaving.mayForTechnician('quit');
    count = 1;
    expect(next()).toEqual({ departure: 'quit', count: 1 });
    count = 0;
    expect(next()).toBeNull();
  });

  it('is not asked when the computer shuts down', async () => {
    const { leaving, stakes } = asking(ok(false));
    leaving.sessionEnds();
    for (const may of ways(leaving)) expect(await may('quit')).toEqual(ok(true));
    expect(stakes).toEqual([]);
  });

  it('counts requests without a known outcome, and none that is over or ready', () => {
    expect(requestStates.filter((state) => isUnderWay(aClosedRequest('a', '2026-11-01T10:00:00Z', { state })))).toEqual(
      ['sending', 'accepted', 'waiting'],
    );
  });

  it.each(['en', 'ja'] as const)('shows how many, in %s', (locale) => {
    const question = leaveQuestion(messagesFor(locale), { departure: 'sign-out', count: 2 });
    expect(question.message).toContain('2');
    expect(
      new Set(
        (['sign-out', 'switch', 'quit'] as const).map(
          (departure) => leaveQuestion(messagesFor(locale), { departure, count: 1 }).proceed,
        ),
      ).size,
    ).toBe(3);
  });

  it('is worded naturally', () => {
    const { message, keep, proceed } = leaveQuestion(messagesFor('en'), { departure: 'sign-out', count: 2 });
    expect([message, keep, proceed]).toEqual([
      '2 requests are still waiting. You won’t be told when they are ready.',
      'Stay',
      'Sign out',
    ]);
  });
});
