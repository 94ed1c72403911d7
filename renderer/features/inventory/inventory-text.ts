import { isAlreadyShown } from '../../../shared/cause';
import type { InventoryView, SyncView } from '../../../shared/contract/inventory';
import type { Failure } from '../../../shared/failure';
import { failureText } from '../../../shared/i18n/failure-text';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';

export interface Wording {
  readonly messages: Messages;
  readonly formats: Formats;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Number of devices in the list; `isRough`: the real number may be slightly lower. */
export interface Shown {
  readonly total: number;
  readonly isRough: boolean;
}

/** Nothing answered. An answer that is not from Intune, and a wrong clock, have texts of their own. */
export const isOffline = (failure: Failure | null): boolean =>
  failure?.code === 'network.offline' || failure?.code === 'network.timeout';

/** "1,204 of 412,806 devices"; only the total when the list shows all devices or something else. */
export function countText(messages: Messages, devices: number, shown: Shown | null): string {
  if (shown === null || shown.total === devices) return messages.inventory.count({ count: devices });
  const { countOf, countOfRough } = messages.inventory;
  return (shown.isRough ? countOfRough : countOf)({ shown: shown.total, count: devices });
}

/** The time of day; with the date when that is another day. */
export function momentText(formats: Formats, at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? formats.hourMinute(at) : formats.dateTime(at);
}

/** Progress of a run in devices, never in per cent: the expected total is a guess. */
export function runText(messages: Messages, { kind, devices, expected }: SyncView, asOf: string | null): string {
  const { refreshing, starting, soFar, soFarOf, again, againOf } = messages.inventory;
  if (kind === 'changes') return refreshing();
  const guessed = expected !== null && expected >= devices;
  if (asOf !== null) return guessed ? againOf({ count: devices, expected }) : again({ count: devices });
  if (devices === 0) return starting();
  return guessed ? soFarOf({ count: devices, expected }) : soFar({ count: devices });
}

/** Why a run is waiting; null when it is not. */
export function waitText(
  { messages, formats, now }: Wording,
  { waitingFor, waitingUntil }: SyncView,
  asOf: string | null,
): string | null {
  if (waitingFor === null) return null;
  const { noConnection, noConnectionFrom, busy, busySoon } = messages.inventory;
  if (isOffline(waitingFor))
    return asOf === null ? noConnection() : noConnectionFrom({ time: momentText(formats, Date.parse(asOf), now) });
  if (waitingFor.code !== 'graph.throttled' && waitingFor.code !== 'graph.server')
    return failureText(messages, waitingFor, 'reading').title;
  const seconds = waitingUntil === null ? 0 : Math.ceil((Date.parse(waitingUntil) - now) / 1000);
  return seconds > 0 ? busy({ n: seconds }) : busySoon();
}

/**
 * A run that the technician stopped. If the inventory was complete before, the count of the view is not that of the
 * run.
 */
export const stoppedText = ({ inventory }: Messages, asOf: string | null, read: number): string =>
  asOf === null ? inventory.stopped({ count: read }) : inventory.stoppedAgain();

/**
 * What a screen reader announces when a run that reads everything starts or ends; empty in between, for small
 * refreshes, and for a cause announced elsewhere.
 */
export function newsText(
  messages: Messages,
  before: InventoryView | null,
  after: InventoryView,
  shownElsewhere: readonly Failure[] = [],
): string {
  if (after.state !== 'ready') return '';
  const was = before?.sync ?? null;
  if (after.sync !== null) return was === null && after.sync.kind === 'full' ? messages.inventory.starting() : '';
  if (was === null) return '';
  if (after.isStopped) return stoppedText(messages, after.asOf, was.devices);
  if (after.failure !== null)
    return isAlreadyShown(after.failure, shownElsewhere) ? '' : failureText(messages, after.failure, 'reading').title;
  return was.kind === 'full' ? messages.inventory.newsDone({ count: after.devices }) : '';
}
