import { join } from 'node:path';
import type { Account } from '../../auth/port';
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
 * The inventory of one account in one tenant of one cloud; kept in `inventory/<profile>/<account>` below `userData`. That of the
 * practice tenant, which is made anew with every start, is not kept.
 */
export function inventoryTenant(userData: string, account: Account, { profile, graph, quiet }: Connected): InventoryTenant {
  const { homeAccountId } = account;
  return {
    owner: { tenantId: `${cloudRoots(profile.cloud).graph} ${profile.tenantId}`, accountId: homeAccountId },
    folder: profile.id === practiceId ? null : join(userData, FOLDER, profile.id, partitionName(homeAccountId)),
    pages: { fetch: (request, signal, onHint) => graph.devicePage(request, { signal, onHint, background: true }) },
    quiet,
  };
}
