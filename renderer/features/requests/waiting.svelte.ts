import type { WaitingRequest } from '../../../shared/contract/requests';
import type { Messages } from '../../../shared/i18n/index';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

type Port = Pick<AppBridge['requests'], 'waiting' | 'waitingChanged' | 'takeBack' | 'sendNow'>;

/**
 * Confirmed requests that wait in main for their turn. The page shows them, can stop them, and passes on a second
 * confirmation.
 */
export class Waiting {
  all = $state.raw<readonly WaitingRequest[]>([]);

  readonly #port: Port;
  readonly #onNew: (one: WaitingRequest) => void;

  constructor(port: Port, onNew: (one: WaitingRequest) => void) {
    this.#port = port;
    this.#onNew = onNew;
  }

  start(): () => void {
    return follow({
      changed: this.#port.waitingChanged,
      current: () => this.#port.waiting(),
      set: (all) => {
        const known = new Map(this.all.map((one) => [one.handle, one.needsConfirmation]));
        this.all = all;
        for (const one of all) if (known.get(one.handle) !== one.needsConfirmation) this.#onNew(one);
      },
    });
  }

  takeBack(handle: string): void {
    void this.#port.takeBack({ handle });
  }

  sendNow(handle: string): void {
    void this.#port.sendNow({ handle });
  }
}

/** Whole seconds until it may be sent. */
export const secondsLeft = ({ goesAt }: WaitingRequest, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(goesAt) - now) / 1_000));

/** What a screen reader announces: once, not every second. */
export function waitingNews(m: Messages, one: WaitingRequest, now: number): string {
  const { deviceName: device } = one.subject;
  return one.needsConfirmation
    ? m.wait.announceBlocked({ device })
    : m.wait.announce({ device, n: secondsLeft(one, now) });
}
