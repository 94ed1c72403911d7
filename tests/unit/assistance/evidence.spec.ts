import { expect, test } from 'vitest';
import { baselineOf, judge, secretHash, unreadBaseline } from '../../../main/assistance/evidence';
import { facts, newLink, oldLink, startMs } from './support';

const at = (ms: number): string => new Date(startMs + ms).toISOString();
const action = (state: string, ms: number, name = 'requestRemoteAssistance') => ({
  name,
  state,
  startedAt: at(ms),
  updatedAt: at(ms),
});
const before = baselineOf(facts({ serverTime: startMs }), startMs);
const askedAt = startMs + 10_000;

test('a link that was not there before is new, whatever else is wrong', () => {
  const seen = facts({ sessionUrl: newLink, errorDetails: 'x', actions: [action('failed', 11_000)] });
  expect(judge(seen, before, askedAt)).toEqual({ kind: 'link', hash: secretHash(newLink), host: 'get.teamviewer.com' });
});

test('the same link alone proves nothing', () => {
  const old = baselineOf(facts({ sessionUrl: oldLink, serverTime: startMs }), startMs);
  expect(judge(facts({ sessionUrl: oldLink }), old, askedAt)).toEqual({ kind: 'nothing' });
  expect(judge(facts({ sessionUrl: oldLink, actions: [action('done', 11_000)] }), old, askedAt).kind).toBe('same-link');
});

test('without a read before the request any link counts and no error does', () => {
  expect(judge(facts({ sessionUrl: oldLink }), unreadBaseline(startMs), askedAt).kind).toBe('link');
  expect(judge(facts({ errorDetails: 'x' }), unreadBaseline(startMs), askedAt).kind).toBe('nothing');
});

test.each(['failed', 'notSupported', 'canceled'])('an action result %s after the request is a failure', (state) => {
  expect(judge(facts({ actions: [action(state, 11_000)] }), before, askedAt)).toMatchObject({
    kind: 'failed',
    by: 'action',
    failure: { code: 'request.session-failed', detail: state },
  });
});

test('an action result from before the request, of another action, or without a time is ignored', () => {
  for (const actions of [
    [action('failed', 1_000)],
    [action('failed', 11_000, 'syncDevice')],
    [action('failed', 11_000, 'REBOOTNOW')],
    [{ name: 'requestRemoteAssistance', state: 'failed', startedAt: null, updatedAt: null }],
    [{ name: 'requestRemoteAssistance', state: 'failed', startedAt: 'nonsense', updatedAt: null }],
  ]) {
    expect(judge(facts({ actions }), before, askedAt)).toEqual({ kind: 'nothing' });
  }
});

test.each([
  'rotateLocalAdminPassword',
  'initiateOnDemandProactiveRemediation',
  'collectDiagnostics',
  'somethingNobodyKnows',
  '',
  'requestRemoteAssistanceX',
  'remoteHelpLaunch',
  'request remote assistance',
  '__proto__',
  'anything',
])('a result of %j never ends the request, whatever its state', (name) => {
  for (const state of ['failed', 'notSupported', 'canceled', 'done', 'none', 'unknownFutureValue']) {
    for (const sessionUrl of ['', oldLink]) {
      const old = baselineOf(facts({ sessionUrl, serverTime: startMs }), startMs);
      expect(['nothing', 'action'], `${name} ${state}`).toContain(
        judge(facts({ sessionUrl, actions: [action(state, 11_000, name)] }), old, askedAt).kind,
      );
    }
  }
});

test('the result of another action does not hide that of ours', () => {
  const other = action('failed', 40_000, 'collectDiagnostics');
  expect(judge(facts({ actions: [action('pending', 11_000), other] }), before, askedAt).kind).toBe('action');
  expect(judge(facts({ actions: [other, action('failed', 11_000)] }), before, askedAt).kind).toBe('failed');
});

test('with two requests for the same device it is unknown which one failed', () => {
  expect(judge(facts({ actions: [action('pending', 30_000), action('failed', 12_000)] }), before, askedAt).kind).toBe(
    'action',
  );
  expect(judge(facts({ actions: [action('pending', 12_000), action('failed', 30_000)] }), before, askedAt).kind).toBe(
    'action',
  );
});

test('without the earlier list or the service’s clock, a result is a hint only', () => {
  const actions = [action('failed', 11_000)];
  expect(judge(facts({ actions }), unreadBaseline(startMs), askedAt).kind).toBe('action');
  expect(judge(facts({ actions }), baselineOf(facts({ serverTime: null }), startMs), askedAt).kind).toBe('action');
});

test('times are compared by the clock of the service', () => {
  const wrong = 2 * 60 * 60_000;
  const skewed = baselineOf(facts({ serverTime: startMs - wrong }), startMs);
  expect(judge(facts({ actions: [action('failed', 11_000 - wrong)] }), skewed, askedAt).kind).toBe('failed');
  expect(judge(facts({ actions: [action('failed', -60_000 - wrong)] }), skewed, askedAt).kind).toBe('nothing');
});

test('an entry that was listed before the request stays old, even when times are vague', () => {
  const listed = baselineOf(facts({ actions: [action('pending', 9_000)] }), startMs + 9_500);
  expect(judge(facts({ actions: [action('failed', 9_000)] }), listed, askedAt).kind).toBe('nothing');
});

test('the baseline contains neither link nor error text', () => {
  const text = JSON.stringify(baselineOf(facts({ sessionUrl: oldLink, errorDetails: 'who and what' }), startMs));
  expect(text).not.toContain('teamviewer');
  expect(text).not.toContain('who and what');
});
