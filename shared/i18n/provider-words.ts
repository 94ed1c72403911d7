import type { Provider } from '../contract/requests';
import type { Messages } from './messages.gen';

/** The words that depend on what carries a request out. */
export interface ProviderWords {
  /** What confirming does, on the card. */
  readonly effect: () => string;
  /** The state `sending` as a sentence. */
  readonly sending: () => string;
  /** The state `accepted` as a sentence. */
  readonly accepted: () => string;
  /** The step `sending` once it is past. */
  readonly sent: () => string;
  /** Why the user may not have reacted yet. */
  readonly whyPrompt: () => string;
  /** What happens while the outcome is unknown. */
  readonly checking: () => string;
  /** What the provider shows about a request whose outcome is unknown. */
  readonly evidence: Messages['request']['evidence'];
}

const intune = (messages: Messages): ProviderWords => ({
  effect: messages.card.effect,
  sending: messages.state.sending,
  accepted: messages.state.accepted,
  sent: messages.step.sent,
  whyPrompt: messages.request.whyPrompt,
  checking: messages.request.unknownBody,
  evidence: messages.request.evidence,
});

/** One line for each provider; how one of a later version carries a request out is known to that version only. */
const words: Readonly<Record<Provider, (messages: Messages) => ProviderWords>> = {
  graph: intune,
  other: (messages) => ({
    ...intune(messages),
    sending: messages.step.confirmed,
    accepted: messages.stateLabel.accepted,
    sent: messages.step.confirmed,
  }),
};

/** The words of the provider in the language of `messages`. */
export const providerWords = (messages: Messages, provider: Provider): ProviderWords => words[provider](messages);
