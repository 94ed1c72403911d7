import { Hono } from 'hono';
import type { Clock } from './clock';
import type { PracticeControl } from './control';
import { createControl } from './control';
import { createDetectedApps } from './data/detected-apps';
import { createInventory } from './data/inventory';
import { createProperties, lastSyncReader } from './data/properties';
import { createAccounts } from './entra/accounts';
import { createEntra } from './entra/app';
import { replacedResponse } from './entra/sign-in-faults';
import { createTokenStore } from './entra/token-store';
import type { FaultRule } from './faults';
import { createFaults } from './faults';
import { seedAudit } from './graph/audit';
import { connectionLost, createGraph } from './graph/service';
import type { PracticeProfile } from './profile';
import { practiceProfile } from './profile';
import { createRequestLog } from './request-log';
import { createSessions } from './sessions';
import type { Handler } from './sign-in-without-browser';
import type { Origins, Tenant } from './tenant';

export type { Clock } from './clock';
export type { PracticeControl } from './control';
export { landmarkPeople, landmarks } from './data/landmarks';
export type { FaultRule } from './faults';
export { CLIENT_ID, FOREIGN_TENANT_ID, TENANT_ID } from './identity';
export type { PracticeProfile } from './profile';
export type { Handler } from './sign-in-without-browser';
export { signInWithoutBrowser } from './sign-in-without-browser';
export type { Origins } from './tenant';

export interface PracticeOptions {
  /** Same seed, same tenant. Default 7. */
  readonly seed?: number;
  /** Number of managed devices, landmarks included. Default 2,500. */
  readonly devices?: number;
  readonly origin: Origins;
  /** Default: the system's. All behaviour derives from it. */
  readonly clock?: Clock;
  readonly faults?: readonly FaultRule[];
  /** Adds devices whose rows break the service's own promises. */
  readonly hostile?: boolean;
  /** The AADSTS code with which the blocked account's sign-in ends. Default 53003. */
  readonly blockedCode?: number;
}

export interface PracticeTenant {
  readonly handler: Handler;
  readonly profile: PracticeProfile;
  readonly control: PracticeControl;
}

const DEFAULT_DEVICES = 2_500;

function createTenant(options: PracticeOptions): Tenant {
  const { seed = 7, devices = DEFAULT_DEVICES, origin, clock = Date, hostile = false } = options;
  const born = clock.now();
  const inventory = createInventory({ seed, devices, hostile, born });
  const sessions = createSessions(seed, inventory);
  const accounts = createAccounts(options.blockedCode);
  return {
    seed,
    born,
    clock,
    origin,
    inventory,
    sessions,
    accounts,
    properties: createProperties(inventory, sessions, born),
    lastSync: lastSyncReader(inventory, sessions),
    apps: createDetectedApps(seed, inventory),
    tokens: createTokenStore(clock),
    audit: seedAudit({ inventory, seed, born, accounts }),
    faults: createFaults(seed, options.faults),
    log: createRequestLog(),
    state: {
      connector: 'onboarded',
      failure: undefined,
      clockAheadMs: 0,
      withheld: [],
      preferred: accounts[0]?.userPrincipalName ?? '',
    },
  };
}

/** Logs and breaks sign-in requests; Graph does both itself, because its batches do it per part. */
function withEntraFaults(tenant: Tenant, entra: Hono): (request: Request) => Promise<Response> {
  const answer = async (request: Request, rule: FaultRule | undefined): Promise<Response> => {
    if (rule?.kind === 'drop-before') throw connectionLost();
    const replaced = rule === undefined ? undefined : await replacedResponse(rule);
    const response = replaced ?? (await entra.fetch(request));
    if (rule?.kind === 'drop-after-accept') throw connectionLost();
    return response;
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    const record = { at: tenant.clock.now(), method: request.method, path: pathname };
    try {
      const response = await answer(request, tenant.faults.strike(request.method, pathname));
      tenant.log.add({ ...record, status: response.status });
      return response;
    } catch (cause) {
      tenant.log.add({ ...record, status: 0 });
      throw cause;
    }
  };
}

/**
 * A practice tenant in memory: an Entra-like sign-in and a Graph-like Intune behind one fetch handler.
 * A model, not the truth. Requests to other hosts, and dropped connections, reject with a TypeError as fetch does.
 */
export function createPracticeTenant(options: PracticeOptions): PracticeTenant {
  const tenant = createTenant(options);
  const graph = createGraph(tenant);
  const entra = withEntraFaults(tenant, createEntra(tenant));
  const app = new Hono();
  app.all('/v1.0/*', (context) => graph(context.req.raw));
  app.all('*', (context) => entra(context.req.raw));
  // Hono would turn an exception into a 500; here it stands for the broken connection.
  app.onError((error) => {
    throw error;
  });
  const known = new Set([options.origin.authority, options.origin.graph]);
  const handler: Handler = async (request) => {
    if (!known.has(new URL(request.url).origin)) throw connectionLost();
    return app.fetch(request);
  };
  return { handler, profile: practiceProfile(options.origin), control: createControl(tenant) };
}
