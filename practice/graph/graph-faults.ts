import type { FaultRule } from '../faults';
import { proxyPage, proxyRefusal, proxySignIn } from '../proxy';
import type { Tenant } from '../tenant';
import { claimsChallenge } from './access';
import { approvalNeeded, noLicense, notFound, shapes, silentRefusal, throttled } from './errors';
import type { GraphCall, Reply } from './reply';

/** The host of planted links; reserved, so it can never be reached. */
const FOREIGN = 'https://graph.attacker.invalid';

function retryAfter(rule: FaultRule): string | null {
  if (rule.retryAfter === null) return null;
  return rule.retryAfter === undefined ? '2.128' : String(rule.retryAfter);
}

const given = (wait: string | null): Readonly<Record<string, string>> => (wait === null ? {} : { 'Retry-After': wait });

/** Graph never answers in HTML. */
const isPage = (body: unknown): boolean => typeof body === 'string' && body.trimStart().startsWith('<');

/** An answer that replaces the service's own, or undefined when the rule lets the service work. */
export function replacedReply(tenant: Tenant, call: GraphCall, rule: FaultRule): Reply | undefined {
  switch (rule.kind) {
    case 'throttle':
      return throttled(call, retryAfter(rule));
    case 'status':
      if (rule.shape !== undefined) return shapes[rule.shape](call);
      if (isPage(rule.body))
        return {
          status: rule.status ?? 503,
          body: rule.body,
          headers: { 'Content-Type': 'text/html' },
          byStranger: true,
        };
      return {
        status: rule.status ?? 503,
        body: rule.body ?? '',
        headers: given(retryAfter({ retryAfter: null, ...rule })),
      };
    case 'malformed':
      return { status: rule.status ?? 200, body: typeof rule.body === 'string' ? rule.body : '{"value":[{"id":' };
    case 'html':
      return {
        status: rule.status ?? 200,
        headers: { 'Content-Type': 'text/html' },
        body: '<!doctype html><title>Log in to the guest network</title>',
        byStranger: true,
      };
    case 'proxy-page':
      return { ...proxyPage(rule), byStranger: true };
    case 'proxy-refusal':
      return { ...proxyRefusal(rule), byStranger: true };
    case 'nameless':
      return {
        status: rule.status ?? 204,
        headers: given(retryAfter({ retryAfter: null, ...rule })),
        byStranger: true,
      };
    case 'proxy-sign-in':
      return { ...proxySignIn(rule), byStranger: true };
    case 'no-license':
      return noLicense(call);
    case 'not-found':
      return notFound(call);
    case 'silent-refusal':
      return silentRefusal(call);
    case 'approval':
      return approvalNeeded(call);
    case 'redirect':
      return { status: 302, headers: { Location: `${FOREIGN}${call.path}` }, byStranger: true };
    case 'claims-challenge':
      return claimsChallenge(tenant, call, Math.floor(call.now / 1_000));
    default:
      return undefined;
  }
}

/** Changes the service's own answer where the rule says so. */
export function bentReply(call: GraphCall, rule: FaultRule, reply: Reply): Reply {
  if (rule.kind === 'proxy-replaced') return { ...proxyPage(rule), byStranger: true };
  if (typeof reply.body !== 'object' || reply.body === null) return reply;
  if (rule.kind === 'foreign-next-link') {
    return { ...reply, body: { ...reply.body, '@odata.nextLink': `${FOREIGN}${call.url.pathname}?$skiptoken=stolen` } };
  }
  if (rule.kind !== 'empty-page') return reply;
  return { ...reply, body: { ...reply.body, value: [], '@odata.nextLink': call.url.href } };
}
