import type { Actor } from '../assistance/api';
import type { RunningAssistance } from '../assistance/assistance';
import type { Owner } from '../auth/owner';
import { ownerOf } from '../auth/owner';
import { historyPartition } from '../history/history';
import type { InventoryKeeper } from '../inventory/local/port';
import { inventoryTenant } from '../inventory/local/tenant';
import type { ShortlistKeeper } from '../inventory/port';
import { createShortlistStore } from '../inventory/shortlist/shortlist-store';
import type { Notices } from '../session/notices';
import type { Workplace } from '../session/workplace';
import { customCloud } from '../settings/clouds';
import type { WorkConnection } from './connection';
import type { PresenceNews } from './news';
import type { Stored } from './stored';

/** The signed-in account and tenant, in the type that each part needs; null while no one is signed in. */
export interface Identity {
  /** For requests. */
  actor(): Actor | null;
  /** For everything that is stored. */
  owner(): Owner | null;
  /** For confirmation dialogs. */
  subject(): { readonly tenant: string; readonly account: string };
}

export function createIdentity(workplace: Workplace<WorkConnection>): Identity {
  const actor = (): Actor | null => {
    const presence = workplace.presence();
    if (presence === null) return null;
    const { tenant, profile } = presence.connection;
    return { account: presence.account, tenant, cloud: customCloud(profile.cloud), sessionHosts: profile.sessionHosts };
  };
  return {
    actor,
    owner() {
      const who = actor();
      return who === null ? null : ownerOf(who);
    },
    subject: () => ({
      tenant: workplace.connection().tenant.name,
      account: workplace.presence()?.account.upn ?? '',
    }),
  };
}

interface Followers {
  readonly userData: string;
  readonly identity: Identity;
  readonly stored: Pick<Stored, 'former' | 'retention' | 'profileOwners' | 'preferences'>;
  readonly notices: Notices;
  readonly shortlist: ShortlistKeeper;
  readonly inventory: InventoryKeeper;
  readonly assistance: RunningAssistance;
}

/** Switches everything that belongs to one owner to the current one. */
export function followPresence(parts: Followers): (news: PresenceNews) => void {
  const { userData, identity, stored, notices, shortlist, inventory, assistance } = parts;
  const { former, retention, profileOwners, preferences } = stored;
  return ({ presence, isSignedOut }) => {
    const owner = identity.owner();
    const place = presence === null || owner === null ? null : { profileId: presence.connection.profile.id, owner };
    if (place !== null) {
      former.settleShortlist(place);
      void retention.learn(historyPartition(place.owner), place.profileId);
      void profileOwners.note(place.profileId, place.owner);
    }
    const store = place === null ? null : createShortlistStore(userData, place);
    if (store !== null && store.notice !== null) notices.add(store.notice, 'shortlist');
    shortlist.use(store);
    const tenant = presence === null || owner === null ? null : inventoryTenant(userData, owner, presence.connection);
    void inventory.use(tenant, { forget: isSignedOut && preferences().forgetInventory });
    assistance.actorChanged();
  };
}
