import { share } from './data/random';

/** A failure that the practice tenant plays on matching requests. */
export type FaultKind =
  /** 429 with `retryAfter` (null leaves the header out). */
  | 'throttle'
  /** The connection breaks before the service saw the request. */
  | 'drop-before'
  /** The service does its work, then the connection breaks. */
  | 'drop-after-accept'
  /** `status`, with `body` or one of the error shapes A to E. */
  | 'status'
  /** `status` (204) with nothing that says who answered, as some captive portals and proxies do; the service never sees the request. */
  | 'nameless'
  /** The answer comes `delayMs` late. */
  | 'delay'
  /** HTTP 200 with a body that is not JSON. */
  | 'malformed'
  /** HTTP 200, or `status`, with an HTML page, as captive portals send it: without the service's headers. */
  | 'html'
  /** A proxy's page with `status` (403), the proxy's own headers and none of the service's. The service never sees the request, but the page does not prove it. */
  | 'proxy-page'
  /** The same from a proxy that says that it refused before it passed the request on. */
  | 'proxy-refusal'
  /** The service does its work, then a proxy replaces the answer by its own page. */
  | 'proxy-replaced'
  /** 407: the proxy asks for a sign-in of the kind in `body`, "Basic realm=…" by default. */
  | 'proxy-sign-in'
  /** 400 of a tenant without Intune, or of the wrong one. */
  | 'no-license'
  /** 404 in Graph's own words: this path does not lead to the device. */
  | 'not-found'
  /** 403 of Graph without a reason. */
  | 'silent-refusal'
  /** 412: a second administrator must approve (Multi Admin Approval). */
  | 'approval'
  /** `@odata.nextLink` points to another host. */
  | 'foreign-next-link'
  /** An empty page that still has a next link. */
  | 'empty-page'
  /** A redirect to another host. */
  | 'redirect'
  /** 401 with a claims challenge. */
  | 'claims-challenge';

/** Which requests a rule means; `path` is tested against path and query. Text is a regular expression, too. */
export interface FaultMatch {
  readonly method?: string;
  readonly path?: RegExp | string;
}

export interface FaultRule {
  readonly kind: FaultKind;
  readonly match?: FaultMatch;
  /** How often it strikes before it is used up; without it, always. */
  readonly times?: number;
  /** Matching requests let through before it may strike. */
  readonly skip?: number;
  /** Share of matching requests, 0 to 1; without it, every one. Seeded, so a run can be repeated. */
  readonly rate?: number;
  /** Seconds as they stand in the header, or null for no header. Default 2.128: fractions are legal. */
  readonly retryAfter?: number | string | null;
  readonly status?: number;
  readonly body?: unknown;
  readonly shape?: 'A' | 'B' | 'C' | 'D' | 'E';
  readonly delayMs?: number;
}

export interface Faults {
  readonly add: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** The first rule that strikes this request; counts it as used. */
  readonly strike: (method: string, target: string) => FaultRule | undefined;
}

interface Armed {
  readonly rule: FaultRule;
  readonly path: RegExp | undefined;
  readonly number: number;
  seen: number;
  used: number;
}

function strikes(armed: Armed, seed: number): boolean {
  const { rule } = armed;
  armed.seen += 1;
  if (armed.seen <= (rule.skip ?? 0)) return false;
  if (rule.times !== undefined && armed.used >= rule.times) return false;
  if (rule.rate !== undefined && share(seed, 500 + armed.number, armed.seen) >= rule.rate) return false;
  armed.used += 1;
  return true;
}

/** Rules are tried in the order they were added. */
export function createFaults(seed: number, initial: readonly FaultRule[] = []): Faults {
  let armed: Armed[] = [];
  let added = 0;
  const add = (rule: FaultRule): void => {
    const path = rule.match?.path;
    armed.push({
      rule,
      path: typeof path === 'string' ? new RegExp(path, 'i') : path,
      number: added,
      seen: 0,
      used: 0,
    });
    added += 1;
  };
  for (const rule of initial) add(rule);
  return {
    add,
    clear: () => {
      armed = [];
    },
    strike: (method, target) => {
      for (const candidate of armed) {
        const wanted = candidate.rule.match?.method;
        if (wanted !== undefined && wanted.toUpperCase() !== method) continue;
        if (candidate.path !== undefined && target.search(candidate.path) < 0) continue;
        if (strikes(candidate, seed)) return candidate.rule;
      }
      return undefined;
    },
  };
}
