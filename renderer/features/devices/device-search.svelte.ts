import type { Clock } from '../../../shared/clock';
import type { AppRow, DeviceList, DeviceRow, PersonRow, SearchAnswer } from '../../../shared/contract/devices';
import type { Failure, Outcome } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

const DEBOUNCE_MS = 150;
const LONGEST = 200;

/** A person or an app whose devices are shown instead of the answer to the text. */
export type SearchScope = { readonly kind: 'person'; readonly person: PersonRow } | { readonly kind: 'app'; readonly app: AppRow };

interface Found {
  /** The text, folded, that these rows belong to. */
  readonly text: string;
  readonly scope: SearchScope | null;
  readonly answer: SearchAnswer;
}

/** Full-width letters and half-width kana become their ordinary forms, as people with a Japanese input method type them. */
export const foldText = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim().slice(0, LONGEST);

const listAnswer = (text: string, { devices, truncated }: DeviceList): SearchAnswer => ({ text, devices, truncated, people: [], apps: [], problems: [] });

/** One search box. The latest question wins; late answers to older ones are dropped, and rows know which text they answer. */
export class DeviceSearch {
  text = $state('');
  scope = $state.raw<SearchScope | null>(null);
  found = $state.raw<Found | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  readonly folded = $derived(foldText(this.text));
  readonly empty = $derived(this.folded === '' && this.scope === null);
  /** False while the rows on screen answer another text than the one in the box. */
  readonly upToDate = $derived(!this.busy && this.found !== null && this.found.text === this.folded && this.found.scope === this.scope);
  readonly devices = $derived<readonly DeviceRow[]>(this.empty ? [] : (this.found?.answer.devices ?? []));
  readonly people = $derived<readonly PersonRow[]>(this.empty ? [] : (this.found?.answer.people ?? []));
  readonly apps = $derived<readonly AppRow[]>(this.empty ? [] : (this.found?.answer.apps ?? []));
  /** The service holds more than these. */
  readonly truncated = $derived(!this.empty && this.found?.answer.truncated === true);

  #latest = 0;
  #composing = false;
  #stopWaiting: () => void = () => undefined;
  readonly #port: Pick<AppBridge['devices'], 'search' | 'ofPerson' | 'ofApp'>;
  readonly #clock: Clock;

  constructor(port: Pick<AppBridge['devices'], 'search' | 'ofPerson' | 'ofApp'>, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** The box has a new text; asks soon, and not while an input method is still composing. */
  type(text: string): void {
    this.text = text;
    this.scope = null;
    this.#stopWaiting();
    if (this.folded === '') {
      this.#drop();
      return;
    }
    if (!this.#composing) this.#stopWaiting = this.#clock.after(DEBOUNCE_MS, () => void this.run());
  }

  composing(started: boolean): void {
    this.#composing = started;
    if (started) this.#stopWaiting();
    else this.type(this.text);
  }

  clear(): void {
    this.type('');
  }

  /** Shows the devices of a person or an app; null goes back to the answer to the text. */
  show(scope: SearchScope | null): Promise<void> {
    this.#stopWaiting();
    this.scope = scope;
    return this.run();
  }

  /** Asks at once for what is in the box. An empty box asks nothing. */
  async run(): Promise<void> {
    this.#stopWaiting();
    if (this.empty) {
      this.#drop();
      return;
    }
    const { folded: text, scope } = this;
    const ticket = ++this.#latest;
    this.busy = true;
    const outcome = await this.#ask(text, scope);
    if (ticket !== this.#latest) return;
    this.busy = false;
    this.failure = outcome.ok ? null : outcome.error;
    if (outcome.ok) this.found = { text, scope, answer: outcome.value };
  }

  async #ask(text: string, scope: SearchScope | null): Promise<Outcome<SearchAnswer>> {
    if (scope === null) return this.#port.search({ text });
    const outcome =
      scope.kind === 'person' ? await this.#port.ofPerson({ userId: scope.person.id }) : await this.#port.ofApp({ appId: scope.app.id });
    return outcome.ok ? { ok: true, value: listAnswer(text, outcome.value) } : outcome;
  }

  #drop(): void {
    this.#latest++;
    this.busy = false;
    this.found = null;
    this.failure = null;
  }
}
