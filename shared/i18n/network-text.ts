import type { FailureCode } from '../failure';
import type { Messages } from './messages.gen';
import type { Wording } from './wording';

/** The texts of network failures: what answered in place of Microsoft, and why nothing answered. */
type NetworkCode = Extract<FailureCode, `network.${string}`>;

const offline: Wording = (messages, { why }) => {
  const { title, cause, remedy, proxyTitle, proxyCause, proxyRemedy } = messages.failure.networkOffline;
  if (why === 'proxy') return { title: proxyTitle(), cause: proxyCause(), remedy: proxyRemedy(), action: 'retry' };
  return { title: title(), cause: cause(), remedy: remedy(), action: 'retry' };
};

const timeout: Wording = (messages) => {
  const { title, cause, remedy } = messages.failure.networkTimeout;
  return { title: title(), cause: cause(), remedy: remedy(), action: 'retry' };
};

/** What is wrong with a certificate, by `why`; other values get the general text. */
const tls: Wording = (messages, { why = '' }) => {
  const { title, cause, remedy, authority, name, revoked, weak, inspected, unchecked, client, proxy } =
    messages.failure.networkTls;
  const faults = {
    authority,
    name,
    revoked,
    weak,
    old: weak,
    pinned: inspected,
    interception: inspected,
    unchecked,
    client,
    proxy,
  };
  const fault = Object.hasOwn(faults, why) ? faults[why as keyof typeof faults] : { cause, remedy };
  return {
    title: title(),
    cause: fault.cause(),
    remedy: fault.remedy(),
    action: why === 'revoked' ? 'copy-details' : 'retry',
  };
};

/** The error of a clock in the largest unit that is precise enough. `seconds`: not negative. */
function spanText(messages: Messages, seconds: number): string {
  const { minutes, hours, days } = messages.failure.networkClock;
  if (seconds < 2 * 3_600) return minutes({ n: Math.max(1, Math.round(seconds / 60)) });
  return seconds < 2 * 86_400 ? hours({ n: Math.round(seconds / 3_600) }) : days({ n: Math.round(seconds / 86_400) });
}

/** How far the clock of this computer is off; null when unknown. */
export function skewText(messages: Messages, skew: number | undefined): string | null {
  if (skew === undefined) return null;
  const { ahead, behind } = messages.failure.networkClock;
  return (skew > 0 ? ahead : behind)({ time: spanText(messages, Math.abs(skew)) });
}

const clock: Wording = (messages, { why, skew }) => {
  const { title, cause, remedy, remedyToken, remedySkew } = messages.failure.networkClock;
  const isNotice = why === 'skew';
  const advice = why === 'token' ? remedyToken() : isNotice ? remedySkew() : remedy();
  return {
    title: title(),
    cause: skewText(messages, skew) ?? cause(),
    remedy: advice,
    ...(isNotice ? {} : { action: why === 'token' ? 'sign-in' : 'retry' }),
  };
};

const proxy: Wording = (messages, { host, why }) => {
  const { title, titleSignIn, cause, causePlain, remedy, unmarked } = messages.failure.networkProxy;
  if (why === 'unmarked')
    return {
      title: unmarked.title(),
      cause: host === undefined ? unmarked.causePlain() : unmarked.cause({ host }),
      remedy: unmarked.remedy(),
      action: 'retry',
    };
  return {
    title: why === 'sign-in' ? titleSignIn() : title(),
    cause: host === undefined ? causePlain() : cause({ host }),
    remedy: remedy(),
    action: 'retry',
  };
};

const proxySignIn: Wording = (messages, { detail = '' }) => {
  const { title, cause, causePlain, remedy } = messages.failure.networkProxyAuth;
  return {
    title: title(),
    cause: detail === '' ? causePlain() : cause({ schemes: detail }),
    remedy: remedy(),
    action: 'copy-details',
  };
};

const portal: Wording = (messages, { host }) => {
  const { title, cause, causePlain, remedy } = messages.failure.networkPortal;
  return {
    title: title(),
    cause: host === undefined ? causePlain() : cause({ host }),
    remedy: remedy(),
    action: 'retry',
  };
};

export const networkWords: Readonly<Record<NetworkCode, Wording>> = {
  'network.offline': offline,
  'network.timeout': timeout,
  'network.tls': tls,
  'network.clock': clock,
  'network.proxy': proxy,
  'network.proxy-auth': proxySignIn,
  'network.portal': portal,
};
