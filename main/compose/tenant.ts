import { join } from 'node:path';
import { iso } from '../../shared/clock';
import type { AppContract } from '../../shared/contract';
import type { Publish } from '../../shared/contract/define';
import { systemClock as clock } from '../desktop/platform/clock';
import { startInventoryProcess } from '../desktop/platform/start-inventory-process';
import { createExternalLinks } from '../desktop/security/external-links';
import type { StartOptions } from '../desktop/start-options';
import { createFinder } from '../inventory/finder';
import type { FoundThrough } from '../inventory/found-through';
import { createFoundThrough } from '../inventory/found-through';
import { createLiveSearch } from '../inventory/live/live-search';
import { createLocalAnswers } from '../inventory/local/answers';
import { tidyInventories } from '../inventory/local/kept-files';
import { createLocalInventory } from '../inventory/local/local-inventory';
import type { InventoryKeeper, LocalAnswers } from '../inventory/local/port';
import type { ShortlistKeeper } from '../inventory/port';
import { createShortlist } from '../inventory/shortlist/shortlist';
import type { ShortlistNews } from '../inventory/shortlist/shortlist-news';
import { createShortlistNews } from '../inventory/shortlist/shortlist-news';
import type { Notices } from '../session/notices';
import { createSessionLink } from '../session/session-link';
import type { Workplace } from '../session/workplace';
import { createWorkplace } from '../session/workplace';
import { activeProfile } from '../settings/practice-profile';
import type { Connector, WorkConnection } from './connection';
import { createConnector } from './connection';
import type { Identity } from './identity';
import { createIdentity } from './identity';
import type { News } from './news';
import type { Stored } from './stored';

/** The connected tenant: its session and its devices. */
export interface Tenant {
  readonly workplace: Workplace<WorkConnection>;
  readonly identity: Identity;
  readonly connector: Connector;
  readonly inventory: InventoryKeeper;
  readonly local: LocalAnswers;
  /** Remembers what each device in a search result was found through. */
  readonly found: FoundThrough;
  readonly shortlist: ShortlistKeeper;
  readonly shortlistNews: ShortlistNews;
}

interface TenantParts {
  readonly start: StartOptions;
  readonly stored: Stored;
  readonly news: News;
  readonly notices: Notices;
  readonly publish: Publish<AppContract>;
}

export function composeTenant({ start, stored, news, notices, publish }: TenantParts): Tenant {
  const { paths, log } = start;
  const { userData } = paths;
  const { settings, preferences } = stored;
  const shortlist = createShortlist({ clock, changed: news.shortlist.tell });
  const link = createSessionLink();
  const connector = createConnector({
    folder: join(userData, 'accounts'),
    clock,
    log,
    links: createExternalLinks({ log, clock }),
    session: link,
    wasUsed: (id) => stored.profileOwners.known().some(({ profileId }) => profileId === id),
    skewed: (skew) => notices.add({ code: 'network.clock', why: 'skew', skew }, null),
    throttled: (seconds) => publish.app.throttled({ until: iso(clock.now() + seconds * 1_000) }),
  });
  const inventory = createLocalInventory({
    clock,
    log,
    startProcess: (onGone) => startInventoryProcess(paths.main, log, onGone),
    keyFile: connector.secretFile,
    place: () => preferences().inventory,
    tidy: () => tidyInventories(userData, preferences().inventory, stored.keptProfiles()),
    changed: news.inventory.tell,
    notice: (failure) => notices.add(failure, 'inventory'),
  });
  const shortlistNews = createShortlistNews({ open: () => inventory.open(), clock, shortlist });
  const found = createFoundThrough(() => shortlist.owner());
  const local = createLocalAnswers({
    open: () => inventory.open(),
    asOf: () => inventory.current().asOf,
    clock,
    shortlist,
  });
  const workplace = createWorkplace({
    clock,
    first: activeProfile(settings.current()),
    connect(profile) {
      const connection = connector.connect(profile);
      const finder = found.finder(createFinder(createLiveSearch({ graph: connection.graph, clock, shortlist }), local));
      return { ...connection, finder };
    },
    sessionChanged: news.session.tell,
    presenceChanged: (presence, isSignedOut) => news.presence.tell({ presence, isSignedOut }),
  });
  link.join(workplace.keeper);
  return {
    workplace,
    identity: createIdentity(workplace),
    connector,
    inventory,
    local,
    found,
    shortlist,
    shortlistNews,
  };
}
