import type { Shortlist } from '../../shared/contract/devices';
import type { InventoryView } from '../../shared/contract/inventory';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Session } from '../../shared/contract/session';
import type { RequestNews } from '../assistance/needs';
import type { Wish } from '../desktop/wishes';
import type { Presence } from '../session/workplace';
import type { WorkConnection } from './connection';

/** One kind of news, from the part where it happens to the parts that it concerns. */
export interface Channel<T> {
  readonly tell: (news: T) => void;
  /** Listeners are called in the order in which they were added. News from before is not repeated. */
  readonly follow: (...listeners: readonly ((news: T) => void)[]) => void;
}

function createChannel<T>(): Channel<T> {
  const all: ((news: T) => void)[] = [];
  return {
    tell: (news) => all.forEach((listener) => listener(news)),
    follow: (...listeners) => void all.push(...listeners),
  };
}

/** Another account, another tenant, or no one; see `createWorkplace`. */
export interface PresenceNews {
  readonly presence: Presence<WorkConnection> | null;
  readonly isSignedOut: boolean;
}

/** All news between the parts. Made before every part, so that none has to know another one that is made later. */
export interface News {
  readonly session: Channel<Session>;
  readonly presence: Channel<PresenceNews>;
  readonly shortlist: Channel<Shortlist>;
  readonly inventory: Channel<InventoryView>;
  /** The list of requests. */
  readonly requests: Channel<readonly AssistanceRequest[]>;
  /** One request entered a state. */
  readonly steps: Channel<RequestNews>;
  readonly history: Channel<null>;
  /** The settings view says something else. */
  readonly settings: Channel<null>;
  readonly wishes: Channel<Wish>;
}

export const createNews = (): News => ({
  session: createChannel(),
  presence: createChannel(),
  shortlist: createChannel(),
  inventory: createChannel(),
  requests: createChannel(),
  steps: createChannel(),
  history: createChannel(),
  settings: createChannel(),
  wishes: createChannel(),
});
