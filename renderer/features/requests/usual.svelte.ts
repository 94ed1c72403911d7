import type { AppBridge } from '../../bridge/bridge';

type Port = Pick<AppBridge['history'], 'usual' | 'changed'>;

/** The usual time until a session is ready. */
export class Usual {
  /** Milliseconds; null while too few sessions are recorded. */
  ms = $state<number | null>(null);
  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  /** Reads it, and again when the history or its owner has changed; returns the stop. */
  start(): () => void {
    let latest = 0;
    const read = async (): Promise<void> => {
      const turn = ++latest;
      const outcome = await this.#port.usual();
      if (turn === latest) this.ms = outcome.ok ? outcome.value : null;
    };
    void read();
    return this.#port.changed(() => void read());
  }
}
