import type { AppRow, PersonRow } from '../../shared/contract/devices';
import type { Failure, Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';
import { ok } from '../../shared/result';
import { foldText } from '../../shared/search/fold';
import { matchesAll, termsOf } from '../../shared/search/match';
import type { CallOptions, DevicePage, GraphPort } from '../graph/port';
import { matchQuery, type Query } from './query';

const PEOPLE_LIMIT = 8;
const APPS_LIMIT = 5;

/** Everything that Graph answered to one query; people and apps are checked, devices are not yet. */
export interface Found {
  readonly devices: readonly ManagedDevice[];
  readonly people: readonly PersonRow[];
  /** UPNs, in lower case, of people whose devices belong to the answer. */
  readonly owners: ReadonlySet<string>;
  readonly apps: readonly AppRow[];
  readonly truncated: boolean;
  readonly problems: readonly Failure[];
}

/** One problem of a kind is enough to tell. */
function distinct(problems: readonly Failure[]): readonly Failure[] {
  const seen = new Map<string, Failure>();
  for (const problem of problems) {
    const key = [problem.code, ...(problem.scopes ?? [])].join(' ');
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

const valueOr = <T>(outcome: Outcome<T>, other: T): T => (outcome.ok ? outcome.value : other);
const problemsOf = (outcomes: readonly Outcome<unknown>[]): readonly Failure[] =>
  outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));

/** A page that was cut counts only when it held something that fits: an ignored filter answers with anything. */
const isCut = (page: DevicePage, query: Query): boolean =>
  page.truncated && page.devices.some((device) => matchQuery(device, query) !== null);

/** A guessed device id that does not exist is an ordinary outcome of trying. */
async function readById(graph: GraphPort, query: Query, options: CallOptions): Promise<Outcome<readonly ManagedDevice[]>> {
  if (query.deviceId === null) return ok([]);
  const device = await graph.device(query.deviceId, options);
  if (device.ok) return ok([device.value]);
  return device.error.code === 'graph.not-found' || device.error.status === 400 ? ok([]) : device;
}

/** People that contain the whole text, those first whose name or address begins with it. */
function checkedPeople(people: readonly PersonRow[], text: string): readonly PersonRow[] {
  const terms = termsOf(text);
  const start = foldText(text.trim());
  const begins = ({ name, upn, mail }: PersonRow): boolean => [name, upn, mail].some((field) => foldText(field).startsWith(start));
  const found = people.filter(({ name, upn, mail }) => matchesAll([name, upn, mail], terms));
  return [...found.filter(begins), ...found.filter((person) => !begins(person))];
}

/** Names of people cannot be filtered on devices, so the devices of the people in the answer are asked for by UPN. */
async function devicesOfPeople(graph: GraphPort, people: readonly PersonRow[], options: CallOptions) {
  const filters = people.filter(({ upn }) => upn !== '').map(({ upn }) => ({ field: 'userPrincipalName', op: 'eq', value: upn }) as const);
  return filters.length === 0 ? [] : graph.findDevices(filters, options);
}

/** Asks everything at once; a part that fails is a problem, the rest stands. */
export async function ask(graph: GraphPort, query: Query, options: CallOptions): Promise<Found> {
  const searching = query.people === null ? ok([]) : graph.searchPeople(query.people, options);
  const [byId, byFilter, people, apps] = await Promise.all([
    readById(graph, query, options),
    graph.findDevices(query.filters, options),
    searching,
    query.apps === null ? ok([]) : graph.searchApps(query.apps, options),
  ]);
  const persons = checkedPeople(valueOr(people, []), query.people ?? '');
  const shown = persons.slice(0, PEOPLE_LIMIT);
  const appTerms = termsOf(query.apps ?? '');
  const byPerson = options.signal?.aborted ? [] : await devicesOfPeople(graph, shown, options);
  const pages = [...byFilter, ...byPerson].map((page) => valueOr<DevicePage>(page, { devices: [], truncated: false }));
  const owners = new Set(shown.map(({ upn }) => upn.toLowerCase()).filter((upn) => upn !== ''));
  return {
    devices: [...valueOr(byId, []), ...pages.flatMap((page) => page.devices)],
    people: shown,
    owners,
    apps: valueOr(apps, []).filter(({ name, version, publisher }) => matchesAll([name, version, publisher], appTerms)).slice(0, APPS_LIMIT),
    truncated: pages.some((page) => isCut(page, query)) || persons.length > shown.length,
    problems: distinct(problemsOf([byId, ...byFilter, people, apps, ...byPerson])),
  };
}
