import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule } from '../faults';
import { proxyPage, proxyRefusal, proxySignIn } from '../proxy';

const plain = ({ body, ...init }: ReturnType<typeof proxyPage>): Response => new Response(body, init);

/** The answer with which a fault replaces the sign-in service's own, after any delay; undefined lets the service work. */
export async function replacedResponse(rule: FaultRule): Promise<Response | undefined> {
  switch (rule.kind) {
    case 'delay':
      await sleep(rule.delayMs ?? 1_000);
      return undefined;
    case 'throttle':
      return new Response('', {
        status: 429,
        headers: rule.retryAfter === null ? {} : { 'Retry-After': String(rule.retryAfter ?? '2.128') },
      });
    case 'status':
      return new Response(typeof rule.body === 'string' ? rule.body : JSON.stringify(rule.body ?? ''), {
        status: rule.status ?? 503,
      });
    case 'malformed':
      return new Response('{"token_type":', { headers: { 'Content-Type': 'application/json' } });
    case 'html':
      return new Response('<!doctype html><title>Log in to the guest network</title>', {
        headers: { 'Content-Type': 'text/html' },
      });
    case 'proxy-page':
    case 'proxy-replaced':
      return plain(proxyPage(rule));
    case 'proxy-refusal':
      return plain(proxyRefusal(rule));
    case 'nameless':
      return new Response(null, { status: rule.status ?? 204 });
    case 'proxy-sign-in':
      return plain(proxySignIn(rule));
    default:
      return undefined;
  }
}
