import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import type { Failure, Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';
import { err, ok } from '../../shared/result';
import { readBatch } from './batch';
import { nextLinkHint } from './device-page';
import { parseApp, parsePerson, PERSON_SELECT } from './directory';
import { DEVICE_SELECT, ONE_DEVICE_SELECT, parseDevice } from './managed-device';
import { containsText, filterText, searchText, withQuery } from './odata';
import { type Collected, collectPages, firstPage, followPages, type PageLimits } from './paging';
import type {
  ActionForm,
  CallOptions,
  DeviceFilter,
  DeviceListRequest,
  DevicePage,
  GraphPort,
  PageOptions,
  RawDevicePage,
  SessionFacts,
} from './port';
import { parseSessionFacts, SESSION_SELECT } from './session-facts';
import type { Answer, ReadOptions, Transport } from './transport';

const READ_DEVICES = ['DeviceManagementManagedDevices.Read.All'] as const;
const WRITE_DEVICES = ['DeviceManagementManagedDevices.ReadWrite.All'] as const;
const READ_PEOPLE = ['User.ReadBasic.All'] as const;

const DEVICES = '/deviceManagement/managedDevices';
const APPS = '/deviceManagement/detectedApps';

/** Most rows per filter; a search that finds more has to be narrowed. */
const SEARCH_TOP = 200;
/** The service's own largest page. */
const LIST_TOP = 1_000;
const PEOPLE_TOP = 25;
const APPS_TOP = 25;
/** How much of a list is read before the rest is requested. */
const LIST_LIMITS: PageLimits = { pages: 5, items: 500 };
const ONE_PAGE = (items: number): PageLimits => ({ pages: 1, items });

const malformed: Failure = { code: 'graph.malformed' };
const invalid: Failure = { code: 'input.invalid' };
/** Failures after which another path to the same rows is tried. */
const WORTH_ANOTHER_WAY: ReadonlySet<string> = new Set([
  'graph.forbidden',
  'graph.scope-missing',
  'graph.not-found',
  'graph.server',
  'graph.rejected',
  'graph.malformed',
]);

const areIds = (...ids: readonly string[]): boolean => ids.every((id) => v.is(IdSchema, id));
const present = <T>(value: T | null): value is T => value !== null;

const read = (scopes: readonly string[], options: CallOptions = {}): ReadOptions => ({ scopes, ...options });

const devicesOf = ({ items, truncated }: Collected): DevicePage => ({
  devices: items.map(parseDevice).filter(present),
  truncated,
});

const mapped = <A, B>(outcome: Outcome<A>, convert: (value: A) => B): Outcome<B> =>
  outcome.ok ? ok(convert(outcome.value)) : outcome;

const devicePath = (deviceId: string, select: string): string =>
  withQuery(`${DEVICES}/${deviceId}`, { $select: select });

function actionPath(deviceId: string, form: ActionForm): string | null {
  const tail = `managedDevices/${deviceId}/requestRemoteAssistance`;
  switch (form.via) {
    case 'device':
      return areIds(deviceId) ? `/deviceManagement/${tail}` : null;
    case 'user':
      return areIds(deviceId, form.userId) ? `/users/${form.userId}/${tail}` : null;
    case 'app':
      return areIds(deviceId, form.appId) ? `${APPS}/${form.appId}/${tail}` : null;
  }
}

function factsOf(deviceId: string, answer: Outcome<Answer>): Outcome<SessionFacts> {
  if (!answer.ok) return answer;
  const facts = parseSessionFacts(deviceId, answer.value);
  return facts === null ? err(malformed) : ok(facts);
}

/** Runs several filters in one batch; a filter with an empty value is never sent. */
async function findDevices(transport: Transport, filters: readonly DeviceFilter[], options?: CallOptions) {
  const texts = filters.map(filterText);
  const paths = texts
    .filter(present)
    .map(($filter) => withQuery(DEVICES, { $filter, $select: DEVICE_SELECT, $top: SEARCH_TOP }));
  const answers = [...(await readBatch(transport, paths, read(READ_DEVICES, options)))];
  return texts.map((text): Outcome<DevicePage> => {
    const answer = text === null ? err(invalid) : (answers.shift() ?? err(malformed));
    if (!answer.ok) return answer;
    return mapped(firstPage(answer.value), devicesOf);
  });
}

async function readDevice(
  transport: Transport,
  deviceId: string,
  options?: CallOptions,
): Promise<Outcome<ManagedDevice>> {
  if (!areIds(deviceId)) return err(invalid);
  const answer = await transport.get(devicePath(deviceId, ONE_DEVICE_SELECT), read(READ_DEVICES, options));
  if (!answer.ok) return answer;
  const device = parseDevice(answer.value.body);
  return device?.id.toLowerCase() === deviceId.toLowerCase() ? ok(device) : err(malformed);
}

async function readUser(transport: Transport, userId: string, options?: CallOptions) {
  if (!areIds(userId)) return err(invalid);
  const answer = await transport.get(
    withQuery(`/users/${userId}`, { $select: PERSON_SELECT }),
    read(READ_PEOPLE, options),
  );
  if (!answer.ok) return answer;
  const person = parsePerson(answer.value.body);
  return person === null ? err(malformed) : ok(person);
}

function listAddress(request: DeviceListRequest): string | null {
  if (request.kind === 'next') return request.link;
  const page = { $select: DEVICE_SELECT, $top: LIST_TOP };
  if (request.kind === 'all') return withQuery(DEVICES, page);
  const since = Date.parse(request.since);
  return Number.isNaN(since)
    ? null
    : withQuery(DEVICES, { $filter: `lastSyncDateTime gt ${new Date(since).toISOString()}`, ...page });
}

async function rawDevicePage(
  transport: Transport,
  request: DeviceListRequest,
  { onHint, ...options }: PageOptions = {},
): Promise<Outcome<RawDevicePage>> {
  const address = listAddress(request);
  if (address === null) return err(invalid);
  const onFirstBytes = (bytes: Uint8Array): void => {
    const link = nextLinkHint(bytes);
    if (link !== null) onHint?.(link);
  };
  const answer = await transport.getRaw(address, { ...read(READ_DEVICES, options), onFirstBytes });
  if (!answer.ok) return answer;
  const { bytes, unreadable, serverTime } = answer.value;
  return ok({ bytes, unreadable, hint: nextLinkHint(bytes), serverTime });
}

interface Continued {
  readonly address: string;
  readonly fits: (device: ManagedDevice) => boolean;
  /** Links already followed. */
  readonly seen: ReadonlySet<string>;
}

/** The first pages of a list, with a function that reads the rest. */
async function listOf(
  transport: Transport,
  { address, fits, seen }: Continued,
  options?: CallOptions,
): Promise<Outcome<DevicePage>> {
  // A copy, so that a failed read can be retried from its start.
  const followed = new Set(seen);
  const pages = await followPages(
    transport,
    address,
    { ...read(READ_DEVICES, options), limits: LIST_LIMITS },
    followed,
  );
  if (!pages.ok) return pages;
  const { items, next } = pages.value;
  const devices = items.map(parseDevice).filter(present).filter(fits);
  if (next === undefined) return ok({ devices, truncated: false });
  return ok({
    devices,
    truncated: true,
    rest: (more) => listOf(transport, { address: next, fits, seen: followed }, more),
  });
}

/** Graph may ignore a UPN filter and return the devices of all users, so each row is checked. */
async function devicesByUpn(transport: Transport, upn: string, options?: CallOptions): Promise<Outcome<DevicePage>> {
  const $filter = filterText({ field: 'userPrincipalName', op: 'eq', value: upn });
  if ($filter === null) return err(invalid);
  const path = withQuery(DEVICES, { $filter, $select: DEVICE_SELECT });
  return listOf(
    transport,
    { address: path, fits: (device) => device.upn.toLowerCase() === upn.toLowerCase(), seen: new Set() },
    options,
  );
}

/** The navigation property of the user is no longer documented and may be refused; a UPN filter finds the same rows. */
async function devicesOfUser(
  transport: Transport,
  userId: string,
  options?: CallOptions,
): Promise<Outcome<DevicePage>> {
  if (!areIds(userId)) return err(invalid);
  const path = withQuery(`/users/${userId}/managedDevices`, { $select: DEVICE_SELECT });
  const direct = await listOf(transport, { address: path, fits: () => true, seen: new Set() }, options);
  if (direct.ok || !WORTH_ANOTHER_WAY.has(direct.error.code)) return direct;
  const person = await readUser(transport, userId, options);
  if (!person.ok || person.value.upn === '') return direct;
  const byUpn = await devicesByUpn(transport, person.value.upn, options);
  return byUpn.ok ? byUpn : direct;
}

async function searchPeople(transport: Transport, text: string, options?: CallOptions) {
  const $search = searchText(['displayName', 'userPrincipalName', 'mail'], text);
  if ($search === null) return err(invalid);
  const path = withQuery('/users', { $search, $select: PERSON_SELECT, $top: PEOPLE_TOP });
  const pages = await collectPages(transport, path, {
    ...read(READ_PEOPLE, options),
    isAdvanced: true,
    limits: ONE_PAGE(PEOPLE_TOP),
  });
  return mapped(pages, ({ items }) => items.map(parsePerson).filter(present));
}

async function searchApps(transport: Transport, text: string, options?: CallOptions) {
  const $filter = containsText('displayName', text);
  if ($filter === null) return err(invalid);
  const path = withQuery(APPS, { $filter, $top: APPS_TOP });
  const pages = await collectPages(transport, path, { ...read(READ_DEVICES, options), limits: ONE_PAGE(APPS_TOP) });
  return mapped(pages, ({ items }) => items.map(parseApp).filter(present));
}

async function sessionFactsOf(transport: Transport, deviceIds: readonly string[], options?: CallOptions) {
  const ids = [...new Set(deviceIds)];
  const usable = ids.filter((id) => areIds(id));
  const paths = usable.map((id) => devicePath(id, SESSION_SELECT));
  const answers = await readBatch(transport, paths, read(READ_DEVICES, options));
  const facts = new Map<string, Outcome<SessionFacts>>(ids.map((id) => [id, err(invalid)]));
  usable.forEach((id, index) => facts.set(id, factsOf(id, answers[index] ?? err(malformed))));
  return facts;
}

/** Typed access to Microsoft Graph v1.0. */
export function createGraph(transport: Transport): GraphPort {
  return {
    findDevices: (filters, options) => findDevices(transport, filters, options),
    device: (deviceId, options) => readDevice(transport, deviceId, options),
    devicePage: (request, options) => rawDevicePage(transport, request, options),
    devicesOfUser: (userId, options) => devicesOfUser(transport, userId, options),
    user: (userId, options) => readUser(transport, userId, options),
    searchPeople: (text, options) => searchPeople(transport, text, options),
    searchApps: (text, options) => searchApps(transport, text, options),
    async devicesOfApp(appId, options) {
      if (!areIds(appId)) return err(invalid);
      const path = withQuery(`${APPS}/${appId}/managedDevices`, { $select: DEVICE_SELECT });
      return listOf(transport, { address: path, fits: () => true, seen: new Set() }, options);
    },
    async sessionFacts(deviceId, options) {
      if (!areIds(deviceId)) return err(invalid);
      return factsOf(deviceId, await transport.get(devicePath(deviceId, SESSION_SELECT), read(READ_DEVICES, options)));
    },
    sessionFactsOf: (deviceIds, options) => sessionFactsOf(transport, deviceIds, options),
    ensureWriteScope: () => transport.consent(WRITE_DEVICES),
    async requestRemoteAssistance(deviceId, clientRequestId, form = { via: 'device' }) {
      const path = actionPath(deviceId, form);
      if (path === null) return { kind: 'refused', failure: invalid };
      return transport.act(path, { scopes: WRITE_DEVICES, clientRequestId });
    },
  };
}
