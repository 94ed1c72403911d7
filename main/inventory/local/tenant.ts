import { join } from 'node:path';
import type { Owner } from '../../auth/owner';
import type { GraphPort } from '../../graph/port';
import { cloudRoots } from '../../settings/clouds';
import type { TenantProfile } from '../../settings/port';
import { practiceId } from '../../settings/practice-profile';
import { partitionName } from '../../store/partition';
import { FOLDER } from './kept-files';
import type { InventoryTenant } from './port';

interface Connected {
  readonly profile: TenantProfile;
  readonly graph: GraphPort;
  readonly quiet: () => Promise<void>;
}

/**
 * The inventory of one owner, stored in `inventory/<profile>/<owner>` below `userData`, with a separate folder for each custom
 * cloud. The practice tenant's is not stored, because that tenant is recreated at every start.
 */
export function inventoryTenant(
  userData: string,
  { homeAccountId, cloud }: Owner,
  { profile, graph, quiet }: Connected,
): InventoryTenant {
  const account = partitionName(homeAccountId);
  return {
    owner: { tenantId: `${cloudRoots(profile.cloud).graph} ${profile.tenantId}`, accountId: homeAccountId },
    folder:
      profile.id === practiceId
        ? null
        : join(userData, FOLDER, profile.id, cloud === null ? account : partitionName(account, cloud)),
    pages: { fetch: (request, signal, onHint) => graph.devicePage(request, { signal, onHint, background: true }) },
    quiet,
  };
}
