import type { AssistanceRequest, Evidence, RequestState } from '../contract/requests';
import type { Formats } from './format';
import type { Messages } from './messages.gen';
import { providerWords } from './provider-words';

const names: Readonly<Record<RequestState, keyof Messages['stateLabel']>> = {
  sending: 'sending',
  accepted: 'accepted',
  waiting: 'waiting',
  ready: 'ready',
  opened: 'opened',
  closed: 'closed',
  failed: 'failed',
  expired: 'expired',
  unknown: 'unknown',
  'given-up': 'givenUp',
  other: 'other',
};

/** One or two words for filters, tables and exports. */
export const stateLabel = (messages: Messages, state: RequestState): string => messages.stateLabel[names[state]]();

/** When the request entered its current state, in milliseconds since 1970; null if no step says so. */
export function stateSince(request: AssistanceRequest): number | null {
  const step = request.steps.findLast((one) => one.state === request.state) ?? request.steps.at(-1);
  return step === undefined ? null : Date.parse(step.at);
}

/** The state as a sentence. Accepted by the provider does not mean that the user agreed. */
export function stateText(messages: Messages, formats: Formats, request: AssistanceRequest): string {
  const key = names[request.state];
  if (key === 'sending' || key === 'accepted') return providerWords(messages, request.subject.provider)[key]();
  if (key !== 'opened') return messages.state[key]();
  const since = stateSince(request);
  return since === null ? messages.stateLabel.opened() : messages.state.opened({ time: formats.hourMinute(since) });
}

const evidenceWords: Readonly<
  Record<Evidence, Exclude<keyof Messages['request']['evidence'], 'title' | 'nothingYet'>>
> = {
  'none-yet': 'noneYet',
  'new-link': 'newLink',
  'new-action-result': 'newActionResult',
  'error-details': 'errorDetails',
  unchanged: 'unchanged',
  other: 'other',
};

/** What the provider shows about a request whose outcome is unknown, and when it was last asked. */
export function evidenceText(
  messages: Messages,
  formats: Formats,
  { evidence, lastCheckAt, subject }: Pick<AssistanceRequest, 'evidence' | 'lastCheckAt' | 'subject'>,
): string {
  const words = providerWords(messages, subject.provider).evidence;
  if (lastCheckAt === null) return words[evidenceWords[evidence ?? 'none-yet']]();
  const text = evidence === null || evidence === 'none-yet' ? words.nothingYet() : words[evidenceWords[evidence]]();
  return messages.request.evidenceAsked({ text, time: formats.clock(Date.parse(lastCheckAt)) });
}
