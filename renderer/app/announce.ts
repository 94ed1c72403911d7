import type { AssistanceRequest } from '../../shared/contract/requests';
import { stateText } from '../../shared/i18n/state-text';
import type { Words } from '../words/words.svelte';

/** What a screen reader announces when requests change: the new states, never the seconds. */
export function changesOfState(
  words: Words,
  before: readonly AssistanceRequest[],
  after: readonly AssistanceRequest[],
): string {
  const known = new Map(before.map((request) => [request.id, request.state]));
  return after
    .filter((request) => known.get(request.id) !== request.state)
    .map((request) =>
      words.messages.request.announce({
        device: request.subject.deviceName,
        state: stateText(words.messages, words.formats, request),
      }),
    )
    .join(' ');
}
