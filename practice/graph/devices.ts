import { selectOnly } from '../data/properties';
import type { Tenant } from '../tenant';
import { compileFilter, namesEntraId } from './device-filter';
import { graphError, notFound } from './errors';
import type { FilterNode } from './filter-parser';
import { FilterSyntaxError, parseFilter } from './filter-parser';
import { nextLink, pageSize, pageStart, scanPage, selected } from './paging';
import type { Reply, SignedCall } from './reply';

/** Default and greatest page of managedDevices. */
const PAGE = 1_000;

/** A row of a list: select-only properties stay empty even when they are named. */
export function listRow(
  tenant: Tenant,
  index: number,
  now: number,
  names: readonly string[] | undefined,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const name of names === undefined ? Object.keys(tenant.properties) : ['id', ...names]) {
    const read = tenant.properties[name];
    if (read !== undefined) row[name] = name in selectOnly ? selectOnly[name] : read(index, now);
  }
  return row;
}

/** A single device: select-only properties have their value when `$select` names them. */
function singleRow(
  tenant: Tenant,
  index: number,
  now: number,
  names: readonly string[] | undefined,
): Record<string, unknown> {
  const row = listRow(tenant, index, now, names);
  for (const name of names ?? []) if (name in selectOnly) row[name] = tenant.properties[name]?.(index, now);
  return row;
}

const context = (tenant: Tenant, path: string): string => `${tenant.origin.graph}/v1.0/$metadata#${path}`;

function parsed(call: SignedCall): FilterNode | undefined | Reply {
  const source = call.url.searchParams.get('$filter');
  if (source === null) return undefined;
  try {
    return parseFilter(source);
  } catch (cause) {
    if (!(cause instanceof FilterSyntaxError)) throw cause;
    return graphError(call, 400, 'BadRequest', `Invalid filter clause: ${cause.message}`);
  }
}

/** Lists devices that fit `$filter` and the base condition, one page at a time. $orderby is ignored, as the service does. */
export function listDevices(
  tenant: Tenant,
  call: SignedCall,
  base: (index: number) => boolean,
  { path = 'deviceManagement/managedDevices', most = PAGE }: { readonly path?: string; readonly most?: number } = {},
): Reply {
  const filter = parsed(call);
  if (filter !== undefined && 'status' in filter) return filter;
  if (filter !== undefined && namesEntraId(filter) && call.url.searchParams.get('$count') === 'true') {
    return graphError(call, 400, 'BadRequest', 'The property azureADDeviceId cannot be filtered together with $count.');
  }
  const from = pageStart(call.url);
  if (from === undefined) return graphError(call, 400, 'BadRequest', 'Invalid $skiptoken.');
  const predicate = filter === undefined ? undefined : compileFilter(tenant, filter);
  const fits = predicate === undefined ? base : (index: number): boolean => base(index) && predicate(index, call.now);
  const page = scanPage(tenant.inventory.count, from, pageSize(call.url, most), fits);
  const names = selected(call.url);
  const value = page.indices.map((index) => listRow(tenant, index, call.now, names));
  const link = page.next === undefined ? {} : { '@odata.nextLink': nextLink(call.url, tenant.origin.graph, page.next) };
  return {
    status: 200,
    body: { '@odata.context': context(tenant, path), '@odata.count': value.length, ...link, value },
  };
}

/** GET of one device. */
export function getDevice(tenant: Tenant, call: SignedCall): Reply {
  const index = tenant.inventory.indexOf(call.params['deviceId'] ?? '');
  if (index === undefined) return notFound(call);
  return {
    status: 200,
    body: {
      '@odata.context': context(tenant, 'deviceManagement/managedDevices/$entity'),
      ...singleRow(tenant, index, call.now, selected(call.url)),
    },
  };
}

/** Devices whose primary user is the one named in the path. */
export function listUserDevices(tenant: Tenant, call: SignedCall, idOrUpn: string): Reply {
  const person = tenant.inventory.people.find(idOrUpn);
  if (person === undefined)
    return graphError(
      call,
      404,
      'Request_ResourceNotFound',
      `Resource '${idOrUpn}' does not exist or one of its queried reference-property objects are not present.`,
    );
  return listDevices(tenant, call, (index) => tenant.inventory.owner(index) === person, {
    path: 'users/managedDevices',
  });
}
