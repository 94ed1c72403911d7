import type { Shortlist } from '../../shared/contract/devices';
import type { InventoryView } from '../../shared/contract/inventory';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Session } from '../../shared/contract/session';
import type { RequestNews } from '../assistance/needs';
import type { OutsideCommand } from '../desktop/outside-commands';
import type { Presence } from '../session/workplace';
import type { WorkConnection } from './connection';

/** One kind of event, from the part that emits it to the parts that listen. */
export interface Channel<T> {
  readonly tell: (news: T) => void;
  /** Listeners are called in the order in which they were added. Earlier events are not replayed. */
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

/** All events between the parts. Created before every part, so that no part depends on one that is created later. */
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
  /** The settings view changed. */
  readonly settings: Channel<null>;
  readonly commands: Channel<OutsideCommand>;
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
  commands: createChannel(),
});
