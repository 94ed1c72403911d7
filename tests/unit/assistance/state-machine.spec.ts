import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  isOver,
  isRunning,
  mayAppear,
  startRequest,
  transitions,
} from '../../../main/assistance/state-machine';
import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import { endStates, requestStates } from '../../../shared/contract/requests';
import { anIntent } from './support';

const at = '2026-11-23T09:00:01.000Z';
const inState = (state: RequestState): AssistanceRequest => ({ ...startRequest(anIntent('r')), state });
const go = (request: AssistanceRequest, ...states: RequestState[]): AssistanceRequest =>
  states.reduce((now, state) => advance(now, { kind: 'step', state, at }), request);

const expected: Record<RequestState, RequestState[]> = {
  sending: ['accepted', 'failed', 'unknown'],
  accepted: ['waiting', 'ready', 'failed', 'expired', 'given-up'],
  waiting: ['ready', 'failed', 'expired', 'given-up'],
  ready: ['opened', 'closed', 'expired', 'failed', 'given-up'],
  opened: ['opened', 'closed'],
  unknown: ['waiting', 'ready', 'failed', 'given-up'],
  closed: [],
  failed: [],
  expired: ['ready', 'failed'],
  'given-up': [],
  other: [],
};

describe.each([...requestStates, 'other'] as const)('from %s', (from) => {
  test.each([...requestStates, 'other'] as const)('to %s', (to) => {
    const before = inState(from);
    const after = advance(before, { kind: 'step', state: to, at, cause: { code: 'network.timeout' } });
    if (!expected[from].includes(to)) {
      expect(after).toBe(before);
      return;
    }
    expect(after).toMatchObject({ state: to, nextCheckAt: null });
    expect(after.steps.at(-1)).toEqual({ state: to, at, cause: { code: 'network.timeout' } });
    expect(before.state).toBe(from);
  });
});

test('nothing leads back to sending', () => {
  expect(Object.values(transitions).flat()).not.toContain('sending');
});

test('only failed and unknown carry a failure, only unknown carries evidence', () => {
  const cause = { code: 'network.timeout' } as const;
  const unknown = advance(inState('sending'), { kind: 'step', state: 'unknown', at, cause });
  expect(unknown).toMatchObject({ failure: cause, evidence: 'none-yet' });
  const seen = advance(unknown, { kind: 'evidence', at, evidence: 'unchanged' });
  expect(seen.evidence).toBe('unchanged');
  expect(go(seen, 'waiting')).toMatchObject({ failure: null, evidence: null });
  expect(advance(inState('waiting'), { kind: 'evidence', at, evidence: 'new-link' }).evidence).toBeNull();
});

test('a note can be added in every state; an equal one changes nothing', () => {
  for (const state of requestStates) {
    const noted = advance(inState(state), { kind: 'note', at, note: 'n' });
    expect(noted.note).toBe('n');
    expect(advance(noted, { kind: 'note', at, note: 'n' })).toBe(noted);
  }
});

test('a request that is over has no next check', () => {
  for (const state of endStates) expect(advance(inState(state), { kind: 'next-check', at }).nextCheckAt).toBeNull();
  expect(advance(inState('waiting'), { kind: 'next-check', at }).nextCheckAt).toBe(at);
});

test('repeated opening does not grow the timeline without bound', () => {
  const opened = go(inState('ready'), ...Array.from({ length: 500 }, () => 'opened' as const), 'closed');
  expect(opened.steps.length).toBeLessThanOrEqual(60);
  expect(opened.steps.at(-1)?.state).toBe('closed');
});

test('it may still appear on the device unless the request failed, expired or was given up', () => {
  const sending = startRequest(anIntent('r'));
  const mayStill = (...states: RequestState[]): boolean => mayAppear(go(sending, ...states));
  expect(mayStill()).toBe(true);
  expect(mayStill('failed')).toBe(false);
  expect(mayStill('unknown')).toBe(true);
  expect(mayStill('unknown', 'given-up')).toBe(false);
  expect(mayStill('unknown', 'waiting', 'given-up')).toBe(false);
  expect(mayStill('accepted', 'waiting', 'failed')).toBe(false);
  expect(mayStill('accepted', 'waiting', 'expired')).toBe(false);
  expect(mayStill('accepted', 'waiting', 'ready', 'opened', 'closed')).toBe(true);
});

test('every sequence of events takes allowed steps only, and an end state is final except for a late link', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...requestStates), { maxLength: 30 }), (states) => {
      let request = startRequest(anIntent('r'));
      for (const state of states) {
        const next = go(request, state);
        const isLateLink = request.state === 'expired' && (state === 'ready' || state === 'failed');
        if (isOver(request) && !isLateLink) expect(next).toBe(request);
        if (next !== request) expect(transitions[request.state]).toContain(state);
        expect(isOver(next) && isRunning(next)).toBe(false);
        request = next;
      }
    }),
  );
});
