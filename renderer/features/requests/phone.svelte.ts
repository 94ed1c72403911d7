import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { PhoneLanguageId } from '../../../shared/phone';
import { phoneLanguageFor, phoneLanguages } from '../../../shared/phone';

/** The sentence for the phone, and the language in which each user is spoken to. */
export class Phone {
  #chosen = $state.raw<Readonly<Record<string, PhoneLanguageId>>>({});
  readonly #technician: () => PhoneLanguageId;

  /** `technician`: the language of the app. */
  constructor(technician: () => PhoneLanguageId) {
    this.#technician = technician;
  }

  languageOf({ subject }: AssistanceRequest): PhoneLanguageId {
    return this.#chosen[personOf(subject)] ?? phoneLanguageFor(subject, this.#technician());
  }

  sentenceFor(request: AssistanceRequest): string {
    return phoneLanguages[this.languageOf(request)].sentence;
  }

  choose({ subject }: AssistanceRequest, language: PhoneLanguageId): void {
    this.#chosen = { ...this.#chosen, [personOf(subject)]: language };
  }
}

/** A device without a user has one language for whoever uses it. */
const personOf = ({ upn, deviceId }: AssistanceRequest['subject']): string => upn.toLowerCase() || deviceId;
