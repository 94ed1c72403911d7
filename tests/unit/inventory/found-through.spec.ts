import { beforeEach, expect, test } from 'vitest';
import { createFoundThrough } from '../../../main/inventory/found-through';
import type { LocalAnswers } from '../../../main/inventory/local/port';
import type { DeviceFinder } from '../../../main/inventory/port';
import type { DeviceList, DeviceRow, SearchAnswer } from '../../../shared/contract/devices';
import type { Outcome } from '../../../shared/failure';
import type { DeviceField } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { aLaptop } from '../../support/builders';

const row = (id: string, field: DeviceField | null = null, userId = `user-of-${id}`): DeviceRow => ({
  ...aLaptop({ id, userId }),
  match: field === null ? null : { field, ranges: [] },
  source: 'live',
  asOf: null,
  twins: 0,
  stale: false,
  pinned: false,
});
const answerOf = (...devices: DeviceRow[]): SearchAnswer => ({
  text: '',
  devices,
  people: [],
  apps: [],
  readings: [],
  truncated: false,
  problems: [],
});

let owner: object;
let list: Outcome<DeviceList>;
let hits: readonly DeviceRow[];
let meanwhile: () => void;
const never = (): never => {
  throw new Error('not part of this test');
};
const finder: DeviceFinder = {
  search: () => Promise.resolve(ok(answerOf(...hits))),
  read: never,
  ofPerson: () => (meanwhile(), Promise.resolve(list)),
  ofApp: () => Promise.resolve(list),
  more: () => Promise.resolve(list),
};
const start = () => {
  const found = createFoundThrough(() => owner);
  const local = { find: () => Promise.resolve(ok({ rows: hits })), page: () => Promise.resolve(ok(hits)) };
  return { found, finder: found.finder(finder), answers: found.answers(local as unknown as LocalAnswers) };
};

beforeEach(() => {
  owner = {};
  list = ok({ devices: [row('d1')], truncated: true, more: 'rest' });
  hits = [];
  meanwhile = () => undefined;
});

test('a device of a list is found through the user or the app of that list, on every page', async () => {
  const { found, finder: asked } = start();
  expect(found.of('d1')).toBeNull();
  await asked.ofPerson('u1');
  expect(found.of('d1')).toEqual({ via: 'user', userId: 'u1' });
  await asked.ofApp('a1');
  expect(found.of('d1')).toEqual({ via: 'app', appId: 'a1' });
  list = ok({ devices: [row('d2')], truncated: false });
  await asked.more('rest');
  expect(found.of('d2')).toEqual({ via: 'app', appId: 'a1' });
  list = ok({ devices: [row('d3')], truncated: false });
  await asked.more('a handle that no list gave');
  expect(found.of('d3')).toBeNull();
});

test.each(['search', 'find', 'page'] as const)(
  'a hit of %s is found through its user when their name matched',
  async (how) => {
    const { found, finder: asked, answers } = start();
    const look = () =>
      how === 'search'
        ? asked.search('x')
        : how === 'find'
          ? answers.find({ text: 'x' } as Parameters<LocalAnswers['find']>[0], 'main')
          : answers.page({ resultId: 1, offset: 0, count: 1 });
    hits = [row('by-name', 'userName'), row('by-upn', 'upn'), row('itself', 'serial'), row('no-owner', 'mail', '')];
    await look();
    expect(['by-name', 'by-upn', 'itself', 'no-owner'].map((id) => found.of(id))).toEqual([
      { via: 'user', userId: 'user-of-by-name' },
      { via: 'user', userId: 'user-of-by-upn' },
      null,
      null,
    ]);
    hits = [row('by-name', 'name'), row('by-upn')];
    await look();
    expect(found.of('by-name')).toBeNull();
    expect(found.of('by-upn')).not.toBeNull();
  },
);

test('a failed call adds nothing, and results of another account are not remembered', async () => {
  const { found, finder: asked } = start();
  list = err({ code: 'graph.not-found' });
  await asked.ofPerson('u1');
  expect(found.of('d1')).toBeNull();
  list = ok({ devices: [row('d1')], truncated: false });
  await asked.ofPerson('u1');
  owner = {};
  expect(found.of('d1')).toBeNull();
  meanwhile = () => void (owner = {});
  await asked.ofPerson('u1');
  expect(found.of('d1')).toBeNull();
});

test('only the newest devices are remembered, up to the limit', async () => {
  const { found, finder: asked } = start();
  const many = Array.from({ length: 2_500 }, (_, nth) => row(`d${nth}`));
  list = ok({ devices: many, truncated: false });
  await asked.ofApp('a1');
  expect(many.filter(({ id }) => found.of(id) !== null)).toHaveLength(2_000);
  expect(found.of('d2499')).not.toBeNull();
});
