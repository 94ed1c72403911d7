import type { Person } from '../data/people';
import type { Tenant } from '../tenant';
import { graphError } from './errors';
import type { FilterNode } from './filter-parser';
import { FilterSyntaxError, parseFilter } from './filter-parser';
import { nextLink, pageSize, pageStart, scanPage, selected } from './paging';
import type { Reply, SignedCall } from './reply';
import type { SearchClause } from './user-search';
import { matchesTokens, parseSearch } from './user-search';

type Fits = (index: number) => boolean;

const DEFAULTS = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const;

function view(person: Person, names: readonly string[] | undefined): Record<string, unknown> {
  const all: Readonly<Record<string, unknown>> = { businessPhones: [], mobilePhone: null, ...person };
  return Object.fromEntries((names ?? DEFAULTS).filter((name) => name in all).map((name) => [name, all[name]]));
}

function reader(tenant: Tenant, property: string): ((index: number) => string) | undefined {
  const { people } = tenant.inventory;
  switch (property) {
    case 'displayName':
      return people.displayName;
    case 'userPrincipalName':
      return people.upn;
    case 'mail':
      return (index) => people.mail(index) ?? '';
    case 'givenName':
      return (index) => people.at(index).givenName;
    case 'surname':
      return (index) => people.at(index).surname;
    default:
      return undefined;
  }
}

/** Tokens on displayName, beginnings on every other property. */
function searchFit(tenant: Tenant, { property, text }: SearchClause): Fits | undefined {
  const read = reader(tenant, property);
  if (read === undefined) return undefined;
  const wanted = text.toLowerCase();
  return property === 'displayName'
    ? (index) => matchesTokens(read(index), text)
    : (index) => read(index).toLowerCase().startsWith(wanted);
}

function fromSearch(tenant: Tenant, source: string): Fits | undefined {
  const groups = parseSearch(source)?.map((clauses) => clauses.map((clause) => searchFit(tenant, clause)));
  if (groups === undefined || groups.some((group) => group.includes(undefined))) return undefined;
  return (index) => groups.some((group) => group.every((fits) => fits?.(index) === true));
}

function fromFilter(tenant: Tenant, node: FilterNode): Fits | undefined {
  if (node.kind !== 'clause') {
    const parts = node.terms.map((term) => fromFilter(tenant, term)).filter((part) => part !== undefined);
    if (parts.length < node.terms.length) return undefined;
    return node.kind === 'and'
      ? (index) => parts.every((fits) => fits(index))
      : (index) => parts.some((fits) => fits(index));
  }
  const read =
    node.property === 'id' ? (index: number) => tenant.inventory.people.at(index).id : reader(tenant, node.property);
  const wanted = node.value.toLowerCase();
  if (read === undefined) return undefined;
  if (node.op === 'eq') return (index) => read(index).toLowerCase() === wanted;
  return node.op === 'startswith' ? (index) => read(index).toLowerCase().startsWith(wanted) : undefined;
}

function condition(tenant: Tenant, call: SignedCall): Fits | Reply {
  const search = call.url.searchParams.get('$search');
  const filter = call.url.searchParams.get('$filter');
  if (search !== null) {
    if (call.headers.get('ConsistencyLevel')?.toLowerCase() !== 'eventual') {
      return graphError(
        call,
        400,
        'Request_UnsupportedQuery',
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    }
    return (
      fromSearch(tenant, search) ??
      graphError(call, 400, 'BadRequest', `Syntax error: the search '${search.slice(0, 100)}' is not valid.`)
    );
  }
  if (filter === null) return () => true;
  try {
    return (
      fromFilter(tenant, parseFilter(filter)) ??
      graphError(call, 400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause specified.')
    );
  } catch (cause) {
    if (cause instanceof FilterSyntaxError) return graphError(call, 400, 'BadRequest', 'Invalid filter clause.');
    throw cause;
  }
}

/** GET /users with `$search` or `$filter`. */
export function listUsers(tenant: Tenant, call: SignedCall): Reply {
  const fits = condition(tenant, call);
  if (typeof fits !== 'function') return fits;
  const from = pageStart(call.url);
  if (from === undefined)
    return graphError(
      call,
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    );
  const top = call.url.searchParams.has('$top') ? pageSize(call.url, 999) : 100;
  const page = scanPage(tenant.inventory.people.count, from, top, fits);
  const names = selected(call.url);
  const link = page.next === undefined ? {} : { '@odata.nextLink': nextLink(call.url, tenant.origin.graph, page.next) };
  const value = page.indices.map((index) => view(tenant.inventory.people.at(index), names));
  return { status: 200, body: { '@odata.context': `${tenant.origin.graph}/v1.0/$metadata#users`, ...link, value } };
}

/** GET /users/{id or sign-in name}. */
export function getUser(tenant: Tenant, call: SignedCall): Reply {
  const wanted = call.params['userId'] ?? '';
  const index = tenant.inventory.people.find(wanted);
  if (index === undefined)
    return graphError(
      call,
      404,
      'Request_ResourceNotFound',
      `Resource '${wanted}' does not exist or one of its queried reference-property objects are not present.`,
    );
  return { status: 200, body: view(tenant.inventory.people.at(index), selected(call.url)) };
}

/** GET /me. */
export function getMe(tenant: Tenant, call: SignedCall): Reply {
  const { account } = call.token;
  const [givenName = '', surname = ''] = account.name.split(' ');
  const person: Person = {
    id: account.objectId,
    displayName: account.name,
    givenName,
    surname,
    userPrincipalName: account.userPrincipalName,
    mail: account.userPrincipalName,
    jobTitle: 'Help desk technician',
    officeLocation: 'Tokyo',
    preferredLanguage: account.language,
  };
  return {
    status: 200,
    body: {
      '@odata.context': `${tenant.origin.graph}/v1.0/$metadata#users/$entity`,
      ...view(person, selected(call.url)),
    },
  };
}
