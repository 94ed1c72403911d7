import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceSearch, tidied } from '../../../renderer/features/devices/device-search.svelte';
import type { DeviceList, SearchAnswer } from '../../../shared/contract/devices';
import type { Outcome } from '../../../shared/failure';
import { ok } from '../../../shared/result';
import { ManualClock } from '../../support/clock';
import type { Deferred } from '../../support/promises';
import { deferred, settle } from '../../support/promises';

const answerTo = (text: string): Outcome<SearchAnswer> =>
  ok({
    text,
    devices: [],
    people: [{ id: 'u1', name: text, upn: '', mail: '' }],
    apps: [],
    readings: [],
    truncated: false,
    problems: [],
  });
const noDevices: Outcome<DeviceList> = ok({ devices: [], truncated: false });

describe('DeviceSearch without a local inventory', () => {
  let clock: ManualClock;
  let asked: { text: string; answer: Deferred<Outcome<SearchAnswer>> }[];
  let search: DeviceSearch;
  const ofPerson = vi.fn(async () => noDevices);

  beforeEach(() => {
    clock = new ManualClock();
    asked = [];
    search = new DeviceSearch(
      {
        devices: {
          search: ({ text }) => {
            const answer = deferred<Outcome<SearchAnswer>>();
            asked.push({ text, answer });
            return answer.promise;
          },
          ofPerson,
          ofApp: async () => noDevices,
          more: async () => noDevices,
        },
        inventory: { find: async () => ok(null), page: async () => ok(null) },
      },
      clock,
    );
  });

  const typeAndAsk = (text: string): void => {
    search.type(text);
    clock.pass(150);
  };
  const answer = async (index: number, outcome = answerTo(asked[index]!.text)): Promise<void> => {
    asked[index]!.answer.resolve(outcome);
    await settle();
  };

  it('asks once typing has paused', () => {
    search.type('t');
    clock.pass(100);
    search.type('ty');
    clock.pass(149);
    expect(asked).toEqual([]);
    clock.pass(1);
    expect(asked.map(({ text }) => text)).toEqual(['ty']);
  });

  it('never asks for an empty text', async () => {
    typeAndAsk('   \u3000');
    await search.run();
    expect(asked).toEqual([]);
    expect(search.view.kind).toBe('shortlist');
  });

  it('drops the late answer to an older text', async () => {
    typeAndAsk('a');
    typeAndAsk('ab');
    await answer(1);
    await answer(0);
    expect(search.people.map(({ name }) => name)).toEqual(['ab']);
    expect(search.busy).toBe(false);
  });

  it('drops the answer that comes after the box was cleared', async () => {
    typeAndAsk('a');
    search.clear();
    await answer(0);
    expect(search.live.found).toBeNull();
    expect(search.busy).toBe(false);
  });

  it('says that the rows are not those of the text on screen', async () => {
    typeAndAsk('a');
    await answer(0);
    expect(search.progress).toBe('whole');
    search.type('ab');
    expect(search.progress).toBe('older');
    expect(search.people).toHaveLength(1);
    clock.pass(150);
    expect(search.progress).toBe('older');
    await answer(1);
    expect(search.progress).toBe('whole');
  });

  it('treats a text that differs only in spaces and width as the same', async () => {
    typeAndAsk('TYO-1');
    await answer(0);
    search.type(' ＴＹＯ-１ ');
    expect(search.progress).toBe('whole');
  });

  it('asks nothing while an input method composes, and asks at its end', () => {
    search.composing(true);
    typeAndAsk('さと');
    typeAndAsk('佐藤');
    expect(asked).toEqual([]);
    search.composing(false);
    clock.pass(150);
    expect(asked.map(({ text }) => text)).toEqual(['佐藤']);
  });

  it('cancels the pending query when a composition begins', () => {
    search.type('a');
    search.composing(true);
    clock.pass(1000);
    expect(asked).toEqual([]);
  });

  it('keeps the rows when a later query fails, and reports the failure', async () => {
    typeAndAsk('a');
    await answer(0);
    typeAndAsk('ab');
    await answer(1, { ok: false, error: { code: 'network.offline' } });
    expect(search.live.failure).toEqual({ code: 'network.offline' });
    expect(search.people).toHaveLength(1);
    expect(search.progress).toBe('older');
  });

  it('shows the devices of a person until something is typed', async () => {
    typeAndAsk('sato');
    await answer(0);
    const person = { id: 'u1', name: 'Sato', upn: '', mail: '' };
    await search.show({ kind: 'person', person });
    expect(ofPerson).toHaveBeenCalledWith({ userId: 'u1' });
    expect(search.people).toEqual([]);
    expect(search.progress).toBe('whole');
    search.type('suzuki');
    expect(search.scope).toBeNull();
  });
});

describe('the text that is searched for', () => {
  it.each([
    ['ＴＹＯ－ＬＴ', 'TYO-LT'],
    ['ｻﾄｳ', 'サトウ'],
    ['  a \t b  ', 'a b'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('of %j is %j', (typed, asked) => {
    expect(tidied(typed)).toBe(asked);
  });
});
