import type { DeviceChips } from '../../../shared/contract/device-query';
import { isFiltering } from '../../../shared/contract/device-query';
import type { AppRow, DeviceList, PersonRow, SearchAnswer } from '../../../shared/contract/devices';
import type { Failure, Outcome } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

/** A person or an app whose devices are shown, or all devices, instead of the answer to the text. */
export type SearchScope =
  | { readonly kind: 'person'; readonly person: PersonRow }
  | { readonly kind: 'app'; readonly app: AppRow }
  | { readonly kind: 'all' };

export interface LiveQuestion {
  /** Folded. */
  readonly text: string;
  readonly scope: SearchScope | null;
  readonly chips: DeviceChips;
}

/** `more`: continues the devices of a person or an app; absent when there are no more. */
interface LiveAnswer {
  readonly answer: SearchAnswer;
  readonly more?: string;
}
interface LiveFound extends LiveQuestion, LiveAnswer {}

type Port = Pick<AppBridge['devices'], 'search' | 'ofPerson' | 'ofApp' | 'more'>;

const listAnswer = (text: string, { devices, truncated, more }: DeviceList): LiveAnswer => ({
  answer: { text, devices, truncated, people: [], apps: [], readings: [], problems: [] },
  ...(more !== undefined && { more }),
});

/** The list with the next devices appended. A device appears once, with its latest values. */
function continued({ answer }: LiveAnswer, next: DeviceList): LiveAnswer {
  const devices = [...new Map([...answer.devices, ...next.devices].map((device) => [device.id, device])).values()];
  return listAnswer(answer.text, { ...next, devices });
}

const isSame = (one: LiveQuestion | null, { text, scope, chips }: LiveQuestion): boolean =>
  one !== null && one.text === text && one.scope === scope && one.chips === chips;

/** Intune's answers. The latest question wins; late answers to older ones are dropped. */
export class LiveSearch {
  found = $state.raw<LiveFound | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  /** The next devices of the list are being read. */
  isGoingOn = $state(false);
  /** Why the next devices could not be read. */
  moreFailure = $state.raw<Failure | null>(null);
  /** The last read brought nothing: reading on automatically could go through everything without a result. */
  isBarren = $state(false);

  /** The question that failed. */
  #refused = $state.raw<LiveQuestion | null>(null);
  #latest = 0;
  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  async ask(question: LiveQuestion): Promise<void> {
    const ticket = ++this.#latest;
    this.busy = true;
    this.#stopGoingOn();
    const outcome = await this.#send(question);
    if (ticket !== this.#latest) return;
    this.busy = false;
    this.failure = outcome.ok ? null : outcome.error;
    this.#refused = outcome.ok ? null : question;
    const { text, scope, chips } = question;
    if (outcome.ok) this.found = { text, scope, chips, ...outcome.value };
  }

  /** There are more devices of the person or app to read. */
  get goesOn(): boolean {
    return this.found?.more !== undefined;
  }

  /** Reads the next devices of a person or an app. Does nothing while such a read is under way. */
  async goOn(): Promise<void> {
    const { found } = this;
    if (found?.more === undefined || this.isGoingOn || this.busy) return;
    const ticket = this.#latest;
    this.isGoingOn = true;
    this.moreFailure = null;
    const outcome = await this.#port.more({ more: found.more });
    if (ticket !== this.#latest) return;
    this.isGoingOn = false;
    // Main no longer has the list: it starts again.
    if (!outcome.ok && outcome.error.code === 'input.invalid') return this.ask(found);
    this.moreFailure = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
    const { answer, more } = continued(found, outcome.value);
    this.isBarren = answer.devices.length === found.answer.devices.length;
    const { text, scope, chips } = found;
    this.found = { text, scope, chips, answer, ...(more !== undefined && { more }) };
  }

  drop(): void {
    this.#latest++;
    this.#stopGoingOn();
    this.busy = false;
    this.found = null;
    this.failure = null;
    this.#refused = null;
  }

  /** Whether the present answer belongs to this question. */
  answers(question: LiveQuestion): boolean {
    return isSame(this.found, question);
  }

  /** Whether this question failed. */
  hasRefused(question: LiveQuestion): boolean {
    return !this.busy && isSame(this.#refused, question);
  }

  #stopGoingOn(): void {
    this.isGoingOn = false;
    this.isBarren = false;
    this.moreFailure = null;
  }

  async #send({ text, scope, chips }: LiveQuestion): Promise<Outcome<LiveAnswer>> {
    if (scope === null || scope.kind === 'all') {
      const found = await this.#port.search(isFiltering(chips) ? { text, chips } : { text });
      return found.ok ? { ok: true, value: { answer: found.value } } : found;
    }
    const outcome =
      scope.kind === 'person'
        ? await this.#port.ofPerson({ userId: scope.person.id })
        : await this.#port.ofApp({ appId: scope.app.id });
    return outcome.ok ? { ok: true, value: listAnswer(text, outcome.value) } : outcome;
  }
}
