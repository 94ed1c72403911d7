import { describe, expect, it } from 'vitest';
import type { HeroInput } from '../../../renderer/features/requests/hero';
import { heroOf, remedyOf } from '../../../renderer/features/requests/hero';
import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import { evidences, requestStates } from '../../../shared/contract/requests';
import { aRequest } from '../../support/builders';

const SECOND = 1_000;

/** A request that went through these states, one second apart, the first at 0. */
const through = (states: readonly RequestState[], over: Partial<AssistanceRequest> = {}): AssistanceRequest =>
  aRequest({
    state: states.at(-1)!,
    steps: states.map((state, index) => ({ state, at: new Date(index * SECOND).toISOString(), cause: null })),
    ...over,
  });
const hero = (request: AssistanceRequest, over: Partial<HeroInput> = {}) =>
  heroOf({ request, now: 33 * SECOND, usual: null, canHelp: true, remedy: 'none', ...over });
const segments = (...states: RequestState[]): readonly string[] =>
  hero(through(states)).steps.map(({ key, tone, isCurrent }) => `${key} ${tone}${isCurrent ? ' here' : ''}`);

describe('the card of a request', () => {
  it('shows the time that has passed and the usual one while it waits', () => {
    expect(hero(through(['sending', 'accepted', 'waiting']), { usual: 40 * SECOND })).toMatchObject({
      tone: 'waiting',
      figure: { kind: 'elapsed', ms: 33 * SECOND },
      usual: 40 * SECOND,
      primary: null,
      secondary: ['stop'],
      isSaid: true,
    });
  });

  it('shows how long a session took that is ready, and opening it is the default', () => {
    expect(hero(through(['sending', 'accepted', 'waiting', 'ready']), { usual: 40 * SECOND })).toMatchObject({
      tone: 'ready',
      figure: { kind: 'took', ms: 3 * SECOND },
      usual: null,
      primary: 'open',
      secondary: ['finish'],
      isSaid: false,
    });
  });

  it('makes no negative time of a clock that was set back', () => {
    const request = through(['sending', 'ready']);
    const [sent, ready] = request.steps;
    const set = { ...request, steps: [{ ...sent!, at: new Date(9 * SECOND).toISOString() }, ready!] };
    expect(hero(set).figure).toBeNull();
    expect(hero(through(['sending']), { now: -5 * SECOND }).figure).toEqual({ kind: 'elapsed', ms: 0 });
  });

  it.each([
    ['none-yet', 'check'],
    ['unchanged', 'check'],
    ['other', null],
    ['new-link', 'decide-sent'],
    ['new-action-result', 'decide-sent'],
    ['error-details', 'decide-sent'],
  ] as const)('an unknown outcome with evidence %s: the default is %s', (evidence, primary) => {
    const shown = hero(through(['sending', 'unknown'], { evidence }));
    expect(shown.primary).toBe(primary);
    const all = [shown.primary, ...shown.secondary];
    expect(all).not.toContain('again');
    if (primary !== null) expect(all.toSorted()).toEqual(['check', 'decide-not-sent', 'decide-sent']);
  });

  it.each([
    ['again', true, 'remedy', []],
    ['again', false, null, []],
    ['other', true, 'remedy', ['again']],
    ['none', true, 'again', []],
    ['none', false, null, ['again']],
  ] as const)('a failure that offers %s, help possible: %s', (remedy, canHelp, primary, secondary) => {
    expect(hero(through(['sending', 'failed']), { remedy, canHelp })).toMatchObject({
      tone: 'danger',
      primary,
      secondary,
    });
  });

  it('asks again by default after it expired, where the device can be helped', () => {
    const expired = through(['sending', 'accepted', 'waiting', 'expired']);
    expect(hero(expired)).toMatchObject({ tone: 'warning', primary: 'remedy', isSaid: true });
    expect(hero(expired, { canHelp: false }).primary).toBeNull();
  });

  it('offers asking again, and opening, never while that could be a second request for one call', () => {
    const running: readonly RequestState[] = ['sending', 'accepted', 'waiting', 'ready', 'opened', 'unknown'];
    for (const state of running)
      for (const evidence of evidences) {
        const { primary, secondary } = hero(through(['sending', state], { evidence }));
        expect([primary, ...secondary], state).not.toContain('again');
        expect([primary, ...secondary].includes('open'), state).toBe(state === 'ready');
      }
  });

  it('has nothing to press for a request of a later version', () => {
    expect(hero(through(['sending', 'other']))).toMatchObject({ primary: null, secondary: [] });
  });

  it('promises nothing after a state of a later version', () => {
    expect(segments('sending', 'other')).toEqual(['sent done', 'accepted neutral here']);
    expect(segments('sending', 'accepted', 'ready', 'other')).toEqual([
      'sent done',
      'accepted done',
      'ready done',
      'opened neutral here',
    ]);
  });
});

describe('the four segments', () => {
  it('one of them is where the request is, in every state', () => {
    for (const state of requestStates)
      expect(segments('sending', 'accepted', state).filter((one) => one.endsWith('here'))).toHaveLength(1);
  });

  it.each([
    [['sending'], ['sent current here', 'accepted todo', 'ready todo', 'opened todo']],
    [
      ['sending', 'accepted'],
      ['sent done', 'accepted current here', 'ready todo', 'opened todo'],
    ],
    [
      ['sending', 'accepted', 'waiting'],
      ['sent done', 'accepted done', 'ready current here', 'opened todo'],
    ],
    [
      ['sending', 'accepted', 'waiting', 'ready'],
      ['sent done', 'accepted done', 'ready current here', 'opened todo'],
    ],
    [
      ['sending', 'accepted', 'waiting', 'ready', 'opened'],
      ['sent done', 'accepted done', 'ready done', 'opened done here'],
    ],
    [['sending', 'failed'], ['sent danger here']],
    [
      ['sending', 'accepted', 'failed'],
      ['sent done', 'accepted done', 'ready danger here'],
    ],
    [
      ['sending', 'accepted', 'waiting', 'expired'],
      ['sent done', 'accepted done', 'ready warning here'],
    ],
    [
      ['sending', 'unknown'],
      ['sent warning', 'accepted warning here', 'ready todo', 'opened todo'],
    ],
    [
      ['sending', 'unknown', 'waiting'],
      ['sent warning', 'accepted neutral', 'ready current here', 'opened todo'],
    ],
    [
      ['sending', 'unknown', 'waiting', 'ready'],
      ['sent done', 'accepted neutral', 'ready current here', 'opened todo'],
    ],
  ] as const)('%j', (states, expected) => {
    expect(segments(...states)).toEqual(expected);
  });
});

describe('what a failure offers', () => {
  const here = { 'request-again': 1, retry: 1, 'sign-in': 1 };
  it.each([
    [undefined, here, 'none'],
    ['retry', here, 'again'],
    ['request-again', here, 'again'],
    ['retry', {}, 'none'],
    ['sign-in', here, 'other'],
    ['sign-in', {}, 'none'],
    ['copy-admin', {}, 'other'],
  ] as const)('%s', (action, can, expected) => {
    expect(remedyOf(action, can)).toBe(expected);
  });
});
