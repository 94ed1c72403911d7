import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { PhoneLanguageId } from '../../../shared/phone';
import { phoneLanguageFor, phoneLanguages } from '../../../shared/phone';
import type { AppBridge } from '../../bridge/bridge';

type Port = Pick<AppBridge['phone'], 'language' | 'choose' | 'changed'>;

/** The sentence for the phone, and the language in which each user is spoken to. Main remembers what was chosen. */
export class Phone {
  /** By request id; null where nothing was chosen. */
  #chosen = $state.raw<Readonly<Record<string, PhoneLanguageId | null>>>({});
  /** Counts what was asked and chosen, by request id: an answer older than a choice is dropped. */
  readonly #turns = new Map<string, number>();
  readonly #port: Port;
  readonly #technician: () => PhoneLanguageId;

  /** `technician`: the language of the app. */
  constructor(port: Port, technician: () => PhoneLanguageId) {
    this.#port = port;
    this.#technician = technician;
  }

  /** Follows what was chosen in the other window, or deleted; returns the stop. */
  start(): () => void {
    return this.#port.changed(() => Object.keys(this.#chosen).forEach((id) => void this.load(id)));
  }

  /** Reads what was chosen for the user of a request. Until then the language is guessed. */
  async load(requestId: string): Promise<void> {
    const turn = this.#next(requestId);
    const outcome = await this.#port.language({ requestId });
    if (outcome.ok && this.#turns.get(requestId) === turn) this.#set(requestId, outcome.value);
  }

  languageOf(request: AssistanceRequest): PhoneLanguageId {
    return this.#chosen[request.id] ?? phoneLanguageFor(request.subject, this.#technician());
  }

  sentenceFor(request: AssistanceRequest): string {
    return phoneLanguages[this.languageOf(request)].sentence;
  }

  choose(requestId: string, language: PhoneLanguageId): void {
    this.#next(requestId);
    this.#set(requestId, language);
    void this.#port.choose({ requestId, language });
  }

  #next(requestId: string): number {
    const turn = (this.#turns.get(requestId) ?? 0) + 1;
    this.#turns.set(requestId, turn);
    return turn;
  }

  #set(requestId: string, language: PhoneLanguageId | null): void {
    this.#chosen = { ...this.#chosen, [requestId]: language };
  }
}
