import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import { isBlocked } from '../../../shared/contract/requests';
import type { Failure, FailureCode } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

type Port = Pick<AppBridge['requests'], 'prepare' | 'discard' | 'send'>;
type Phase = 'closed' | 'preparing' | 'ready' | 'sending' | 'spent';

/** Failures after which main takes the same handle once more: nothing was recorded and nothing sent. */
const keepsHandle: ReadonlySet<FailureCode> = new Set(['request.too-fast', 'request.repeated', 'auth.cancelled', 'auth.timeout', 'auth.other-account', 'auth.consent', 'auth.no-browser', 'network.offline', 'network.timeout']);

/**
 * The confirm card. Its handle is sent at most once: from the first press on, the card is spent until it is
 * prepared again by the person. What was typed is kept over that.
 */
export class RequestCard {
  phase = $state<Phase>('closed');
  deviceId = $state<string | null>(null);
  card = $state.raw<ConfirmCard | null>(null);
  failure = $state.raw<Failure | null>(null);
  ticket = $state('');
  reason = $state('');
  override = $state(false);

  readonly canSend = $derived(this.phase === 'ready' && this.card !== null && (!this.card.needsOverride || this.override));

  #latest = 0;
  readonly #port: Port;
  readonly #onSent: (request: AssistanceRequest) => void;

  constructor(port: Port, onSent: (request: AssistanceRequest) => void) {
    this.#port = port;
    this.#onSent = onSent;
  }

  isFor(deviceId: string | null): boolean {
    return this.phase !== 'closed' && deviceId !== null && this.deviceId === deviceId;
  }

  /** Opens the card of a device. Sends nothing. */
  async open(deviceId: string): Promise<void> {
    if (this.phase === 'sending') return;
    if (this.deviceId !== deviceId) {
      this.ticket = '';
      this.reason = '';
    }
    this.#giveBack();
    const ticket = ++this.#latest;
    this.deviceId = deviceId;
    this.override = false;
    this.failure = null;
    this.phase = 'preparing';
    const outcome = await this.#port.prepare({ deviceId });
    if (ticket !== this.#latest) {
      if (outcome.ok) void this.#port.discard({ handle: outcome.value.handle });
      return;
    }
    this.card = outcome.ok ? outcome.value : null;
    this.failure = outcome.ok ? null : outcome.error;
    this.phase = outcome.ok ? 'ready' : 'spent';
  }

  /** Sends once. Every further call is ignored until the card is prepared again. */
  async send(): Promise<void> {
    if (!this.canSend || this.card === null) return;
    this.phase = 'sending';
    const { handle } = this.card;
    const outcome = await this.#port.send({ handle, ticket: this.ticket, reason: this.reason, override: this.override, ...(isBlocked(this.card) && { anyway: true }) });
    if (outcome.ok) {
      this.card = null;
      this.#close();
      this.#onSent(outcome.value);
      return;
    }
    this.failure = outcome.error;
    this.phase = keepsHandle.has(outcome.error.code) ? 'ready' : 'spent';
  }

  /** Closes without sending; not possible once it is on the wire. */
  cancel(): void {
    if (this.phase === 'sending') return;
    this.#giveBack();
    this.#close();
  }

  #close(): void {
    this.#latest++;
    this.phase = 'closed';
    this.deviceId = null;
    this.ticket = '';
    this.reason = '';
    this.override = false;
    this.failure = null;
  }

  #giveBack(): void {
    if (this.card !== null && this.phase === 'ready') void this.#port.discard({ handle: this.card.handle });
    this.card = null;
  }
}
