import { randomUUID } from 'node:crypto';
import { draw } from '../data/random';
import { CLIENT_ID } from '../identity';
import type { Tenant } from '../tenant';
import type { AuditEvent } from './audit-event';
import { graphError } from './errors';
import type { FilterNode } from './filter-parser';
import { parseFilter } from './filter-parser';
import { nextLink, pageSize, pageStart, scanPage } from './paging';
import type { Reply, SignedCall } from './reply';

/** The pattern `<action> <Entity>` is known from sibling actions; this literal itself is not published. */
export const ASSISTANCE_ACTIVITY = 'requestRemoteAssistance ManagedDevice';

const ACTIVITY_TYPES = [
  'Create ManagedDevice',
  'Delete ManagedDevice',
  'Patch ManagedDevice',
  'rebootNow ManagedDevice',
  'remoteLock ManagedDevice',
  ASSISTANCE_ACTIVITY,
  'syncDevice ManagedDevice',
];

interface Happening {
  readonly at: number;
  readonly activityType: string;
  readonly device: { readonly id: string; readonly name: string };
  readonly actor: { readonly upn: string; readonly id: string };
  readonly ok: boolean;
  readonly ids: { readonly id: string; readonly correlation: string };
}

function eventOf({ at, activityType, device, actor, ok, ids }: Happening): AuditEvent {
  return {
    id: ids.id,
    displayName: activityType,
    componentName: 'ManagedDevices',
    activity: activityType,
    activityDateTime: new Date(at).toISOString(),
    activityType,
    activityOperationType: 'Action',
    activityResult: ok ? 'Success' : 'Failure',
    correlationId: ids.correlation,
    category: 'Device',
    actor: {
      auditActorType: 'ItPro',
      applicationId: CLIENT_ID,
      applicationDisplayName: 'Deskside',
      userPrincipalName: actor.upn,
      userId: actor.id,
      servicePrincipalName: null,
      ipAddress: null,
      userPermissions: ['*'],
    },
    resources: [
      { displayName: device.name, auditResourceType: 'ManagedDevice', resourceId: device.id, modifiedProperties: [] },
    ],
  };
}

/** What colleagues did in the weeks before the tenant was made, oldest first. */
export function seedAudit(tenant: Pick<Tenant, 'inventory' | 'seed' | 'born' | 'accounts'>, count = 60): AuditEvent[] {
  const { inventory, seed, born, accounts } = tenant;
  const technicians = accounts.filter((account) => account.intuneRole);
  return Array.from({ length: Math.min(count, inventory.count) }, (_, place) => {
    const device = draw(seed, 400, place) % inventory.count;
    const actor = technicians[draw(seed, 401, place) % technicians.length];
    const ids = { id: inventory.facts.entraId(place + 1), correlation: inventory.facts.entraId(place + 1_000_003) };
    const activityType = draw(seed, 402, place) % 3 === 0 ? 'syncDevice ManagedDevice' : ASSISTANCE_ACTIVITY;
    const at = born - (count - place) * 7_000_000 - (draw(seed, 403, place) % 5_000_000);
    return eventOf({
      at,
      activityType,
      device: { id: inventory.id(device), name: String(inventory.name(device)).slice(0, 200) },
      actor: { upn: actor?.userPrincipalName ?? '', id: actor?.objectId ?? '' },
      ok: draw(seed, 404, place) % 12 !== 0,
      ids,
    });
  });
}

/** Books a request for assistance. */
export function recordAction(tenant: Tenant, call: SignedCall, index: number, ok: boolean): void {
  const account = call.token.account;
  tenant.audit.push(
    eventOf({
      at: call.now,
      activityType: ASSISTANCE_ACTIVITY,
      device: { id: tenant.inventory.id(index), name: String(tenant.inventory.name(index)) },
      actor: { upn: account.userPrincipalName, id: account.objectId },
      ok,
      ids: { id: randomUUID(), correlation: call.clientRequestId },
    }),
  );
}

function fits(event: AuditEvent, node: FilterNode): boolean {
  if (node.kind === 'and') return node.terms.every((term) => fits(event, term));
  if (node.kind === 'or') return node.terms.some((term) => fits(event, term));
  if (node.property === 'activityDateTime') {
    const [at, limit] = [Date.parse(event.activityDateTime), Date.parse(node.value)];
    return { ge: at >= limit, gt: at > limit, le: at <= limit, lt: at < limit }[node.op.toLowerCase()] ?? true;
  }
  if (node.op.toLowerCase() !== 'eq') return true;
  if (node.property === 'activityType') return event.activityType === node.value;
  if (node.property === 'category') return event.category === node.value;
  return node.property === 'id' ? event.id === node.value : true;
}

/** GET /deviceManagement/auditEvents. */
export function listAuditEvents(tenant: Tenant, call: SignedCall): Reply {
  const source = call.url.searchParams.get('$filter');
  let filter: FilterNode | undefined;
  try {
    filter = source === null ? undefined : parseFilter(source);
  } catch {
    return graphError(call, 400, 'BadRequest', 'Invalid filter clause.');
  }
  const from = pageStart(call.url);
  if (from === undefined) return graphError(call, 400, 'BadRequest', 'Invalid $skiptoken.');
  const oldestFirst = /^activityDateTime(?:\s+asc)?$/i.test(call.url.searchParams.get('$orderby') ?? '');
  const all = oldestFirst ? [...tenant.audit] : [...tenant.audit].reverse();
  const found = filter === undefined ? all : all.filter((event) => fits(event, filter));
  const page = scanPage(found.length, from, pageSize(call.url, 1_000), () => true);
  const link = page.next === undefined ? {} : { '@odata.nextLink': nextLink(call.url, tenant.origin.graph, page.next) };
  return {
    status: 200,
    body: {
      '@odata.context': `${tenant.origin.graph}/v1.0/$metadata#deviceManagement/auditEvents`,
      ...link,
      value: page.indices.map((index) => found[index]),
    },
  };
}

export const auditCategories = (): Reply => ({
  status: 200,
  body: { value: ['Application', 'Compliance', 'Device', 'DeviceConfiguration', 'Enrollment', 'Role'] },
});

export const auditActivityTypes = (): Reply => ({ status: 200, body: { value: ACTIVITY_TYPES } });
