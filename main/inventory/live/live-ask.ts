import { distinctCauses } from '../../../shared/cause';
import type { AppRow, PersonRow } from '../../../shared/contract/devices';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { ok } from '../../../shared/result';
import { foldText } from '../../../shared/search/fold';
import { matchesAll, termsOf } from '../../../shared/search/match';
import type { CallOptions, DevicePage, GraphPort } from '../../graph/port';
import { matchQuery, namesPerson, type Query } from './query';

const PEOPLE_LIMIT = 8;
const APPS_LIMIT = 5;

/** Everything that Graph returned for one query. People and apps are checked, devices are not yet. */
export interface Found {
  readonly devices: readonly ManagedDevice[];
  readonly people: readonly PersonRow[];
  /** People whose devices belong to the result, by their UPN in lower case. */
  readonly owners: ReadonlyMap<string, PersonRow>;
  readonly apps: readonly AppRow[];
  readonly truncated: boolean;
  readonly problems: readonly Failure[];
}

const valueOr = <T>(outcome: Outcome<T>, other: T): T => (outcome.ok ? outcome.value : other);
const problemsOf = (outcomes: readonly Outcome<unknown>[]): readonly Failure[] =>
  outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));

/** A truncated page counts only if something on it matches: with an ignored filter, Graph returns anything. */
const isCut = (page: DevicePage, query: Query): boolean =>
  page.truncated && page.devices.some((device) => matchQuery(device, query) !== null);

/** A guessed id that does not exist is no problem. */
function orNothing<T>(read: Outcome<T>): Outcome<readonly T[]> {
  if (read.ok) return ok([read.value]);
  return read.error.code === 'graph.not-found' || read.error.status === 400 ? ok([]) : read;
}

/** People named by the text, those whose name or address begins with it first. */
function checkedPeople(people: readonly PersonRow[], query: Query): readonly PersonRow[] {
  const starts = query.people.map((text) => foldText(text));
  const begins = ({ name, upn, mail }: PersonRow): boolean =>
    [name, upn, mail].some((field) => starts.some((start) => foldText(field).startsWith(start)));
  const readings = query.stages.flat();
  const each = [...new Map(people.map((person) => [person.id, person])).values()];
  const found = each.filter((person) => readings.some((reading) => namesPerson(person, reading)));
  return [...found.filter(begins), ...found.filter((person) => !begins(person))];
}

/** Graph cannot filter devices by the names of people, so the devices of the people found are requested by UPN. */
async function devicesOfPeople(graph: GraphPort, people: readonly PersonRow[], options: CallOptions) {
  const filters = people
    .filter(({ upn }) => upn !== '')
    .map(({ upn }) => ({ field: 'userPrincipalName', op: 'eq', value: upn }) as const);
  return filters.length === 0 ? [] : graph.findDevices(filters, options);
}

/** Sends all requests at once. A failed one is reported as a problem; the others still count. */
export async function ask(graph: GraphPort, query: Query, options: CallOptions): Promise<Found> {
  const [byFilter, people, apps, devicesById, usersById] = await Promise.all([
    query.filters.length === 0 ? [] : graph.findDevices(query.filters, options),
    Promise.all(query.people.map((text) => graph.searchPeople(text, options))),
    query.apps === null ? ok([]) : graph.searchApps(query.apps, options),
    Promise.all(query.ids.map(async (id) => orNothing(await graph.device(id, options)))),
    Promise.all(query.ids.map(async (id) => orNothing(await graph.user(id, options)))),
  ]);
  const persons = checkedPeople(
    [...people, ...usersById].flatMap((found) => valueOr<readonly PersonRow[]>(found, [])),
    query,
  );
  const shown = persons.slice(0, PEOPLE_LIMIT);
  const appTerms = termsOf(query.apps ?? '');
  const byPerson = options.signal?.aborted ? [] : await devicesOfPeople(graph, shown, options);
  const pages = [...byFilter, ...byPerson].map((page) => valueOr<DevicePage>(page, { devices: [], truncated: false }));
  return {
    devices: [
      ...devicesById.flatMap((found) => valueOr<readonly ManagedDevice[]>(found, [])),
      ...pages.flatMap((page) => page.devices),
    ],
    people: shown,
    owners: new Map(shown.filter(({ upn }) => upn !== '').map((person) => [person.upn.toLowerCase(), person])),
    apps: valueOr(apps, [])
      .filter(({ name, version, publisher }) => matchesAll([name, version, publisher], appTerms))
      .slice(0, APPS_LIMIT),
    truncated: pages.some((page) => isCut(page, query)) || persons.length > shown.length,
    problems: distinctCauses(problemsOf([...devicesById, ...byFilter, ...people, ...usersById, apps, ...byPerson])),
  };
}
