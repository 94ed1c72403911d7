import { basename, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app } from 'electron';
import type { Clock } from '../../shared/clock';
import type { Log } from '../../shared/log';
import { chooseSource, chooseTarget, showBox } from './platform/system-dialogs';
import type { Questions } from './question';
import { createQuestions } from './question';

export interface FileKind {
  /** Label of this file type in the dialog. */
  readonly label: string;
  /** Without the dot. */
  readonly extensions: readonly string[];
}

/** The system's dialogs; no page can answer them. Null: the technician closed the dialog. */
export interface Dialogs extends Questions {
  /** `name` is the proposed file name; the folder is Documents. The first of `kinds` is proposed. */
  saveFile(options: { title: string; name: string; kinds: readonly FileKind[] }): Promise<string | null>;
  openFile(options: { title: string; kind: FileKind }): Promise<string | null>;
}

/** Dialogs on top of the given window when there is one. */
export function createDialogs(window: () => BrowserWindow | null, clock: Clock, log: Log): Dialogs {
  const filters = (kinds: readonly FileKind[]): Electron.FileFilter[] =>
    kinds.map(({ label, extensions }) => ({ name: label, extensions: [...extensions] }));
  const questions = createQuestions(
    async (box) => {
      const owner = window();
      // A box on top of an invisible window would be invisible too.
      const { response } = await showBox(box, owner?.isVisible() === true ? owner : null);
      return response;
    },
    clock,
    log,
  );
  return {
    ...questions,
    async saveFile({ title, name, kinds }) {
      const choice: Electron.SaveDialogOptions = {
        title,
        defaultPath: join(app.getPath('documents'), basename(name)),
        filters: filters(kinds),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      };
      const { canceled, filePath } = await chooseTarget(choice, window());
      return canceled || filePath === '' ? null : filePath;
    },
    async openFile({ title, kind }) {
      const choice: Electron.OpenDialogOptions = { title, filters: filters([kind]), properties: ['openFile'] };
      const { canceled, filePaths } = await chooseSource(choice, window());
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
