import type { Clock } from '../../../shared/clock';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { AppBridge } from '../../bridge/bridge';

/** The device itself is painted first, and a held arrow key asks for nothing. In milliseconds. */
const AFTER_MS = 150;
const MOST_SHOWN = 3;

/** The newest recorded requests for the device that is shown. A failure shows nothing: the history screen reports it. */
export class EarlierRequests {
  /** How many requests are recorded for the device, including those that are not in `entries`. */
  total = $state(0);
  /** Newest first. */
  entries = $state.raw<readonly AssistanceRequest[]>([]);

  #deviceId: string | null = null;
  /** The request that has a card of its own on the page. */
  #shown: string | null = null;
  #latest = 0;
  #stopWaiting: () => void = () => undefined;
  readonly #port: Pick<AppBridge['history'], 'query' | 'changed'>;
  readonly #clock: Clock;

  constructor(port: Pick<AppBridge['history'], 'query' | 'changed'>, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  start(): () => void {
    return this.#port.changed(() => void this.#read());
  }

  /** `deviceId`: null while no device is shown. `requestId`: the request that the page shows already. */
  show(deviceId: string | null, requestId: string | null): void {
    if (deviceId === this.#deviceId && requestId === this.#shown) return;
    if (deviceId !== this.#deviceId) this.drop();
    this.#deviceId = deviceId;
    this.#shown = requestId;
    this.#stopWaiting();
    if (deviceId !== null) this.#stopWaiting = this.#clock.after(AFTER_MS, () => void this.#read());
  }

  /** Another account or device: nothing of the former one stays. */
  drop(): void {
    this.#stopWaiting();
    this.#latest += 1;
    this.#deviceId = null;
    this.#shown = null;
    this.entries = [];
    this.total = 0;
  }

  async #read(): Promise<void> {
    const deviceId = this.#deviceId;
    if (deviceId === null) return;
    const ticket = ++this.#latest;
    const outcome = await this.#port.query({
      text: '',
      states: [],
      from: null,
      to: null,
      deviceId,
      offset: 0,
      limit: MOST_SHOWN + 1,
    });
    if (ticket !== this.#latest || !outcome.ok) return;
    this.entries = outcome.value.entries.filter(({ id }) => id !== this.#shown).slice(0, MOST_SHOWN);
    this.total = outcome.value.total;
  }
}
