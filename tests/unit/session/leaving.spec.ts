import { describe, expect, it, vi } from 'vitest';
import { leaveQuestion } from '../../../main/desktop/questions';
import { createLeaving, isUntold } from '../../../main/session/leaving';
import { requestStates } from '../../../shared/contract/requests';
import { messagesFor } from '../../../shared/i18n';
import { aClosedRequest } from '../../support/builders';

describe('leaving', () => {
  it('is possible without a question while no request is under way', async () => {
    const ask = vi.fn(async () => false);
    expect(await createLeaving(() => 0, ask).may('quit')).toBe(true);
    expect(ask).not.toHaveBeenCalled();
  });

  it('is the technician’s decision while requests are under way', async () => {
    const ask = vi.fn(async () => false);
    const leaving = createLeaving(() => 2, ask);
    expect(await leaving.may('sign-out')).toBe(false);
    ask.mockResolvedValue(true);
    expect(await leaving.may('switch')).toBe(true);
    expect(ask.mock.calls).toEqual([[{ departure: 'sign-out', count: 2 }], [{ departure: 'switch', count: 2 }]]);
  });

  it('is not asked when the computer shuts down', async () => {
    const ask = vi.fn(async () => false);
    const leaving = createLeaving(() => 2, ask);
    leaving.sessionEnds();
    expect(await leaving.may('quit')).toBe(true);
    expect(ask).not.toHaveBeenCalled();
  });

  it('counts requests without a known outcome, and none that is over or ready', () => {
    expect(requestStates.filter((state) => isUntold(aClosedRequest('a', '2026-11-01T10:00:00Z', { state })))).toEqual([
      'sending',
      'accepted',
      'waiting',
    ]);
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
