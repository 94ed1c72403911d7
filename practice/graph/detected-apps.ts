import type { Tenant } from '../tenant';
import { listDevices } from './devices';
import { actionRefused, graphError, notFound } from './errors';
import type { FilterNode } from './filter-parser';
import { FilterSyntaxError, parseFilter } from './filter-parser';
import { nextLink, pageSize, pageStart, scanPage, selected } from './paging';
import type { Reply, SignedCall } from './reply';

function row(tenant: Tenant, app: number, names: readonly string[] | undefined): Record<string, unknown> {
  const entry = tenant.apps.all[app];
  const wanted = names === undefined ? undefined : new Set(['id', ...names]);
  const full: Record<string, unknown> = { ...entry };
  if (wanted === undefined || wanted.has('deviceCount')) full['deviceCount'] = tenant.apps.deviceCount(app);
  return wanted === undefined ? full : Object.fromEntries(Object.entries(full).filter(([name]) => wanted.has(name)));
}

/** Names can be filtered (startswith finds inside, too); any other filter is ignored. */
function nameFilter(node: FilterNode): (name: string) => boolean {
  if (node.kind !== 'clause' || node.property !== 'displayName') return () => true;
  const wanted = node.value.toLowerCase();
  if (node.op === 'eq') return (name) => name.toLowerCase() === wanted;
  return ['contains', 'startswith'].includes(node.op.toLowerCase())
    ? (name) => name.toLowerCase().includes(wanted)
    : () => true;
}

/** GET /deviceManagement/detectedApps. */
export function listDetectedApps(tenant: Tenant, call: SignedCall): Reply {
  const source = call.url.searchParams.get('$filter');
  const from = pageStart(call.url);
  if (from === undefined) return graphError(call, 400, 'BadRequest', 'Invalid $skiptoken.');
  try {
    const fits = source === null ? (): boolean => true : nameFilter(parseFilter(source));
    const page = scanPage(tenant.apps.all.length, from, pageSize(call.url, 1_000), (app) =>
      fits(tenant.apps.all[app]?.displayName ?? ''),
    );
    const link =
      page.next === undefined ? {} : { '@odata.nextLink': nextLink(call.url, tenant.origin.graph, page.next) };
    const names = selected(call.url);
    return {
      status: 200,
      body: {
        '@odata.context': `${tenant.origin.graph}/v1.0/$metadata#deviceManagement/detectedApps`,
        ...link,
        value: page.indices.map((app) => row(tenant, app, names)),
      },
    };
  } catch (cause) {
    if (cause instanceof FilterSyntaxError) return graphError(call, 400, 'BadRequest', 'Invalid filter clause.');
    throw cause;
  }
}

/** GET of one app answers with its fields empty, a reported fault of the service. */
export function getDetectedApp(tenant: Tenant, call: SignedCall): Reply {
  const app = tenant.apps.find(call.params['appId'] ?? '');
  if (app === undefined) return notFound(call);
  return {
    status: 200,
    body: {
      id: tenant.apps.all[app]?.id,
      displayName: null,
      version: null,
      publisher: null,
      platform: 'unknown',
      deviceCount: 0,
      sizeInByte: 0,
    },
  };
}

/** Devices in one page of an app's: small, so that an app on every device has many pages. */
const APP_PAGE = 100;

/** Devices that have the app. */
export function listAppDevices(tenant: Tenant, call: SignedCall): Reply {
  const app = tenant.apps.find(call.params['appId'] ?? '');
  if (app === undefined) return notFound(call);
  return listDevices(tenant, call, (index) => tenant.apps.has(app, index), {
    path: 'deviceManagement/detectedApps/managedDevices',
    most: APP_PAGE,
  });
}

/** A single device below an app: reported to answer 400 although the list works. */
export const getAppDevice = (call: SignedCall): Reply => actionRefused(call);
