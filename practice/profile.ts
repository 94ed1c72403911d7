import { CLIENT_ID, SESSION_HOSTS, TENANT_ID } from './identity';
import type { Origins } from './tenant';

/** A tenant profile in the words of the *.deskside.json file. */
export interface PracticeProfile {
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: Origins;
  readonly sessionHosts: readonly string[];
}

export function practiceProfile(origin: Origins): PracticeProfile {
  return {
    name: 'Contoso (practice)',
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    cloud: { authority: origin.authority, graph: origin.graph },
    sessionHosts: SESSION_HOSTS,
  };
}
