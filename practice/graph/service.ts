import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../tenant';
import { authenticate, authorize } from './access';
import type { PartRunner } from './batch';
import { answerBatch } from './batch';
import { graphError } from './errors';
import { bentReply, replacedReply } from './graph-faults';
import type { GraphCall, GraphRoute, Reply } from './reply';
import { matchPath } from './reply';
import { graphRoutes } from './routes';

const VERSION = '/v1.0';

/** Thrown where a real client would see its connection break. */
export const connectionLost = (): TypeError => new TypeError('fetch failed');

type Incoming = Pick<GraphCall, 'method' | 'url' | 'headers' | 'body'>;

function callOf(tenant: Tenant, incoming: Incoming): GraphCall {
  const { url, headers } = incoming;
  let path = url.pathname.slice(VERSION.length);
  try {
    path = decodeURIComponent(path);
  } catch {
    // A path with an invalid escape sequence is looked up unchanged, and not found.
  }
  // Both key styles are legal: managedDevices('id') and managedDevices/id.
  path = path.replaceAll(/([A-Za-z])\('([^']*)'\)(?=\/|$)/g, '$1/$2').replace(/\/$/, '');
  const clientRequestId = headers.get('client-request-id') ?? randomUUID();
  return { ...incoming, path, now: tenant.clock.now(), requestId: randomUUID(), clientRequestId };
}

function unknownPath(call: GraphCall): Reply {
  const segment = call.path.split('/').find((part) => part !== '') ?? '';
  return graphError(call, 400, 'BadRequest', `Resource not found for the segment '${segment.slice(0, 100)}'.`);
}

function findRoute(
  routes: readonly GraphRoute[],
  call: GraphCall,
): { route: GraphRoute; params: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.method !== call.method) continue;
    const params = matchPath(route.path, call.path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

/** The Graph model: answers one Request. A rejected promise is a broken connection. */
export function createGraph(tenant: Tenant): (request: Request) => Promise<Response> {
  const routes = graphRoutes(tenant);

  const serve = async (call: GraphCall): Promise<Reply> => {
    const token = authenticate(tenant, call);
    if ('status' in token) return token;
    if (call.method === 'POST' && call.path === '/$batch') return answerBatch(call, runPart(call));
    const found = findRoute(routes, call);
    if (found === undefined) return unknownPath(call);
    return authorize(call, token, found.route) ?? found.route.run({ ...call, token, params: found.params });
  };

  const withFaults = async (call: GraphCall): Promise<Reply> => {
    const rule = tenant.faults.strike(call.method, `${call.url.pathname}${call.url.search}`);
    if (rule === undefined) return serve(call);
    if (rule.kind === 'drop-before') throw connectionLost();
    const reply = replacedReply(tenant, call, rule) ?? bentReply(call, rule, await serve(call));
    if (rule.kind === 'delay') await sleep(rule.delayMs ?? 1_000);
    if (rule.kind === 'drop-after-accept') throw connectionLost();
    return reply;
  };

  const answer = async (call: GraphCall, inBatch: boolean): Promise<Reply> => {
    const record = {
      at: call.now,
      method: call.method,
      path: `${call.url.pathname}${call.url.search}`,
      clientRequestId: call.clientRequestId,
      ...(inBatch ? { inBatch: true as const } : {}),
    };
    try {
      const reply = await withFaults(call);
      tenant.log.add({ ...record, status: reply.status });
      if (reply.byStranger === true) return reply;
      return {
        ...reply,
        headers: { 'request-id': call.requestId, 'client-request-id': call.clientRequestId, ...reply.headers },
      };
    } catch (cause) {
      tenant.log.add({ ...record, status: 0 });
      throw cause;
    }
  };

  const runPart =
    (outer: GraphCall): PartRunner =>
    async (method, url, headers, body) => {
      const own = new Headers(headers);
      own.set('authorization', outer.headers.get('authorization') ?? '');
      return answer(
        callOf(tenant, { method, url: new URL(`${VERSION}${url}`, tenant.origin.graph), headers: own, body }),
        true,
      );
    };

  return async (request) => {
    const body = request.method === 'POST' ? await request.text() : '';
    const call = callOf(tenant, { method: request.method, url: new URL(request.url), headers: request.headers, body });
    return toResponse(call, await answer(call, false), tenant.state.clockAheadMs);
  };
}

function toResponse(call: GraphCall, reply: Reply, skewMs: number): Response {
  const own = reply.byStranger === true ? {} : { 'Cache-Control': 'no-cache', 'OData-Version': '4.0' };
  const headers = new Headers({ Date: new Date(call.now + skewMs).toUTCString(), ...own });
  if (reply.body !== undefined) headers.set('Content-Type', 'application/json; odata.metadata=minimal');
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  return new Response(reply.body === undefined ? null : text, { status: reply.status, headers });
}
