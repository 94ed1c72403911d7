import type { Clock } from '../../../shared/clock';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import { isBlocked } from '../../../shared/contract/requests';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { Arming } from '../../ui/arming.svelte';

type Port = Pick<AppBridge['requests'], 'prepare' | 'discard' | 'send'>;
type Kept = (deviceId: string) => { readonly ticket: string; readonly reason: string } | null;
type Phase = 'closed' | 'preparing' | 'ready' | 'sending' | 'spent';

/** How long a second press means the first one again, in milliseconds. */
const AGAIN_MS = 3_000;

/**
 * The confirm card. Its handle is sent at most once: from the first press on, the card is spent until it is
 * prepared again by the technician. What was typed is kept over that.
 */
export class RequestCard {
  phase = $state<Phase>('closed');
  deviceId = $state<string | null>(null);
  card = $state.raw<ConfirmCard | null>(null);
  failure = $state.raw<Failure | null>(null);
  ticket = $state('');
  reason = $state('');
  /** A ticket number that stood in what was searched for; empty when there was none. */
  offered = $state.raw('');
  /** Pressed once although the device was asked minutes ago: the next press sends. */
  again = $state(false);
  /** The technician went past what blocks. */
  anyway = $state(false);

  /** What stands in place of the question. */
  readonly blocked = $derived(this.card !== null && isBlocked(this.card) && !this.anyway);
  readonly canSend = $derived(this.phase === 'ready' && this.card !== null && !this.blocked);
  /** Changes with everything that the card says, and with nothing else. */
  readonly says = $derived(JSON.stringify([this.phase, this.card, this.failure, this.again, this.anyway]));

  /** Tells who has seen the card from what only presses keys. */
  readonly arming = new Arming();

  #latest = 0;
  #stopAgain: () => void = () => undefined;
  readonly #port: Port;
  readonly #onSent: (request: AssistanceRequest, isAway: boolean) => void;
  readonly #clock: Clock;
  readonly #kept: Kept;

  /** `onSent`: `isAway` when the card had made room before. `kept`: what was typed for a device earlier. */
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

  /** Opens the card of a device, and offers a ticket number where nothing was typed for it earlier. Sends nothing. */
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

  /** A deliberate press of the main button: sends, or asks once more where the device was asked minutes ago. */
  press(): void {
    if (this.canSend && this.card?.needsOverride === true && !this.again) {
      this.again = true;
      this.#stopAgain = this.#clock.after(AGAIN_MS, () => (this.again = false));
    } else {
      void this.#send();
    }
  }

  /** Past what blocks, to the question. Sends nothing. */
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
      // It had made room; what was not sent is a draft.
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
    // Asked from another window since this card was made.
    if (code === 'request.repeated') this.card = { ...this.card, needsOverride: true };
    this.phase = outcome.error.isCardKept === true ? 'ready' : 'spent';
  }

  /** What was confirmed waits in main and is shown there: the card makes room for the next call. */
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

  /** What was said of an earlier card does not count for the next one. */
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
