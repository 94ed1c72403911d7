import { describe, expect, it, vi } from 'vitest';
import { follow } from '../../../renderer/bridge/follow';
import { Requests } from '../../../renderer/features/requests/requests.svelte';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aRequest } from '../../support/builders';
import { deferred, settle } from '../../support/promises';

type Port = ConstructorParameters<typeof Requests>[0];
type All = readonly AssistanceRequest[];

function setUp(first: All = []) {
  let tell: (all: All) => void = () => undefined;
  const action = vi.fn(async ({ requestId }: { requestId: string }): Promise<Outcome<AssistanceRequest>> =>
    ok(aRequest({ id: requestId, state: 'opened' })),
  );
  const port = {
    current: async () => ok(first),
    changed: (listener: (all: All) => void) => {
      tell = listener;
      return () => undefined;
    },
    open: action,
    close: action,
    checkNow: action,
    stopWatching: action,
    decide: action,
    note: action,
    dismiss: vi.fn(async () => ok(null)),
  } satisfies Port;
  const onChange = vi.fn();
  return { requests: new Requests(port, onChange), action, onChange, tell: (all: All) => tell(all) };
}

describe('Requests', () => {
  it('announces nothing about the requests at the start, and every change after it', async () => {
    const { requests, onChange, tell } = setUp([aRequest()]);
    requests.start();
    await settle();
    expect(onChange).not.toHaveBeenCalled();
    tell([aRequest({ state: 'ready' })]);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('shows a device with its running request, else with its newest', async () => {
    const subject = { deviceId: 'd1' };
    const over = aRequest({ id: 'new', subject, state: 'failed' });
    const { requests } = setUp([over, aRequest({ id: 'run', subject })]);
    requests.start();
    await settle();
    expect(requests.ofDevice('d1')?.id).toBe('run');
    requests.all = [over, aRequest({ id: 'old', subject, state: 'closed' })];
    expect(requests.ofDevice('d1')?.id).toBe('new');
    expect(requests.ofDevice('other')).toBeNull();
  });

  it('opens the session that has waited longest first', () => {
    const { requests } = setUp();
    requests.all = [aRequest({ id: 'b', state: 'ready' }), aRequest({ id: 'a', state: 'ready' })];
    expect(requests.ready.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('drops the failure of an action once the request has changed, and not before', async () => {
    const stuck = aRequest({ checkFailure: { code: 'graph.license' } });
    const told: readonly (readonly [AssistanceRequest, boolean])[] = [
      [stuck, true],
      [{ ...stuck, note: 'x' }, true],
      [{ ...stuck, state: 'ready' }, false],
      [aRequest(), false],
    ];
    for (const [next, isKept] of told) {
      const { requests, action, tell } = setUp([stuck]);
      requests.start();
      await settle();
      action.mockResolvedValueOnce(err({ code: 'graph.license' }));
      await requests.do('checkNow', stuck.id);
      expect(requests.failures[stuck.id]?.code).toBe('graph.license');
      tell([next]);
      expect(requests.failures[stuck.id] !== undefined).toBe(isKept);
    }
  });

  it('shows no failure for a check that a waking computer dropped', async () => {
    const { requests, action } = setUp();
    action.mockResolvedValueOnce(err({ code: 'cancelled' }));
    expect(await requests.do('checkNow', 'r1')).toBe(false);
    expect(requests.failures).toEqual({});
    expect(requests.busy).toEqual([]);
  });

  it('runs one action at a time for a request', async () => {
    const { requests, action } = setUp();
    const slow = deferred<Outcome<AssistanceRequest>>();
    action.mockReturnValueOnce(slow.promise);
    const first = requests.do('open', 'r1');
    expect(await requests.do('open', 'r1')).toBe(false);
    slow.resolve(ok(aRequest()));
    expect(await first).toBe(true);
    expect(action).toHaveBeenCalledTimes(1);
    expect(requests.busy).toEqual([]);
  });

  it('keeps why an action failed until the next one works', async () => {
    const { requests, action } = setUp();
    action.mockResolvedValueOnce(err({ code: 'link.untrusted', host: 'evil.example' }));
    await requests.do('open', 'r1');
    expect(requests.failures['r1']).toEqual({ code: 'link.untrusted', host: 'evil.example' });
    await requests.do('open', 'r1');
    expect(requests.failures).toEqual({});
  });
});

describe('follow', () => {
  it('subscribes before it asks, and drops an answer that is older than a change', async () => {
    const order: string[] = [];
    const answer = deferred<Outcome<string>>();
    let tell: (value: string) => void = () => undefined;
    const set = vi.fn();
    follow({
      changed: (listener) => {
        order.push('listen');
        tell = listener;
        return () => undefined;
      },
      current: () => {
        order.push('ask');
        return answer.promise;
      },
      set,
    });
    tell('new');
    answer.resolve(ok('old'));
    await settle();
    expect(order).toEqual(['listen', 'ask']);
    expect(set.mock.calls).toEqual([['new']]);
  });

  it('ignores signals after it was stopped', async () => {
    const answer = deferred<Outcome<string>>();
    const set = vi.fn();
    const off = vi.fn();
    const stop = follow({ changed: () => off, current: () => answer.promise, set });
    stop();
    answer.resolve(ok('late'));
    await settle();
    expect(set).not.toHaveBeenCalled();
    expect(off).toHaveBeenCalledTimes(1);
  });
});
