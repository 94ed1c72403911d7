/** Delegated Graph scopes that the practice registration lists. */
export const GRAPH_SCOPES = [
  'DeviceManagementManagedDevices.Read.All',
  'DeviceManagementManagedDevices.ReadWrite.All',
  'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'DeviceManagementConfiguration.ReadWrite.All',
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementApps.Read.All',
  'DeviceManagementRBAC.Read.All',
  'User.ReadBasic.All',
  'User.Read',
] as const;

const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access'];
const BY_NAME = new Map(GRAPH_SCOPES.map((scope) => [scope.toLowerCase(), scope]));

export interface RequestedScopes {
  /** Names without the resource. */
  readonly graph: readonly string[];
  readonly oidc: readonly string[];
  /** The request named Graph scopes without their resource; the answer then does the same. */
  readonly bare: boolean;
}

/** Reads a scope parameter; undefined when one is unknown or belongs to another resource. */
export function parseScopes(text: string, graphOrigin: string): RequestedScopes | undefined {
  const prefix = `${graphOrigin.toLowerCase()}/`;
  const graph: string[] = [];
  const oidc: string[] = [];
  let bare = false;
  for (const scope of text.split(' ').filter((part) => part !== '')) {
    const lower = scope.toLowerCase();
    if (OIDC_SCOPES.includes(lower)) {
      oidc.push(lower);
      continue;
    }
    const qualified = lower.startsWith(prefix);
    const name = qualified ? lower.slice(prefix.length) : lower;
    const known = BY_NAME.get(name);
    if (known !== undefined) graph.push(known);
    else if (name === '.default') graph.push(...GRAPH_SCOPES);
    else return undefined;
    bare ||= !qualified;
  }
  return { graph, oidc, bare };
}

/** The scope member of a token answer. */
export function scopeText(
  granted: Iterable<string>,
  oidc: readonly string[],
  bare: boolean,
  graphOrigin: string,
): string {
  const graph = [...granted].map((name) => (bare ? name : `${graphOrigin}/${name}`));
  return [...graph, ...oidc.filter((scope) => scope !== 'offline_access')].join(' ');
}
