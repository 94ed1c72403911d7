import { createHash } from 'node:crypto';
import { iso } from '../../shared/clock';
import type { Failure } from '../../shared/failure';
import { sessionHost } from './link-policy';
import type { ActionResult, SessionFacts } from './provider';
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
  /** The same moment by the service's clock; null when unknown. */
  readonly serverTime: number | null;
}

/** What a read of the device proves about the request. */
export type Verdict =
  | { readonly kind: 'link'; readonly hash: string; readonly host: string | null }
  /** Intune reports our action as done, but the link is still the previous one: either not yet replaced or reused. */
  | { readonly kind: 'same-link'; readonly hash: string; readonly host: string | null }
  | { readonly kind: 'failed'; readonly by: 'error-details' | 'action'; readonly failure: Failure }
  /** An action began after the request; it may be ours. */
  | { readonly kind: 'action' }
  | { readonly kind: 'nothing' };

const MOST_ACTIONS = 20;
/** Allowed drift of the clocks between reading the service's `Date` header and the request, in milliseconds. */
const TOLERANCE_MS = 5_000;
/** The same in milliseconds without a server time, when only the clock of this workstation is known. */
const BLIND_TOLERANCE_MS = 120_000;

/**
 * The action's own name in the API. No source documents that the results use this name; an entry with it is certainly
 * of our kind. Any other name, known or not, proves nothing.
 */
const ourAction = 'requestremoteassistance';

/** Actions of other kinds: not even a hint. */
const otherActions = new Set(
  [
    'bypassActivationLock',
    'cleanWindowsDevice',
    'deleteUserFromSharedAppleDevice',
    'disableLostMode',
    'enableLostMode',
    'locateDevice',
    'logoutSharedAppleDeviceActiveUser',
    'rebootNow',
    'recoverPasscode',
    'remoteLock',
    'resetPasscode',
    'retire',
    'removeCompanyData',
    'shutDown',
    'syncDevice',
    'updateWindowsDeviceAccount',
    'windowsDefenderScan',
    'quickScan',
    'fullScan',
    'windowsDefenderUpdateSignatures',
    'wipe',
    'factoryReset',
    'setDeviceName',
    'rotateBitLockerKeys',
    'createDeviceLogCollectionRequest',
    'collectDiagnostics',
    'playLostModeSound',
    'rotateLocalAdminPassword',
    'rotateFileVaultKey',
    'initiateOnDemandProactiveRemediation',
    'initiateMobileDeviceManagementKeyRecovery',
    'sendCustomNotificationToCompanyPortal',
    'activateDeviceEsim',
    'createRemoteHelpSession',
    'remoteHelpLaunch',
    'pauseConfigurationRefresh',
    'changeAssignments',
  ].map((name) => name.toLowerCase()),
);

export const secretHash = (text: string): string | null =>
  text === '' ? null : createHash('sha256').update(text).digest('hex');

/** The part of a read before the request that is needed for the comparison. */
export function baselineOf(facts: SessionFacts, readAt: number): Baseline {
  return {
    isRead: true,
    linkHash: secretHash(facts.sessionUrl),
    errorHash: secretHash(facts.errorDetails),
    actions: facts.actions.slice(0, MOST_ACTIONS).map((action) => ({
      ...action,
      name: serviceText(action.name).slice(0, 64),
      state: serviceText(action.state).slice(0, 32),
    })),
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

/** Compares a read with the baseline. `askedAt` is the time of the request in milliseconds since 1970. */
export function judge(facts: SessionFacts, before: Baseline, askedAt: number): Verdict {
  const hash = secretHash(facts.sessionUrl);
  const host = sessionHost(facts.sessionUrl);
  if (hash !== null && hash !== before.linkHash) return { kind: 'link', hash, host };
  const error = secretHash(facts.errorDetails);
  // Without a baseline, an error text could belong to an older attempt.
  if (before.isRead && error !== null && error !== before.errorHash) {
    return { kind: 'failed', by: 'error-details', failure: sessionFailure(facts, facts.errorDetails) };
  }
  const later = laterActions(facts.actions, before, askedAt);
  const ours = certainlyOurs(later, before);
  if (ours !== null && badEnds.has(ours.state))
    return { kind: 'failed', by: 'action', failure: sessionFailure(facts, ours.state) };
  if (ours?.state === 'done' && hash !== null) return { kind: 'same-link', hash, host };
  return { kind: later.length === 0 ? 'nothing' : 'action' };
}

const badEnds = new Set(['failed', 'notSupported', 'canceled']);

const sessionFailure = (facts: SessionFacts, detail: string): Failure => ({
  code: 'request.session-failed',
  detail: serviceText(detail),
  ...(facts.requestId === null ? {} : { requestId: facts.requestId }),
  ...(facts.serverTime === null ? {} : { answeredAt: iso(facts.serverTime) }),
});

/** Action results that began after the request and are not known to be of another kind. */
function laterActions(actions: readonly ActionResult[], before: Baseline, askedAt: number): readonly ActionResult[] {
  const from =
    before.serverTime === null
      ? askedAt - BLIND_TOLERANCE_MS
      : before.serverTime + (askedAt - before.readAt) - TOLERANCE_MS;
  return actions.filter((action) => {
    const at = action.startedAt === null ? Number.NaN : Date.parse(action.startedAt);
    return at >= from && !otherActions.has(action.name.toLowerCase()) && !wasThere(action, before);
  });
}

/**
 * The result of our own request: the only result of our action since then. A colleague may have sent a request to the
 * same device, so two results are ambiguous; so is any result when the earlier list or the service's clock is unknown.
 */
function certainlyOurs(later: readonly ActionResult[], before: Baseline): ActionResult | null {
  if (!before.isRead || before.serverTime === null) return null;
  const [ours, another] = later.filter(({ name }) => name.toLowerCase() === ourAction);
  return ours === undefined || another !== undefined ? null : ours;
}

const wasThere = (action: ActionResult, before: Baseline): boolean =>
  before.actions.some((old) => old.name === action.name && old.startedAt === action.startedAt);
