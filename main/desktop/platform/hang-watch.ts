import type { Clock } from '../../../shared/clock';
import type { Log } from '../../../shared/log';

/** How long somebody who chose to wait is left alone before the question comes again. */
const ASK_AGAIN_MS = 15_000;

export interface HangPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** True when the person wants the page loaded again; false to wait on, also when `withdrawn` closed the question. */
  readonly ask: (withdrawn: AbortSignal) => Promise<boolean>;
  /** Ends the page's process, whatever it is doing, and loads the page again. */
  readonly reload: () => void;
}

/**
 * A page that no longer takes keys and clicks: the person decides whether to wait or to load it again. Only they know what they have typed.
 * The main process, and the requests with it, go on meanwhile.
 */
export class HangWatch {
  #isHung = false;
  /** Closes the question that is open, or ends the pause before the next one. */
  #withdraw: () => void = () => undefined;

  private readonly ports: HangPorts;

  constructor(ports: HangPorts) {
    this.ports = ports;
  }

  /** The page has not taken what the person did for some seconds. */
  hung(): void {
    if (this.#isHung) return;
    this.#isHung = true;
    this.ports.log.warn('page.unresponsive');
    void this.#ask();
  }

  /** The page takes keys again, or its process is gone: there is nothing to decide any more. */
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
