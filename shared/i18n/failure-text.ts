import { adviceFor } from '../aadsts';
import { providers } from '../contract/requests';
import type { Failure, FailureCode } from '../failure';
import { adviceText } from './advice-text';
import type { Messages } from './messages.gen';
import { networkWords, skewText } from './network-text';
import { sentences } from './sentences';
import type { FailureAction, FailureText, Wording } from './wording';

interface Plain {
  readonly title: () => string;
  readonly cause: () => string;
  readonly remedy: () => string;
}

/** The messages whose three parts need no arguments. */
type PlainKey = {
  [K in keyof Messages['failure']]: Messages['failure'][K] extends Plain ? K : never;
}[keyof Messages['failure']];

const plain =
  (key: PlainKey, action?: FailureAction): Wording =>
  (messages) => {
    const { title, cause, remedy } = messages.failure[key];
    return { title: title(), cause: cause(), remedy: remedy(), ...(action && { action }) };
  };

/** Sign-in failures use the advice for the AADSTS number, if it is known. */
const advised =
  (key: PlainKey, action: FailureAction): Wording =>
  (messages, failure) => {
    const text = plain(key, action)(messages, failure);
    const { aadsts } = failure;
    const advice = adviceFor(aadsts);
    if (advice !== null) return { ...text, remedy: adviceText(messages, advice) };
    // Without a text of ours, the number can be looked up.
    return aadsts === undefined
      ? text
      : { ...text, remedy: messages.failure.authRefused.remedyNumber({ number: String(aadsts) }) };
  };

/** `why`: the token shows that no role is missing, or the directory refused. */
const forbidden =
  (doing: Doing): Wording =>
  (messages, failure) => {
    const { administratorCause, administratorRemedy, directoryTitle, directoryCause, directoryRemedy } =
      messages.failure.graphForbidden;
    const text = plain(doing === 'reading' ? 'graphForbiddenRead' : 'graphForbidden', 'copy-admin')(messages, failure);
    if (failure.why === 'administrator') return { ...text, cause: administratorCause(), remedy: administratorRemedy() };
    if (failure.why === 'directory')
      return { title: directoryTitle(), cause: directoryCause(), remedy: directoryRemedy(), action: 'copy-details' };
    return text;
  };

const throttled: Wording = (messages, { retryAfter }) => {
  const { title, cause, remedy, remedySoon, remedyNow } = messages.failure.graphThrottled;
  const advice = retryAfter === undefined ? remedySoon() : retryAfter > 0 ? remedy({ n: retryAfter }) : remedyNow();
  return { title: title(), cause: cause(), remedy: advice, action: 'retry' };
};

const tooFast: Wording = (messages, { retryAfter }) => {
  const { title, cause, remedy, remedySoon } = messages.failure.requestTooFast;
  return { title: title(), cause: cause(), remedy: retryAfter ? remedy({ n: retryAfter }) : remedySoon() };
};

const tooOften =
  (key: 'browserTooOften' | 'profileTooOften' | 'questionTooOften'): Wording =>
  (messages, { retryAfter = 3 }) => {
    const { title, cause, remedy } = messages.failure[key];
    return { title: title(), cause: cause(), remedy: remedy({ n: retryAfter }) };
  };

/**
 * Says which member of the profile is wrong and what is allowed. `detail` is its path, in a settings file with its
 * index in the list; `file.…` says why the file is not a profile.
 */
const profileInvalid: Wording = (messages, { detail = '', place = { line: 1, column: 1 } }) => {
  const { title, cause, remedy, field: fields, file, unchanged } = messages.failure.profileInvalid;
  const path = detail.replace(/^profiles\[\d+\]\.?/, '').replace(/\.\d+$/, '');
  const { root, provider, ...plainFields } = fields;
  const fault = path.startsWith('file.') ? path.slice('file.'.length) : '';
  if (isKeyOf(file, fault)) return { title: title(), cause: `${file[fault](place)} ${unchanged()}`, remedy: remedy() };
  const said =
    path === 'cloud.authority' || path === 'cloud.graph'
      ? root({ field: path })
      : path === 'provider'
        ? provider({ providers: providers.join(' / ') })
        : isKeyOf(plainFields, path)
          ? plainFields[path]()
          : null;
  return { title: title(), cause: said === null ? cause() : `${said} ${unchanged()}`, remedy: remedy() };
};

/**
 * `place` and `why`: where a hand-written file is not JSON, or why it is not text. `detail` names the policy, or its
 * member that cannot be used.
 */
const damaged: Wording = (messages, { detail = '', why = '', place = { line: 1, column: 1 } }) => {
  const { file } = messages.failure.profileInvalid;
  const { title, cause, remedy, policyTitle, policyCause, policyValue, policyRemedy } = messages.failure.storageDamaged;
  const fault = isKeyOf(file, why) ? file[why](place) : '';
  if (detail.startsWith('policy.'))
    return {
      title: policyTitle(),
      cause: policyValue({ name: detail.slice('policy.'.length) }),
      remedy: policyRemedy(),
    };
  if (detail === 'policy')
    return { title: policyTitle(), cause: sentences(fault, policyCause()), remedy: policyRemedy() };
  return { title: title(), cause: sentences(fault, cause()), remedy: remedy() };
};

const isKeyOf = <T extends object>(all: T, name: string): name is Extract<keyof T, string> => Object.hasOwn(all, name);

const scopeMissing: Wording = (messages, { scopes }) => {
  const { title, cause, causePlain, remedy } = messages.failure.graphScopeMissing;
  const named = scopes !== undefined && scopes.length > 0;
  return {
    title: title(),
    cause: named ? cause({ scopes: scopes.join(', ') }) : causePlain(),
    remedy: remedy(),
    action: 'copy-admin',
  };
};

/** For a refused link, `detail` says what is wrong with it: the `LinkFault` of main's link policy. */
const untrusted: Wording = (messages, { host, detail }) => {
  const { title, cause, causePlain, scheme, userInfo, port, spelling, length, remedy } = messages.failure.linkUntrusted;
  const faults: Readonly<Record<string, () => string>> = { scheme, 'user-info': userInfo, port, spelling, length };
  const fault = detail !== undefined && Object.hasOwn(faults, detail) ? faults[detail] : undefined;
  return {
    title: title(),
    cause: fault?.() ?? (host ? cause({ host }) : causePlain()),
    remedy: remedy(),
    action: 'copy-details',
  };
};

const words: Readonly<Record<FailureCode, Wording>> = {
  cancelled: plain('cancelled'),
  busy: plain('busy'),
  'auth.required': plain('authRequired', 'sign-in'),
  'auth.cancelled': plain('authCancelled', 'sign-in'),
  'auth.timeout': plain('authTimeout', 'sign-in'),
  'auth.no-browser': plain('authNoBrowser', 'sign-in'),
  'auth.wrong-tenant': plain('authWrongTenant', 'sign-in'),
  'auth.other-account': plain('authOtherAccount'),
  'auth.refused': advised('authRefused', 'sign-in'),
  'auth.consent': advised('authConsent', 'copy-admin'),
  'auth.claims': advised('authClaims', 'sign-in'),
  'auth.host': plain('authHost', 'open-settings'),
  ...networkWords,
  'graph.throttled': throttled,
  'graph.forbidden': forbidden('asking'),
  'graph.scope-missing': scopeMissing,
  'graph.not-found': plain('graphNotFound', 'refresh'),
  'graph.unsupported': plain('graphUnsupported', 'copy-details'),
  'graph.license': plain('graphLicense', 'copy-admin'),
  'graph.rejected': plain('graphRejected', 'copy-details'),
  'graph.approval': plain('graphApproval', 'copy-details'),
  'graph.conflict': plain('graphConflict', 'retry'),
  'graph.server': plain('graphServer', 'retry'),
  'graph.malformed': plain('graphMalformed', 'retry'),
  'graph.blocked': plain('graphBlocked', 'copy-details'),
  'cloud.unsupported': plain('cloudUnsupported'),
  'provider.unsupported': plain('providerUnsupported'),
  'request.blocked': plain('requestBlocked'),
  'request.card-expired': plain('requestCardExpired', 'request-again'),
  'request.in-flight': plain('requestInFlight'),
  'request.repeated': plain('requestRepeated', 'request-again'),
  'request.too-fast': tooFast,
  'request.stopped': plain('requestStopped', 'request-again'),
  'request.not-recorded': plain('requestNotRecorded', 'retry'),
  'request.unknown-outcome': plain('requestUnknownOutcome', 'check-now'),
  'request.session-failed': plain('requestSessionFailed', 'request-again'),
  'request.not-ready': plain('requestNotReady', 'request-again'),
  'link.untrusted': untrusted,
  'link.not-opened': plain('linkNotOpened', 'copy-details'),
  'browser.too-often': tooOften('browserTooOften'),
  'profile.too-often': tooOften('profileTooOften'),
  'question.open': plain('questionOpen'),
  'question.too-often': tooOften('questionTooOften'),
  'profile.invalid': profileInvalid,
  'input.invalid': plain('inputInvalid'),
  'history.shortening': plain('historyShortening'),
  'inventory.dropped': plain('inventoryDropped'),
  'storage.full': plain('storageFull', 'retry'),
  'storage.damaged': damaged,
  'storage.foreign': plain('storageForeign'),
  'storage.untrusted': plain('storageUntrusted'),
  'storage.newer': plain('storageNewer'),
  'storage.read-only': plain('storageReadOnly'),
  internal: plain('internal', 'copy-details'),
};

/** The operation that failed: for the same refusal of Intune, reading and requesting need different permissions. */
export type Doing = 'asking' | 'reading';

/** The text of a failure in one language. A code without a text does not compile. */
export function failureText(messages: Messages, failure: Failure, doing: Doing = 'asking'): FailureText {
  const text =
    failure.code === 'graph.forbidden' ? forbidden(doing)(messages, failure) : words[failure.code](messages, failure);
  if (failure.notSent === undefined) return text;
  const { notSent, refusedBefore } = messages.failure;
  return { ...text, cause: sentences(text.cause, failure.notSent ? notSent() : refusedBefore()) };
}

/** What support asks for, one "label: value" per line; copied with "Copy details". */
export function failureDetails(
  messages: Messages,
  failure: Failure,
): readonly (readonly [label: string, value: string])[] {
  const label = messages.details;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [label.code(), failure.code],
    [label.status(), failure.status?.toString()],
    [label.aadsts(), failure.aadsts === undefined ? undefined : `AADSTS${failure.aadsts}`],
    [label.requestId(), failure.requestId],
    [label.answeredAt(), failure.answeredAt],
    [label.clientRequestId(), failure.clientRequestId],
    [label.activityId(), failure.activityId],
    [label.correlationId(), failure.correlationId],
    [label.scopes(), failure.scopes?.join(', ')],
    [label.host(), failure.host],
    [label.skew(), skewText(messages, failure.skew) ?? undefined],
    [detailLabel(messages, failure), failure.detail],
    [label.ref(), failure.ref],
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

/** The source of the quoted `detail`. */
function detailLabel({ details }: Messages, { code }: Failure): string {
  if (code === 'profile.invalid') return details.field();
  if (code === 'graph.approval') return details.approval();
  return code.startsWith('network.') ? details.page() : details.detail();
}

/** The message to an administrator that `copy-admin` copies. */
export function adminText(messages: Messages, failure: Failure, doing: Doing = 'asking'): string {
  if (failure.scopes !== undefined && failure.scopes.length > 0)
    return messages.admin.scopes({ scopes: failure.scopes.join(', ') });
  if (failure.code === 'graph.license' || failure.why === 'administrator') return messages.admin.license();
  if (failure.code !== 'graph.forbidden') return messages.admin.consent();
  return doing === 'reading' ? messages.admin.read() : messages.admin.role();
}

const actionWords: Readonly<Record<FailureAction, (messages: Messages) => string>> = {
  'sign-in': (m) => m.action.signIn(),
  retry: (m) => m.action.retry(),
  refresh: (m) => m.action.refresh(),
  'request-again': (m) => m.action.requestAgain(),
  'check-now': (m) => m.action.checkNow(),
  'copy-details': (m) => m.action.copyDetails(),
  'copy-admin': (m) => m.action.copyAdmin(),
  'open-settings': (m) => m.action.openSettings(),
};

export const actionText = (messages: Messages, action: FailureAction): string => actionWords[action](messages);
