import type { ExportAnswer, ExportProgress } from '../../shared/contract/export';
import type { Failure, Outcome } from '../../shared/failure';
import { isCancelled } from '../../shared/failure';

interface Port<Q> {
  export(wanted: Q): Promise<Outcome<ExportAnswer>>;
  cancelExport(): Promise<Outcome<null>>;
  exportProgress(listener: (progress: ExportProgress | null) => void): () => void;
}

/** The export of a list: its progress, and why nothing was saved. One at a time. */
export class ExportRun<Q> {
  /** Rows written so far; null while no file is being written. */
  progress = $state.raw<ExportProgress | null>(null);
  /** The export runs, or the technician is still choosing the file. */
  isBusy = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly #port: Port<Q>;
  readonly #saved: (file: string, count: number) => void;

  /** `saved` is called with the name of the file and its number of rows. */
  constructor(port: Port<Q>, saved: (file: string, count: number) => void) {
    this.#port = port;
    this.#saved = saved;
  }

  start(): () => void {
    return this.#port.exportProgress((progress) => {
      if (this.isBusy) this.progress = progress;
    });
  }

  async save(wanted: Q): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.failure = null;
    const outcome = await this.#port.export(wanted);
    this.isBusy = false;
    this.progress = null;
    if (!outcome.ok) {
      if (!isCancelled(outcome.error)) this.failure = outcome.error;
    } else if (outcome.value.file !== null) {
      this.#saved(outcome.value.file, outcome.value.count);
    }
  }

  cancel(): void {
    void this.#port.cancelExport();
  }
}
