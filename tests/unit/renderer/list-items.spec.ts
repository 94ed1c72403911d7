import { describe, expect, it } from 'vitest';
import type { ListGroup } from '../../../renderer/features/devices/list-items';
import {
  deviceIdOf,
  deviceItem,
  exactGroup,
  resultGroups,
  shortGroups,
  tableTop,
} from '../../../renderer/features/devices/list-items';
import type { DeviceRow } from '../../../shared/contract/devices';
import { messagesFor } from '../../../shared/i18n';
import { aRequest, aRow } from '../../support/builders';

const m = messagesFor('en');
/** "group: key key" for each group, in the order of the list. */
const shape = (groups: readonly ListGroup[]): readonly string[] =>
  groups.map(({ key, items }) => `${key}: ${items.map((item) => item.key).join(' ')}`);
const person = { id: 'u1', name: '佐藤 美咲', upn: 'misaki@contoso.example', mail: '' };
const app = { id: 'a1', name: 'TeamViewer', version: '15', publisher: '', deviceCount: 3 };
const hits = (devices: readonly DeviceRow[], over: object = {}) => ({
  devices,
  people: [person],
  apps: [app],
  isLocal: false,
  exact: [],
  isSimilarHit: () => false,
  ...over,
});

describe('what Intune answered', () => {
  it('is shown as devices, people and apps without a local inventory', () => {
    expect(shape(resultGroups(m, hits([aRow({ id: 'one' }), aRow({ id: 'two' })])))).toEqual([
      'devices: d-one d-two',
      'people: p-u1',
      'apps: a-a1',
    ]);
  });

  it('leaves out empty groups', () => {
    expect(shape(resultGroups(m, hits([], { people: [] })))).toEqual(['apps: a-a1']);
    expect(resultGroups(m, hits([], { people: [], apps: [] }))).toEqual([]);
  });

  it('is new only if the local inventory does not have it, whatever the inventory answered to the text', () => {
    const groups = resultGroups(
      m,
      hits([aRow({ id: 'unknown' }), aRow({ id: 'known', known: true }), aRow({ id: 'other', known: false })], {
        isLocal: true,
      }),
    );
    expect(shape(groups)).toEqual(['devices: d-known', 'new: d-unknown d-other', 'people: p-u1', 'apps: a-a1']);
    expect(
      groups
        .flatMap(({ items }) => items)
        .flatMap((item) => (item.kind === 'device' && item.isNew ? [item.device.id] : [])),
    ).toEqual(['unknown', 'other']);
  });

  it('is marked as similar for each row, in both groups', () => {
    const isSimilarHit = ({ id }: DeviceRow): boolean => id.startsWith('near');
    const items = resultGroups(
      m,
      hits([aRow({ id: 'near-1', known: true }), aRow({ id: 'far-1', known: true }), aRow({ id: 'near-2' })], {
        isLocal: true,
        isSimilarHit,
      }),
    ).flatMap(({ items: all }) => all);
    expect(
      items.flatMap((item) => (item.kind === 'device' ? [[item.device.id, item.isSimilar, item.isNew]] : [])),
    ).toEqual([
      ['near-1', true, false],
      ['far-1', false, false],
      ['near-2', true, true],
    ]);
  });

  it('has exact hits in a group of their own, never marked as similar', () => {
    expect(exactGroup(m, { exact: [] })).toEqual([]);
    const [group] = exactGroup(m, { exact: [aRow({ id: 'it' })] });
    expect([group?.key, group?.label, group?.items]).toEqual([
      'exact',
      m.search.exactDevices(),
      [deviceItem(aRow({ id: 'it' }))],
    ]);
    expect(group?.items[0]).toMatchObject({ isSimilar: false, isNew: false, isRest: false });
  });
});

describe('the empty box', () => {
  const request = aRequest({ id: 'r1' });
  const list = { pinned: [aRow({ id: 'p' }), aRow({ id: 'both' })], recent: [aRow({ id: 'both' }), aRow({ id: 'r' })] };

  it('shows running requests, pinned and recent devices, each device once', () => {
    expect(shape(shortGroups(m, [request], list))).toEqual(['requests: r-r1', 'pinned: s-p s-both', 'recent: s-r']);
    expect(shortGroups(m, [], { pinned: [], recent: [] })).toEqual([]);
  });

  it('shows no recent devices above a table: each would push the rows down', () => {
    expect(shape(tableTop(m, [request], list))).toEqual(['requests: r-r1', 'pinned: s-p s-both']);
  });

  it('gives a device of the shortlist another key than its row among all devices', () => {
    const keys = shortGroups(m, [], list).flatMap(({ items }) => items.map(({ key }) => key));
    expect(keys).not.toContain(deviceItem(aRow({ id: 'p' })).key);
  });
});

it('a row belongs to its device, a request to the device it was for, anything else to none', () => {
  const request = aRequest({ id: 'r1' });
  expect(deviceIdOf(deviceItem(aRow({ id: 'one' })))).toBe('one');
  expect(deviceIdOf({ kind: 'request', key: 'r-r1', request })).toBe(request.subject.deviceId);
  for (const item of [
    null,
    { kind: 'person', key: 'p', person } as const,
    { kind: 'app', key: 'a', app } as const,
    { kind: 'all', key: 'all', count: 3 } as const,
  ])
    expect(deviceIdOf(item)).toBeNull();
});
