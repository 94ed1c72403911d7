import type { DeviceRow } from '../../../shared/contract/devices';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

/** The device of the detail pane: shown at once from the row, then read afresh. */
export class SelectedDevice {
  id = $state<string | null>(null);
  device = $state.raw<DeviceRow | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  #latest = 0;
  readonly #port: Pick<AppBridge['devices'], 'read'>;

  constructor(port: Pick<AppBridge['devices'], 'read'>) {
    this.#port = port;
  }

  /** Shows a device; `row` is what the list knows of it. */
  open(id: string, row: DeviceRow | null): Promise<void> {
    if (this.id !== id) {
      this.id = id;
      this.device = row;
      this.failure = null;
    }
    return this.refresh();
  }

  close(): void {
    this.#latest++;
    this.id = null;
    this.device = null;
    this.failure = null;
    this.busy = false;
  }

  async refresh(): Promise<void> {
    const deviceId = this.id;
    if (deviceId === null) return;
    const ticket = ++this.#latest;
    this.busy = true;
    const outcome = await this.#port.read({ deviceId });
    if (ticket !== this.#latest) return;
    this.busy = false;
    this.failure = outcome.ok ? null : outcome.error;
    // The list knows about twins and matches; a single read does not.
    if (outcome.ok) this.device = { ...outcome.value, twins: Math.max(outcome.value.twins, this.device?.twins ?? 0), match: this.device?.match ?? null };
  }
}
