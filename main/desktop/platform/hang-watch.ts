import type { Clock } from '../../../shared/clock';
import type { Log } from '../../../shared/log';

/** Delay in milliseconds before the question is asked again after the choice to wait. */
const ASK_AGAIN_MS = 15_000;

export interface HangPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** True when the user wants to reload the page; false to keep waiting, also when `withdrawn` closed the dialog. */
  readonly ask: (withdrawn: AbortSignal) => Promise<boolean>;
  /** Kills the page's process, whatever it is doing, and reloads the page. */
  readonly reload: () => void;
}

/**
 * Handles a page that no longer responds: the user decides whether to wait or to reload it, because only they know what
 * they have typed. The main process and its requests continue meanwhile.
 */
export class HangWatch {
  #isHung = false;
  /** Closes the open dialog, or cancels the delay before the next one. */
  #withdraw: () => void = () => undefined;

  private readonly ports: HangPorts;

  constructor(ports: HangPorts) {
    this.ports = ports;
  }

  /** The page has not responded to input for some seconds. */
  hung(): void {
    if (this.#isHung) return;
    this.#isHung = true;
    this.ports.log.warn('page.unresponsive');
    void this.#ask();
  }

  /** The page responds again, or its process has ended: there is nothing left to decide. */
  over(): void {
    if (!this.#isHung) return;
    this.#isHung = false;
    this.#withdraw();
    this.#withdraw = () => undefined;
  }

  async #ask(): Promise<void> {
    const question = new AbortController();
    this.#withdraw = () => question.abort();
    const wantsReload = await this.ports.ask(question.signal).catch((cause: unknown) => {
      this.ports.log.fault('page.not-asked', cause);
      return false;
    });
    if (question.signal.aborted) return;
    this.ports.log.info('page.hang-answered', { reload: wantsReload });
    if (wantsReload) this.ports.reload();
    else this.#withdraw = this.ports.clock.after(ASK_AGAIN_MS, () => void this.#ask());
  }
}
