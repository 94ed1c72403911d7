import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import type { Messages } from '../../../shared/i18n';
import type { OutsideCommand } from '../outside-commands';

/** One desktop notification about a request. */
export interface RequestNotification {
  readonly requestId: string;
  readonly state: NewsState;
  readonly title: string;
  readonly body: string;
  readonly urgency: 'normal' | 'critical';
  readonly silent: boolean;
}

/** The states that the technician wants to be notified about while doing something else. */
export type NewsState = Extract<RequestState, 'ready' | 'failed' | 'expired' | 'unknown'>;

/** Title and body by state. */
export type NotificationTexts = Pick<Messages['notify'], NewsState>;

const newsStates: readonly RequestState[] = ['ready', 'failed', 'expired', 'unknown'] satisfies readonly NewsState[];
const isNews = (state: RequestState): state is NewsState => newsStates.includes(state);

/** The effect of a click: opens a ready session, shows any other request. Sends nothing. */
export const commandOfClick = ({
  requestId,
  state,
}: Pick<RequestNotification, 'requestId' | 'state'>): OutsideCommand =>
  state === 'ready' ? { kind: 'open-session', requestId } : { kind: 'open', intent: { kind: 'request', requestId } };

/**
 * What changed since `before` (the last known state by request id) that is worth a notification. The state in which a
 * request is first seen, at a start or after a sign-in, is not news.
 */
export function requestNews(
  before: ReadonlyMap<string, RequestState>,
  after: readonly AssistanceRequest[],
  texts: NotificationTexts,
  sound: boolean,
): readonly RequestNotification[] {
  return after.flatMap((request) => {
    const { state, id, subject } = request;
    if (!isNews(state) || !before.has(id) || before.get(id) === state) return [];
    const name = plain(subject.deviceName);
    return [
      {
        requestId: id,
        state,
        title: texts[state].title({ name }),
        body: texts[state].body(),
        urgency: state === 'ready' ? 'critical' : 'normal',
        silent: !sound,
      },
    ];
  });
}

/** Requests whose notification is outdated. */
export function outdatedNews(
  shown: ReadonlyMap<string, NewsState>,
  after: readonly AssistanceRequest[],
): readonly string[] {
  const now = new Map(after.map((request) => [request.id, request.state]));
  return [...shown].filter(([id, state]) => now.get(id) !== state).map(([id]) => id);
}

/** Some desktops read markup in a notification, and names come from the tenant. */
function plain(text: string): string {
  const clean = Array.from(
    text
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .replaceAll('<', '‹')
      .replaceAll('>', '›')
      .replaceAll('&', '＆'),
  );
  return clean.length > 60 ? `${clean.slice(0, 59).join('')}…` : clean.join('');
}
