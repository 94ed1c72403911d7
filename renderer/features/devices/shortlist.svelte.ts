import type { Shortlist } from '../../../shared/contract/devices';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

type Port = Pick<AppBridge['devices'], 'shortlist' | 'shortlistChanged' | 'pin'>;

/** Pinned and recent devices: what the empty box shows. */
export class ShortlistState {
  list = $state.raw<Shortlist>({ pinned: [], recent: [] });
  failure = $state.raw<Failure | null>(null);

  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  start(): () => void {
    return follow({
      changed: this.#port.shortlistChanged,
      current: () => this.#port.shortlist(),
      set: (list) => {
        this.list = list;
      },
    });
  }

  /** Reads the list again: each account and tenant has its own. */
  async reload(): Promise<void> {
    const outcome = await this.#port.shortlist();
    if (outcome.ok) this.list = outcome.value;
  }

  isPinned(deviceId: string): boolean {
    return this.list.pinned.some((row) => row.id === deviceId);
  }

  async pin(deviceId: string, pinned: boolean): Promise<void> {
    const outcome = await this.#port.pin({ deviceId, pinned });
    this.failure = outcome.ok ? null : outcome.error;
    if (outcome.ok) this.list = outcome.value;
  }
}
