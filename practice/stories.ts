/** What happens on one device after a request for assistance was accepted. Times are milliseconds after acceptance. */
export type Story =
  | { readonly kind: 'ready'; readonly afterMs: number }
  | { readonly kind: 'error'; readonly afterMs: number; readonly details: string }
  | { readonly kind: 'never' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'lingering'; readonly afterMs: number }
  | { readonly kind: 'offline'; readonly backAfterMs: number; readonly afterMs: number }
  | { readonly kind: 'open'; readonly afterMs: number };

/** An entry of the device's action results, in Graph's words. */
export interface ActionResult {
  readonly actionName: string;
  readonly actionState: 'pending' | 'active' | 'done' | 'failed';
  readonly startDateTime: string;
  readonly lastUpdatedDateTime: string;
}

/** The part of a managed device that a story changes. */
export interface SessionView {
  readonly url: string;
  readonly errorDetails: string;
  readonly actions: readonly ActionResult[];
  /** When the device came back online, once it did. */
  readonly checkedInAt?: number;
}

export interface StoryState {
  /** Time of the newest accepted request, if there was one. */
  readonly acceptedAt?: number;
  readonly oldUrl: string;
  readonly newUrl: string;
}

/** No public source names this action in deviceActionResults; clients must not depend on the literal. */
const ACTION_NAME = 'requestRemoteAssistance';

const iso = (at: number): string => new Date(at).toISOString();

function action(state: ActionResult['actionState'], startedAt: number, updatedAt: number): ActionResult {
  return {
    actionName: ACTION_NAME,
    actionState: state,
    startDateTime: iso(startedAt),
    lastUpdatedDateTime: iso(updatedAt),
  };
}

const hasOldSession = (story: Story): boolean => story.kind === 'open' || story.kind === 'lingering';

function beforeRequest(story: Story, oldUrl: string, now: number): SessionView {
  if (!hasOldSession(story)) return { url: '', errorDetails: '', actions: [] };
  const startedAt = now - 25 * 60_000;
  return {
    url: oldUrl,
    errorDetails: '',
    actions: [action(story.kind === 'open' ? 'active' : 'done', startedAt, startedAt + 9_000)],
  };
}

/** The milliseconds until a link appears, or undefined for stories that never get there. */
function readyAfter(story: Story): number | undefined {
  if (story.kind === 'offline') return story.backAfterMs + story.afterMs;
  return 'afterMs' in story && story.kind !== 'error' ? story.afterMs : undefined;
}

/** What a device shows at a moment: a pure function of story, acceptance and time. */
export function tellStory(story: Story, state: StoryState, now: number): SessionView {
  const { acceptedAt } = state;
  if (acceptedAt === undefined) return beforeRequest(story, state.oldUrl, now);
  const waited = now - acceptedAt;
  const lingering = hasOldSession(story) ? state.oldUrl : '';
  const ready = readyAfter(story);
  const back =
    story.kind === 'offline' && waited >= story.backAfterMs ? { checkedInAt: acceptedAt + story.backAfterMs } : {};
  if (ready !== undefined && waited >= ready) {
    return { url: state.newUrl, errorDetails: '', actions: [action('done', acceptedAt, acceptedAt + ready)], ...back };
  }
  if (story.kind === 'error' && waited >= story.afterMs) {
    return {
      url: '',
      errorDetails: story.details,
      actions: [action('failed', acceptedAt, acceptedAt + story.afterMs)],
    };
  }
  return { url: lingering, errorDetails: '', actions: [action('pending', acceptedAt, acceptedAt)], ...back };
}
