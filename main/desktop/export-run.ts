import { basename } from 'node:path';
import type { ExportAnswer, ExportProgress } from '../../shared/contract/export';
import type { Outcome } from '../../shared/failure';
import type { Messages } from '../../shared/i18n';
import { err, ok } from '../../shared/result';
import type { ExportControl } from '../history/exported-entries';
import type { Dialogs } from './dialogs';
import type { ExportChoice, ExportChoices } from './export-choice';

export interface ExportParts {
  readonly dialogs: Pick<Dialogs, 'saveFile'>;
  readonly messages: () => Messages;
  readonly exports: ExportChoices;
  /** Null when the export is over. */
  readonly progress: (progress: ExportProgress | null) => void;
}

export interface WantedExport {
  readonly title: string;
  /** The proposed name begins with it. */
  readonly stem: string;
  /** Whether it is still the list of the same account: account or tenant may have changed while the dialog was open. */
  readonly isStillTheirs: () => boolean;
  /** Writes the file; returns how many rows. Fails with `cancelled` when aborted. */
  readonly write: (choice: ExportChoice, control: ExportControl) => Promise<Outcome<number>>;
}

/** The exports of one list: one at a time, and each can be aborted. */
export interface ExportRun {
  /** Asks where to save, then writes. `busy` while another one is under way. */
  save(wanted: WantedExport): Promise<Outcome<ExportAnswer>>;
  cancel(): void;
}

export function createExportRun({ dialogs, messages, exports, progress }: ExportParts): ExportRun {
  let running: AbortController | null = null;
  return {
    async save({ title, stem, isStillTheirs, write }) {
      if (running !== null) return err({ code: 'busy' });
      const own = new AbortController();
      running = own;
      try {
        const choice = await exports.choose({ dialogs, messages: messages(), title, stem });
        if (choice === null) return ok({ file: null, count: 0 });
        if (!isStillTheirs()) return err({ code: 'auth.required' });
        const written = await write(choice, { progress, signal: own.signal });
        return written.ok ? ok({ file: basename(choice.path), count: written.value }) : written;
      } finally {
        running = null;
        progress(null);
      }
    },
    cancel: () => running?.abort(),
  };
}
