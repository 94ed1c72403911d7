import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';
import { ExportRun } from '../../words/export-run.svelte';

/**
 * The window's state of the local inventory: its age, the run that brings it up to date, and the export of an answer.
 */
export class InventoryState {
  /** Null until main has answered. */
  view = $state.raw<InventoryView | null>(null);
  /** Why the last call to main failed. Why a run ended is in `view`. */
  failure = $state.raw<Failure | null>(null);
  readonly exports: ExportRun<DeviceQuery>;

  readonly #port: AppBridge['inventory'];

  /** `saved` is called with the name of an exported file and the number of devices in it. */
  constructor(port: AppBridge['inventory'], saved: (file: string, count: number) => void = () => undefined) {
    this.#port = port;
    this.exports = new ExportRun(port, saved);
  }

  start(): () => void {
    const stops = [
      this.exports.start(),
      follow({
        changed: this.#port.changed,
        current: () => this.#port.current(),
        set: (view) => {
          this.view = view;
          this.failure = null;
        },
        fail: (failure) => {
          this.failure = failure;
        },
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Reads what changed, or everything; resumes a stopped run. */
  async refresh(full: boolean): Promise<void> {
    const outcome = await this.#port.refresh({ full });
    this.failure = outcome.ok ? null : outcome.error;
  }

  cancel(): void {
    void this.#port.cancel().then((outcome) => {
      this.failure = outcome.ok ? null : outcome.error;
    });
  }
}
