import type { Clock } from '../../../shared/clock';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import { isBlocked } from '../../../shared/contract/requests';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { Arming } from '../../ui/arming.svelte';

type Port = Pick<AppBridge['requests'], 'prepare' | 'discard' | 'send'>;
type Kept = (deviceId: string) => { readonly ticket: string; readonly reason: string } | null;
type Phase = 'closed' | 'preparing' | 'ready' | 'sending' | 'spent';

/** Time in which a second press confirms the first one, in milliseconds. */
const AGAIN_MS = 3_000;

/**
 * The confirm card. Its handle is sent at most once: after the first press the card is spent until the technician
 * prepares it again. The typed text survives that.
 */
export class RequestCard {
  phase = $state<Phase>('closed');
  deviceId = $state<string | null>(null);
  card = $state.raw<ConfirmCard | null>(null);
  failure = $state.raw<Failure | null>(null);
  ticket = $state('');
  reason = $state('');
  /** The ticket number found in the searched text; empty without one. */
  offered = $state.raw('');
  /** Pressed once although a request for the device went out minutes ago: the next press sends. */
  again = $state(false);
  /** The technician dismissed the note that blocks. */
  anyway = $state(false);

  /** A note is shown instead of the question. */
  readonly blocked = $derived(this.card !== null && isBlocked(this.card) && !this.anyway);
  readonly canSend = $derived(this.phase === 'ready' && this.card !== null && !this.blocked);
  /** Changes with every text of the card, and with nothing else. */
  readonly says = $derived(JSON.stringify([this.phase, this.card, this.failure, this.again, this.anyway]));

  /** Tells technicians who have seen the card from key presses that were not meant for it. */
  readonly arming = new Arming();

  #latest = 0;
  #stopAgain: () => void = () => undefined;
  readonly #port: Port;
  readonly #onSent: (request: AssistanceRequest, isAway: boolean) => void;
  readonly #clock: Clock;
  readonly #kept: Kept;

  /**
   * `onSent`: `isAway` if the card had already closed to make room. `kept` returns what was typed for a device earlier.
   */
  constructor(
    port: Port,
    onSent: (request: AssistanceRequest, isAway: boolean) => void,
    clock: Clock,
    kept: Kept = () => null,
  ) {
    this.#port = port;
    this.#onSent = onSent;
    this.#clock = clock;
    this.#kept = kept;
  }

  isFor(deviceId: string | null): boolean {
    return this.phase !== 'closed' && deviceId !== null && this.deviceId === deviceId;
  }

  /** The ticket field holds what was offered, unchanged. */
  readonly isOffered = $derived(this.offered !== '' && this.ticket === this.offered);

  /** Opens the card of a device, and proposes a ticket number unless one was typed for it earlier. Sends nothing. */
  async open(deviceId: string, offered = ''): Promise<void> {
    if (this.phase === 'sending') return;
    if (this.deviceId !== deviceId) {
      const kept = this.#kept(deviceId);
      this.offered = kept === null ? offered : '';
      this.ticket = kept?.ticket ?? offered;
      this.reason = kept?.reason ?? '';
    }
    this.#giveBack();
    const ticket = ++this.#latest;
    this.deviceId = deviceId;
    this.#takeBack();
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
    this.ticket ||= this.card?.last?.ticket ?? '';
    this.reason ||= this.card?.last?.reason ?? '';
  }

  /**
   * A deliberate press of the main button: sends, or asks for a second press if a request for the device went out
   * minutes ago.
   */
  press(): void {
    if (this.canSend && this.card?.needsOverride === true && !this.again) {
      this.again = true;
      this.#stopAgain = this.#clock.after(AGAIN_MS, () => (this.again = false));
    } else {
      void this.#send();
    }
  }

  /** Dismisses the note that blocks and shows the question. Sends nothing. */
  insist(): void {
    if (this.phase === 'ready') this.anyway = true;
  }

  /** Sends once. Every further call is ignored until the card is prepared again. */
  async #send(): Promise<void> {
    if (!this.canSend || this.card === null) return;
    this.phase = 'sending';
    const { handle } = this.card;
    const { ticket, reason, again: override, anyway } = this;
    const outcome = await this.#port.send({ handle, ticket, reason, override, ...(anyway && { anyway }) });
    if (!this.#isShowing(handle)) {
      // The card had closed to make room; a request that was not sent has become a draft.
      if (outcome.ok) this.#onSent(outcome.value, true);
      return;
    }
    if (outcome.ok) {
      this.card = null;
      this.#close();
      this.#onSent(outcome.value, false);
      return;
    }
    const { code } = outcome.error;
    this.#stopAgain();
    this.again = false;
    this.failure = outcome.error;
    // Another window has sent a request since this card was prepared.
    if (code === 'request.repeated') this.card = { ...this.card, needsOverride: true };
    this.phase = outcome.error.isCardKept === true ? 'ready' : 'spent';
  }

  /**
   * The confirmed request waits in main and is shown among the waiting ones: the card closes to make room for the next
   * call.
   */
  makeRoom(handle: string): void {
    if (this.phase !== 'sending' || this.card?.handle !== handle) return;
    this.card = null;
    this.#close();
  }

  /** Closes without sending; not possible once it is on the wire. */
  cancel(): void {
    if (this.phase === 'sending') return;
    this.#giveBack();
    this.#close();
  }

  #isShowing(handle: string): boolean {
    return this.card?.handle === handle;
  }

  #close(): void {
    this.#latest++;
    this.phase = 'closed';
    this.deviceId = null;
    this.ticket = '';
    this.reason = '';
    this.offered = '';
    this.#takeBack();
    this.failure = null;
  }

  /** Answers given for an earlier card do not count for the next one. */
  #takeBack(): void {
    this.#stopAgain();
    this.again = false;
    this.anyway = false;
  }

  #giveBack(): void {
    if (this.card !== null && this.phase === 'ready') void this.#port.discard({ handle: this.card.handle });
    this.card = null;
  }
}
