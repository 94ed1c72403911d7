import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueryKind } from '../../../renderer/features/devices/list-view';
import { listView, localOf, progressOf, queryKindOf } from '../../../renderer/features/devices/list-view';
import type { SearchScope } from '../../../renderer/features/devices/live-search.svelte';
import type { LocalShown } from '../../../renderer/features/devices/local-results.svelte';
import { ResultPages } from '../../../renderer/features/devices/result-pages';
import { noChips } from '../../../shared/contract/device-query';
import type { SearchAnswer } from '../../../shared/contract/devices';

const local = (text: string, chips = noChips): LocalShown => ({
  ticket: 1,
  query: { text, chips, sort: null },
  answer: {
    text,
    resultId: 1,
    total: 0,
    isRough: false,
    isSimilar: false,
    readings: [],
    missing: [],
    hidden: 0,
    rows: [],
  },
  pages: new ResultPages(0, []),
});
const intune: SearchAnswer = {
  text: 'a',
  devices: [],
  people: [],
  apps: [],
  readings: [],
  truncated: false,
  problems: [],
};
const person: SearchScope = { kind: 'person', person: { id: 'u', name: 'U', upn: '', mail: '' } };
const app: SearchScope = { kind: 'app', app: { id: 'x', name: 'X', version: '', publisher: '', deviceCount: 1 } };
const all: SearchScope = { kind: 'all' };
const windowsOnly = { ...noChips, platforms: ['windows' as const] };

const seen = (over: Partial<Parameters<typeof listView>[0]>): ReturnType<typeof listView> =>
  listView({
    queryKind: 'text',
    scope: null,
    local: null,
    intune: null,
    isIntuneCurrent: false,
    isRefused: false,
    ...over,
  });

describe('the current query', () => {
  it.each([
    [{}, 'nothing'],
    [{ text: 'a' }, 'text'],
    [{ text: 'a', scope: person }, 'text'],
    [{ isFiltered: true }, 'rows'],
    [{ listsAll: true }, 'rows'],
    [{ scope: all }, 'rows'],
    [{ scope: person }, 'nothing'],
  ] as const)('by %j is %s', (asked, queryKind) => {
    expect(queryKindOf({ text: '', scope: null, isFiltered: false, listsAll: false, ...asked })).toBe(queryKind);
  });
});

describe('the list shows', () => {
  it('pinned and recent devices without a search, and until rows without a text arrive', () => {
    expect(seen({ queryKind: 'nothing' }).kind).toBe('shortlist');
    expect(seen({ queryKind: 'nothing', local: local('a') }).kind).toBe('shortlist');
    expect(seen({ queryKind: 'rows' }).kind).toBe('shortlist');
  });

  it('every device for the empty box of a table, until another answer arrives', () => {
    expect(seen({ queryKind: 'rows', local: local('') })).toMatchObject({ kind: 'everything', intune: null });
    expect(seen({ queryKind: 'text', local: local('') }).kind).toBe('everything');
  });

  it('the answer of the local inventory to a text, to filters and to the request for all devices', () => {
    expect(seen({ local: local('a') }).kind).toBe('local');
    expect(seen({ queryKind: 'rows', local: local('', windowsOnly) }).kind).toBe('local');
    expect(seen({ queryKind: 'rows', scope: all, local: local('') }).kind).toBe('local');
  });

  it('hits of Intune with local rows only for the same text', () => {
    expect(seen({ local: local('a'), intune, isIntuneCurrent: true })).toMatchObject({ intune });
    expect(seen({ local: local('a'), intune, isIntuneCurrent: false })).toMatchObject({ intune: null });
  });

  it('the answer of Intune without a local inventory, an older one until a newer one arrives', () => {
    expect(seen({ intune })).toEqual({ kind: 'live', intune, isRefused: false });
    expect(seen({ isRefused: true })).toEqual({ kind: 'live', intune: null, isRefused: true });
  });

  it('the devices of one person or app whatever the local inventory last answered', () => {
    expect(seen({ scope: person, local: local('a'), intune })).toEqual({ ...person, intune, isRefused: false });
    expect(seen({ scope: app, local: local('a'), intune })).toEqual({ ...app, intune, isRefused: false });
  });
});

describe('to what extent the rows answer the current query', () => {
  const state = {
    view: seen({ local: local('a') }),
    isLocalCurrent: true,
    isIntuneCurrent: false,
    isBusy: false,
    hasFailed: false,
    queryKind: 'text' as QueryKind,
  };
  const live = { ...state, view: seen({ intune }) };

  it.each([
    ['local rows of an older text', { ...state, isLocalCurrent: false }, 'older'],
    ['local rows while Intune is asked', { ...state, isBusy: true }, 'partly'],
    ['local rows before Intune is asked', state, 'partly'],
    ['local rows with the answer of Intune', { ...state, isIntuneCurrent: true }, 'whole'],
    ['local rows where Intune failed', { ...state, hasFailed: true }, 'whole'],
    ['local rows without a text', { ...state, queryKind: 'rows' as const }, 'whole'],
    ['rows of Intune for an older text', live, 'older'],
    ['rows of Intune that is asked again', { ...live, isIntuneCurrent: true, isBusy: true }, 'renewing'],
    ['rows of Intune', { ...live, isIntuneCurrent: true }, 'whole'],
    ['the shortlist', { ...state, view: seen({ queryKind: 'nothing' }), queryKind: 'nothing' as const }, 'whole'],
  ])('%s: %s', (_, moment, expected) => {
    expect(progressOf(moment)).toBe(expected);
  });

  it('is never older for the shortlist, and never renewing for local rows', () => {
    const anyState = fc.record({
      isLocalCurrent: fc.boolean(),
      isIntuneCurrent: fc.boolean(),
      isBusy: fc.boolean(),
      hasFailed: fc.boolean(),
      queryKind: fc.constantFrom<QueryKind>('nothing', 'rows', 'text'),
    });
    const anyView = fc.constantFrom(
      seen({ queryKind: 'nothing' }),
      seen({ local: local('a') }),
      seen({ queryKind: 'rows', local: local('') }),
      seen({ intune }),
      seen({ scope: person }),
    );
    fc.assert(
      fc.property(anyState, anyView, (moment, view) => {
        const progress = progressOf({ ...moment, view });
        if (view.kind === 'shortlist') expect(progress).not.toBe('older');
        if (localOf(view) !== null) expect(progress).not.toBe('renewing');
      }),
    );
  });
});
