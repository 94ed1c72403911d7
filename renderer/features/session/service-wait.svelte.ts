import type { AppBridge } from '../../bridge/bridge';

/** How long the service asked us to wait. Requests continue by themselves; this only explains the delay. */
export class ServiceWait {
  #until = $state(0);
  readonly #port: Pick<AppBridge['app'], 'throttled'>;

  constructor(port: Pick<AppBridge['app'], 'throttled'>) {
    this.#port = port;
  }

  /** False before the first wait of this run: until then no component needs the clock. */
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
