import type { AppRow, DeviceRow, PersonRow, Shortlist } from '../../../shared/contract/devices';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Messages } from '../../../shared/i18n/index';

export interface DeviceItem {
  readonly kind: 'device';
  readonly key: string;
  readonly device: DeviceRow;
  /** Found by Intune beside the local inventory, which did not know it. */
  readonly isNew: boolean;
  /** Nothing is what was typed; this sounds or looks like it, or has only a part of its words. */
  readonly isSimilar: boolean;
  /** It has a part of the words that were typed, and nothing has the others. */
  readonly isRest: boolean;
}

/** One row of the list beside the search box. */
export type ListItem =
  | DeviceItem
  | { readonly kind: 'person'; readonly key: string; readonly person: PersonRow }
  | { readonly kind: 'app'; readonly key: string; readonly app: AppRow }
  | { readonly kind: 'request'; readonly key: string; readonly request: AssistanceRequest }
  /** Leads to every device. */
  | { readonly kind: 'all'; readonly key: string; readonly count: number };

export interface ListGroup {
  readonly key: string;
  readonly label: string;
  readonly items: readonly ListItem[];
}

interface DeviceTraits {
  readonly isNew?: boolean;
  readonly isSimilar?: boolean;
  readonly isRest?: boolean;
}

export const deviceItem = (
  device: DeviceRow,
  { isNew = false, isSimilar = false, isRest = false }: DeviceTraits = {},
): DeviceItem => ({
  kind: 'device',
  key: `d-${device.id}`,
  device,
  isNew,
  isSimilar: isSimilar || device.match?.isSimilar === true,
  isRest,
});

/** The device that a row stands for; null for people, apps and the way to all devices. */
export const deviceIdOf = (item: ListItem | null): string | null =>
  item?.kind === 'device' ? item.device.id : item?.kind === 'request' ? item.request.subject.deviceId : null;
const filled = (groups: readonly ListGroup[]): readonly ListGroup[] => groups.filter((group) => group.items.length > 0);

interface Hits {
  readonly devices: readonly DeviceRow[];
  readonly people: readonly PersonRow[];
  readonly apps: readonly AppRow[];
  /** The devices stand below rows of the local inventory. */
  readonly isLocal: boolean;
  /** Hits that stand above them. */
  readonly exact: readonly DeviceRow[];
  /** Whether a hit of Intune is only similar to the text. */
  readonly isSimilarHit: (row: DeviceRow) => boolean;
}

/** Hits of Intune that stand above the rows of the local inventory. */
export const exactGroup = (messages: Messages, { exact }: Pick<Hits, 'exact'>): readonly ListGroup[] =>
  filled([{ key: 'exact', label: messages.search.exactDevices(), items: exact.map((device) => deviceItem(device)) }]);

/** The label of the rows of the local inventory. */
export const devicesLabel = (
  { search }: Messages,
  { isSimilar, isRest }: { readonly isSimilar: boolean; readonly isRest: boolean },
): string => (isRest ? search.restDevices() : isSimilar ? search.similarDevices() : search.devices());

/** What Intune answered. */
export const resultGroups = (
  messages: Messages,
  { devices, people, apps, isLocal, isSimilarHit }: Hits,
): readonly ListGroup[] => {
  // New is only what the local inventory does not have, whatever it answered to the text.
  const isOld = (device: DeviceRow): boolean => !isLocal || device.known === true;
  return filled([
    {
      key: 'devices',
      label: messages.search.devices(),
      items: devices.filter(isOld).map((device) => deviceItem(device, { isSimilar: isSimilarHit(device) })),
    },
    {
      key: 'new',
      label: messages.search.newDevices(),
      items: devices
        .filter((device) => !isOld(device))
        .map((device) => deviceItem(device, { isNew: true, isSimilar: isSimilarHit(device) })),
    },
    {
      key: 'people',
      label: messages.search.people(),
      items: people.map((person) => ({ kind: 'person', key: `p-${person.id}`, person })),
    },
    {
      key: 'apps',
      label: messages.search.apps(),
      items: apps.map((app) => ({ kind: 'app', key: `a-${app.id}`, app })),
    },
  ]);
};

/** A device of the shortlist may stand among all devices too: its row there is another one. */
const shortItem = (device: DeviceRow): DeviceItem => ({ ...deviceItem(device), key: `s-${device.id}` });

/** What the empty box shows: requests that run, then pinned and recent devices. */
export function shortGroups(
  messages: Messages,
  requests: readonly AssistanceRequest[],
  { pinned, recent }: Shortlist,
): readonly ListGroup[] {
  const pins = new Set(pinned.map((device) => device.id));
  return filled([
    {
      key: 'requests',
      label: messages.request.running(),
      items: requests.map((request) => ({ kind: 'request', key: `r-${request.id}`, request })),
    },
    { key: 'pinned', label: messages.search.pinned(), items: pinned.map(shortItem) },
    { key: 'recent', label: messages.search.recent(), items: recent.filter(({ id }) => !pins.has(id)).map(shortItem) },
  ]);
}

/**
 * What stands above all devices of a table. Recent devices do not: each one that is opened would push the others down
 * under the pointer.
 */
export const tableTop = (
  messages: Messages,
  requests: readonly AssistanceRequest[],
  { pinned }: Shortlist,
): readonly ListGroup[] => shortGroups(messages, requests, { pinned, recent: [] });
