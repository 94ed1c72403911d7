import { beforeEach, describe, expect, it } from 'vitest';
import { LiveSearch } from '../../../renderer/features/devices/live-search.svelte';
import { noChips } from '../../../shared/contract/device-query';
import type { DeviceList } from '../../../shared/contract/devices';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aRow } from '../../support/builders';
import type { Deferred } from '../../support/promises';
import { deferred, settle } from '../../support/promises';

const app = { id: 'a1', name: 'Edge', version: '', publisher: '', deviceCount: 12 };
const ofApp = { text: 'edge', scope: { kind: 'app', app } as const, chips: noChips };
const part = (ids: readonly string[], more?: string): Outcome<DeviceList> =>
  ok({ devices: ids.map((id) => aRow({ id })), truncated: more !== undefined, ...(more !== undefined && { more }) });

describe('the devices of an app', () => {
  let live: LiveSearch;
  let asked: { more: string; answer: Deferred<Outcome<DeviceList>> }[];
  let first: Outcome<DeviceList>;

  beforeEach(() => {
    asked = [];
    first = part(['1', '2'], 'm1');
    live = new LiveSearch({
      search: () => Promise.reject(new Error('not asked')),
      ofPerson: async () => first,
      ofApp: async () => first,
      more({ more }) {
        const answer = deferred<Outcome<DeviceList>>();
        asked.push({ more, answer });
        return answer.promise;
      },
    });
  });

  const ids = (): readonly string[] => live.found?.answer.devices.map(({ id }) => id) ?? [];
  const give = async (outcome: Outcome<DeviceList>): Promise<void> => {
    asked.at(-1)?.answer.resolve(outcome);
    await settle();
  };

  it('are read to the last, each once, and remain the answer to the same query', async () => {
    await live.ask(ofApp);
    void live.goOn();
    void live.goOn();
    expect(asked.map(({ more }) => more)).toEqual(['m1']);
    await give(part(['2', '3'], 'm2'));
    expect(ids()).toEqual(['1', '2', '3']);
    expect(live.found?.answer.truncated).toBe(true);
    void live.goOn();
    await give(part(['4']));
    expect(ids()).toEqual(['1', '2', '3', '4']);
    expect(live.goesOn || live.found?.answer.truncated === true).toBe(false);
    expect(live.answers(ofApp)).toBe(true);
    await live.goOn();
    expect(asked).toHaveLength(2);
  });

  it('stay when reading more fails, which can be retried', async () => {
    await live.ask(ofApp);
    void live.goOn();
    await give(err({ code: 'graph.throttled' }));
    expect(live.moreFailure).toEqual({ code: 'graph.throttled' });
    expect(live.failure).toBeNull();
    expect(ids()).toEqual(['1', '2']);
    void live.goOn();
    await give(part(['3']));
    expect(live.moreFailure).toBeNull();
    expect(ids()).toEqual(['1', '2', '3']);
  });

  it('start again when main no longer has the rest', async () => {
    await live.ask(ofApp);
    void live.goOn();
    first = part(['1', '2', '3'], 'm9');
    await give(err({ code: 'input.invalid' }));
    expect(ids()).toEqual(['1', '2', '3']);
    void live.goOn();
    expect(asked.map(({ more }) => more)).toEqual(['m1', 'm9']);
  });

  it('are not read on automatically after a read without a result', async () => {
    await live.ask(ofApp);
    void live.goOn();
    await give(part([], 'm2'));
    expect(live.isBarren).toBe(true);
    void live.goOn();
    await give(part(['3'], 'm3'));
    expect(live.isBarren).toBe(false);
  });

  it('of an earlier query are not added to those of another one', async () => {
    await live.ask(ofApp);
    void live.goOn();
    first = part(['9']);
    await live.ask({ ...ofApp, scope: { kind: 'app', app: { ...app, id: 'a2' } } });
    await give(part(['3']));
    expect(ids()).toEqual(['9']);
    expect(live.goesOn || live.isGoingOn).toBe(false);
  });
});
