import type { AppBridge } from '../../bridge/bridge';

/** How long the service asked us to wait. Requests go on by themselves; this only says why nothing happens yet. */
export class ServiceWait {
  #until = $state(0);
  readonly #port: Pick<AppBridge['app'], 'throttled'>;

  constructor(port: Pick<AppBridge['app'], 'throttled'>) {
    this.#port = port;
  }

  /** False before the first wait of this run: then no one needs to look at the clock. */
  get waits(): boolean {
    return this.#until > 0;
  }

  /** Whole seconds left at `now` (milliseconds since 1970). */
  seconds(now: number): number {
    return Math.max(0, Math.ceil((this.#until - now) / 1_000));
  }

  start(): () => void {
    return this.#port.throttled(({ until }) => {
      this.#until = Date.parse(until);
    });
  }
}
