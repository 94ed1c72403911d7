import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { ExportAnswer } from '../../../shared/contract/history';
import type { InventoryExportProgress, InventoryView } from '../../../shared/contract/inventory';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

/** What the window knows of the local inventory: its age, the run that brings it up to date, and the export of an answer. */
export class InventoryState {
  /** Null until main has answered. */
  view = $state.raw<InventoryView | null>(null);
  /** Why the last question to main failed; why a run ended is told by `view`. */
  failure = $state.raw<Failure | null>(null);
  /** Rows written so far; null while no file is being written. */
  exporting = $state.raw<InventoryExportProgress | null>(null);
  /** An export is under way, or the person is still choosing the file. */
  isExporting = $state(false);
  exportFailure = $state.raw<Failure | null>(null);

  readonly #port: AppBridge['inventory'];

  constructor(port: AppBridge['inventory']) {
    this.#port = port;
  }

  start(): () => void {
    const stops = [
      this.#port.exportProgress((progress) => {
        if (this.isExporting) this.exporting = progress;
      }),
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

  /** Reads what changed, or everything; goes on with a run that was stopped. */
  async refresh(full: boolean): Promise<void> {
    const outcome = await this.#port.refresh({ full });
    this.failure = outcome.ok ? null : outcome.error;
  }

  cancel(): void {
    void this.#port.cancel().then((outcome) => {
      this.failure = outcome.ok ? null : outcome.error;
    });
  }

  /** Answers the file's name and the number of devices in it; null when nothing was written. One export at a time. */
  async export(query: DeviceQuery): Promise<ExportAnswer | null> {
    if (this.isExporting) return null;
    this.isExporting = true;
    this.exportFailure = null;
    const outcome = await this.#port.export(query);
    this.isExporting = false;
    this.exporting = null;
    if (outcome.ok) return outcome.value.file === null ? null : outcome.value;
    // The person stopped it and needs no telling.
    if (outcome.error.code !== 'auth.cancelled') this.exportFailure = outcome.error;
    return null;
  }

  cancelExport(): void {
    void this.#port.cancelExport();
  }
}
