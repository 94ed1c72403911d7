import { createHash } from 'node:crypto';
import type { Failure } from '../../shared/failure';
import type { ActionResult, SessionFacts } from '../graph/port';
import { sessionHost } from './link-policy';
import { serviceText } from './service-text';

/** What Intune said about the device before the request. Links and error texts are kept as SHA-256 only. */
export interface Baseline {
  /** False when it could not be read: then any link counts as new. */
  readonly isRead: boolean;
  /** Null when there was no link. */
  readonly linkHash: string | null;
  readonly errorHash: string | null;
  readonly actions: readonly ActionResult[];
  /** Milliseconds since 1970, clock of this workstation, of the read. */
  readonly readAt: number;
  /** The same moment by the service's clock; null when it did not say. */
  readonly serverTime: number | null;
}

/** What a read of the device proves about the request. */
export type Verdict =
  | { readonly kind: 'link'; readonly hash: string; readonly host: string | null }
  /** Intune calls the action done, and the link is the one from before: it lingers or is used again. */
  | { readonly kind: 'same-link'; readonly hash: string; readonly host: string | null }
  | { readonly kind: 'failed'; readonly by: 'error-details' | 'action'; readonly failure: Failure }
  | { readonly kind: 'action' }
  | { readonly kind: 'nothing' };

const mostActions = 20;
/** Between reading the service's `Date` header and the request, clocks may drift by this much. */
const toleranceMs = 5_000;
/** Without a server time only this workstation's clock is known. */
const blindToleranceMs = 120_000;

/** Actions of other kinds; the name of our own action is documented nowhere, so it is not asked for. */
const otherActions = new Set(
  [
    'bypassActivationLock', 'cleanWindowsDevice', 'deleteUserFromSharedAppleDevice', 'disableLostMode', 'enableLostMode',
    'locateDevice', 'logoutSharedAppleDeviceActiveUser', 'rebootNow', 'recoverPasscode', 'remoteLock', 'resetPasscode',
    'retire', 'removeCompanyData', 'shutDown', 'syncDevice', 'updateWindowsDeviceAccount', 'windowsDefenderScan',
    'quickScan', 'fullScan', 'windowsDefenderUpdateSignatures', 'wipe', 'factoryReset', 'setDeviceName', 'rotateBitLockerKeys',
    'createDeviceLogCollectionRequest', 'playLostModeSound',
  ].map((name) => name.toLowerCase()),
);

export const secretHash = (text: string): string | null =>
  text === '' ? null : createHash('sha256').update(text).digest('hex');

/** What has to be remembered of a read made before the request. */
export function baselineOf(facts: SessionFacts, readAt: number): Baseline {
  return {
    isRead: true,
    linkHash: secretHash(facts.sessionUrl),
    errorHash: secretHash(facts.errorDetails),
    actions: facts.actions.slice(0, mostActions).map((action) => ({ ...action, name: serviceText(action.name).slice(0, 64), state: serviceText(action.state).slice(0, 32) })),
    readAt,
    serverTime: facts.serverTime,
  };
}

export const unreadBaseline = (readAt: number): Baseline => ({
  isRead: false,
  linkHash: null,
  errorHash: null,
  actions: [],
  readAt,
  serverTime: null,
});

/** Compares a read with what was there before. `askedAt` is the time of the request in milliseconds since 1970. */
export function judge(facts: SessionFacts, before: Baseline, askedAt: number): Verdict {
  const hash = secretHash(facts.sessionUrl);
  const host = sessionHost(facts.sessionUrl);
  if (hash !== null && hash !== before.linkHash) return { kind: 'link', hash, host };
  const error = secretHash(facts.errorDetails);
  // An error text of an unknown past could belong to an older attempt.
  if (before.isRead && error !== null && error !== before.errorHash) {
    return { kind: 'failed', by: 'error-details', failure: sessionFailure(facts, facts.errorDetails) };
  }
  const action = newestAction(facts.actions, before, askedAt);
  if (action === null) return { kind: 'nothing' };
  if (badEnds.has(action.state)) return { kind: 'failed', by: 'action', failure: sessionFailure(facts, action.state) };
  return action.state === 'done' && hash !== null ? { kind: 'same-link', hash, host } : { kind: 'action' };
}

const badEnds = new Set(['failed', 'notSupported', 'canceled']);

const sessionFailure = (facts: SessionFacts, detail: string): Failure => ({
  code: 'request.session-failed',
  detail: serviceText(detail),
  ...(facts.requestId === null ? {} : { requestId: facts.requestId }),
});

/** The newest action result that began after the request and is not known to be of another kind. */
function newestAction(actions: readonly ActionResult[], before: Baseline, askedAt: number): ActionResult | null {
  const from =
    before.serverTime === null ? askedAt - blindToleranceMs : before.serverTime + (askedAt - before.readAt) - toleranceMs;
  let newest: { readonly at: number; readonly action: ActionResult } | null = null;
  for (const action of actions) {
    const at = action.startedAt === null ? Number.NaN : Date.parse(action.startedAt);
    if (!(at >= from) || otherActions.has(action.name.toLowerCase()) || wasThere(action, before)) continue;
    if (newest === null || at >= newest.at) newest = { at, action };
  }
  return newest === null ? null : newest.action;
}

const wasThere = (action: ActionResult, before: Baseline): boolean =>
  before.actions.some((old) => old.name === action.name && old.startedAt === action.startedAt);
