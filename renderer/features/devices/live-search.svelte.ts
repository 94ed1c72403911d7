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

/** `more`: what goes on where a person's or an app's devices end; absent where nothing does. */
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

/** The list with what came next; a device once, and as it was said last. */
function continued({ answer }: LiveAnswer, next: DeviceList): LiveAnswer {
  const devices = [...new Map([...answer.devices, ...next.devices].map((device) => [device.id, device])).values()];
  return listAnswer(answer.text, { ...next, devices });
}

const isSame = (one: LiveQuestion | null, { text, scope, chips }: LiveQuestion): boolean =>
  one !== null && one.text === text && one.scope === scope && one.chips === chips;

/** What Intune answers. The latest question wins; late answers to older ones are dropped. */
export class LiveSearch {
  found = $state.raw<LiveFound | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  /** The list is being gone on with. */
  isGoingOn = $state(false);
  /** Why it could not be gone on with. */
  moreFailure = $state.raw<Failure | null>(null);
  /** Nothing came the last time: going on by itself could go through everything for nothing. */
  isBarren = $state(false);

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
    this.#stopGoingOn();
    const outcome = await this.#send(question);
    if (ticket !== this.#latest) return;
    this.busy = false;
    this.failure = outcome.ok ? null : outcome.error;
    this.#refused = outcome.ok ? null : question;
    const { text, scope, chips } = question;
    if (outcome.ok) this.found = { text, scope, chips, ...outcome.value };
  }

  /** More devices of the person or app can be asked for. */
  get goesOn(): boolean {
    return this.found?.more !== undefined;
  }

  /** Goes on with the devices of a person or an app. What is under way is not asked for twice. */
  async goOn(): Promise<void> {
    const { found } = this;
    if (found?.more === undefined || this.isGoingOn || this.busy) return;
    const ticket = this.#latest;
    this.isGoingOn = true;
    this.moreFailure = null;
    const outcome = await this.#port.more({ more: found.more });
    if (ticket !== this.#latest) return;
    this.isGoingOn = false;
    // It is no longer stored: the list starts again.
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

  /** Whether the answer that is here is the one to this question. */
  answers(question: LiveQuestion): boolean {
    return isSame(this.found, question);
  }

  /** Whether this question was asked and not answered. */
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
