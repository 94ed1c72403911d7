import type { AccessToken } from '../entra/token-store';

/** The answer of a Graph handler; turned into a Response, or into one part of a batch. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer comes from something on the way (a proxy): without the service's headers. */
  readonly byStranger?: true;
}

/** One Graph request, as handlers see it. */
export interface GraphCall {
  readonly method: string;
  /** Path below the version, decoded, e.g. /deviceManagement/managedDevices. */
  readonly path: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly now: number;
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** A call whose token was accepted. */
export interface SignedCall extends GraphCall {
  readonly token: AccessToken;
  readonly params: Readonly<Record<string, string>>;
}

export type GraphHandler = (call: SignedCall) => Reply | Promise<Reply>;

/** One line of the routing table. `{name}` segments become parameters. */
export interface GraphRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Any one of these delegated scopes opens it. */
  readonly scopes: readonly string[];
  /** Needs an Intune role besides the scope. */
  readonly intune: boolean;
  readonly run: GraphHandler;
}

/** Parameters when the path fits the pattern, else undefined. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, segment] of wanted.entries()) {
    const value = given[place] ?? '';
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = value;
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return params;
}
