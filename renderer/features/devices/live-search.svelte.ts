import type { DeviceChips } from '../../../shared/contract/device-query';
import { isFiltering } from '../../../shared/contract/device-query';
import type { AppRow, DeviceList, PersonRow, SearchAnswer } from '../../../shared/contract/devices';
import type { Failure, Outcome } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

/** A person or an app whose devices are shown, or all devices, instead of the answer to the text. */
export type SearchScope = { readonly kind: 'person'; readonly person: PersonRow } | { readonly kind: 'app'; readonly app: AppRow } | { readonly kind: 'all' };

export interface LiveQuestion {
  /** Folded. */
  readonly text: string;
  readonly scope: SearchScope | null;
  readonly chips: DeviceChips;
}

interface LiveFound extends LiveQuestion {
  readonly answer: SearchAnswer;
}

type Port = Pick<AppBridge['devices'], 'search' | 'ofPerson' | 'ofApp'>;

const listAnswer = (text: string, { devices, truncated }: DeviceList): SearchAnswer => ({ text, devices, truncated, people: [], apps: [], readings: [], problems: [] });

const isSame = (one: LiveQuestion | null, { text, scope, chips }: LiveQuestion): boolean => one !== null && one.text === text && one.scope === scope && one.chips === chips;

/** What Intune answers. The latest question wins; late answers to older ones are dropped. */
export class LiveSearch {
  found = $state.raw<LiveFound | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  /** The question that ended in the failure. */
  #refused = $state.raw<LiveQuestion | null>(null);
  #latest = 0;
  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  async ask(question: LiveQuestion): Promise<void> {
    const ticket = ++this.#latest;
    this.busy = true;
    const outcome = await this.#send(question);
    if (ticket !== this.#latest) return;
    this.busy = false;
    this.failure = outcome.ok ? null : outcome.error;
    this.#refused = outcome.ok ? null : question;
    if (outcome.ok) this.found = { ...question, answer: outcome.value };
  }

  drop(): void {
    this.#latest++;
    this.busy = false;
    this.found = null;
    this.failure = null;
    this.#refused = null;
  }

  /** Whether the answer that is here is the one to this question. */
  answers(question: LiveQuestion): boolean {
    return isSame(this.found, question);
  }

  /** Whether this question was asked and not answered. */
  hasRefused(question: LiveQuestion): boolean {
    return !this.busy && isSame(this.#refused, question);
  }

  async #send({ text, scope, chips }: LiveQuestion): Promise<Outcome<SearchAnswer>> {
    if (scope === null || scope.kind === 'all') return this.#port.search(isFiltering(chips) ? { text, chips } : { text });
    const outcome =
      scope.kind === 'person' ? await this.#port.ofPerson({ userId: scope.person.id }) : await this.#port.ofApp({ appId: scope.app.id });
    return outcome.ok ? { ok: true, value: listAnswer(text, outcome.value) } : outcome;
  }
}
