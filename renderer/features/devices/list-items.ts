import type { AppRow, DeviceRow, PersonRow, Shortlist } from '../../../shared/contract/devices';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Messages } from '../../../shared/i18n/index';

/** One row of the list beside the search box. */
export type ListItem =
  | { readonly kind: 'device'; readonly key: string; readonly device: DeviceRow }
  | { readonly kind: 'person'; readonly key: string; readonly person: PersonRow }
  | { readonly kind: 'app'; readonly key: string; readonly app: AppRow }
  | { readonly kind: 'request'; readonly key: string; readonly request: AssistanceRequest };

export interface ListGroup {
  readonly key: string;
  readonly label: string;
  readonly items: readonly ListItem[];
}

const deviceItem = (device: DeviceRow, group = 'd'): ListItem => ({ kind: 'device', key: `${group}-${device.id}`, device });
const filled = (groups: readonly ListGroup[]): readonly ListGroup[] => groups.filter((group) => group.items.length > 0);

interface Hits {
  readonly devices: readonly DeviceRow[];
  readonly people: readonly PersonRow[];
  readonly apps: readonly AppRow[];
}

export const resultGroups = (messages: Messages, { devices, people, apps }: Hits): readonly ListGroup[] =>
  filled([
    { key: 'devices', label: messages.search.devices(), items: devices.map((device) => deviceItem(device)) },
    { key: 'people', label: messages.search.people(), items: people.map((person) => ({ kind: 'person', key: `p-${person.id}`, person })) },
    { key: 'apps', label: messages.search.apps(), items: apps.map((app) => ({ kind: 'app', key: `a-${app.id}`, app })) },
  ]);

/** What the empty box shows: requests that run, then pinned and recent devices. */
export function shortGroups(messages: Messages, requests: readonly AssistanceRequest[], { pinned, recent }: Shortlist): readonly ListGroup[] {
  const pins = new Set(pinned.map((device) => device.id));
  return filled([
    { key: 'requests', label: messages.request.running(), items: requests.map((request) => ({ kind: 'request', key: `r-${request.id}`, request })) },
    { key: 'pinned', label: messages.search.pinned(), items: pinned.map((device) => deviceItem(device)) },
    { key: 'recent', label: messages.search.recent(), items: recent.filter(({ id }) => !pins.has(id)).map((device) => deviceItem(device)) },
  ]);
}
