import type { AssistanceRequest } from '../../../shared/contract/requests';
import { endStates } from '../../../shared/contract/requests';
import type { Failure, Outcome } from '../../../shared/failure';
import { isCancelled } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

type Port = Omit<
  AppBridge['requests'],
  'prepare' | 'discard' | 'send' | 'waiting' | 'takeBack' | 'sendNow' | 'waitingChanged'
>;
/** What the button of a request does. */
export type RequestAction = 'checkNow' | 'stopWatching' | 'open' | 'close';

export const isOver = (request: AssistanceRequest): boolean => endStates.includes(request.state);

/** A failure of an action is dropped when the request has changed its state or is reported again. */
const hasMovedOn = (before: AssistanceRequest | undefined, after: AssistanceRequest | null): boolean =>
  before !== undefined &&
  after !== null &&
  (before.state !== after.state || (before.checkFailure !== undefined && after.checkFailure === undefined));

/** The requests that run and those that ended in this run of the app, newest first. */
export class Requests {
  all = $state.raw<readonly AssistanceRequest[]>([]);
  /** Why the last action of a request failed, by request id. */
  failures = $state.raw<Readonly<Record<string, Failure>>>({});
  busy = $state.raw<readonly string[]>([]);

  readonly running = $derived(this.all.filter((request) => !isOver(request) && request.state !== 'other'));
  /**
   * Ended without a session, or in a state that only a later version knows; they stay visible until the technician
   * dismisses them.
   */
  readonly toSee = $derived(this.all.filter(({ state }) => ['failed', 'expired', 'other'].includes(state)));
  /** Longest waiting first: the next one to open. */
  readonly ready = $derived(this.all.filter((request) => request.state === 'ready').toReversed());

  #started = false;
  readonly #port: Port;
  readonly #onChange: (before: readonly AssistanceRequest[], after: readonly AssistanceRequest[]) => void;

  constructor(
    port: Port,
    onChange: (before: readonly AssistanceRequest[], after: readonly AssistanceRequest[]) => void,
  ) {
    this.#port = port;
    this.#onChange = onChange;
  }

  start(): () => void {
    return follow({
      changed: this.#port.changed,
      current: () => this.#port.current(),
      set: (all) => {
        const before = this.all;
        this.all = all;
        this.failures = Object.fromEntries(
          Object.entries(this.failures).filter(
            ([id]) =>
              !hasMovedOn(
                before.find((one) => one.id === id),
                this.byId(id),
              ),
          ),
        );
        if (this.#started) this.#onChange(before, all);
        this.#started = true;
      },
    });
  }

  /** The request a device is shown with: the running one, else the newest of this run. */
  ofDevice(deviceId: string): AssistanceRequest | null {
    const own = this.all.filter((request) => request.subject.deviceId === deviceId);
    return own.find((request) => this.running.includes(request)) ?? own[0] ?? null;
  }

  byId(requestId: string): AssistanceRequest | null {
    return this.all.find((request) => request.id === requestId) ?? null;
  }

  /** Asks main, because right after a sign-in the list may not have arrived yet. Null when the request is over. */
  async find(requestId: string): Promise<AssistanceRequest | null> {
    const listed = await this.#port.current();
    return listed.ok ? (listed.value.find((request) => request.id === requestId) ?? null) : null;
  }

  /** Applies a new state without waiting for the signal. */
  put(request: AssistanceRequest): void {
    const known = this.all.some(({ id }) => id === request.id);
    this.all = known ? this.all.map((one) => (one.id === request.id ? request : one)) : [request, ...this.all];
  }

  do(action: RequestAction, requestId: string): Promise<boolean> {
    return this.#run(requestId, () => this.#port[action]({ requestId }));
  }

  decide(requestId: string, decision: 'sent' | 'not-sent'): Promise<boolean> {
    return this.#run(requestId, () => this.#port.decide({ requestId, decision }));
  }

  note(requestId: string, note: string): Promise<boolean> {
    return this.#run(requestId, () => this.#port.note({ requestId, note }));
  }

  async dismiss(requestId: string): Promise<void> {
    const outcome = await this.#port.dismiss({ requestId });
    if (outcome.ok) this.all = this.all.filter(({ id }) => id !== requestId);
  }

  async #run(requestId: string, ask: () => Promise<Outcome<AssistanceRequest>>): Promise<boolean> {
    if (this.busy.includes(requestId)) return false;
    this.busy = [...this.busy, requestId];
    const outcome = await ask();
    this.busy = this.busy.filter((id) => id !== requestId);
    const { [requestId]: _before, ...others } = this.failures;
    const isShown = !outcome.ok && !isCancelled(outcome.error);
    this.failures = isShown ? { ...others, [requestId]: outcome.error } : others;
    if (outcome.ok && this.byId(requestId) !== null) this.put(outcome.value);
    return outcome.ok;
  }
}
