import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { ok } from '../../../../shared/result';
import type { HistoryDeskParts } from '../../../history/desk';
import { createHistoryDesk } from '../../../history/desk';
import type { History } from '../../../history/history';
import type { Dialogs } from '../../dialogs';
import type { ExportParts } from '../../export-run';
import { createExportRun } from '../../export-run';
import { clearQuestion } from '../../questions';

export interface HistoryParts extends ExportParts, Omit<HistoryDeskParts, 'history' | 'confirmClear'> {
  readonly history: History;
  /** Names of the tenant and account of the shown history. */
  readonly subject: () => { readonly tenant: string; readonly account: string };
  readonly dialogs: Dialogs;
}

export function historyHandlers(parts: HistoryParts): Handlers<AppContract>['history'] {
  const { subject, dialogs, messages } = parts;
  const run = createExportRun(parts);
  const desk = createHistoryDesk({
    ...parts,
    confirmClear: (count) => dialogs.askForPage(clearQuestion(messages(), { count, ...subject() })),
  });
  return {
    query: async (query) => ok(await desk.query(query)),
    usual: async () => ok(await desk.usual()),
    async export(wanted) {
      const own = desk.export(wanted);
      if (!own.ok) return own;
      return run.save({ title: messages().dialog.export.title(), stem: 'deskside-history', ...own.value });
    },
    async cancelExport() {
      run.cancel();
      return ok(null);
    },
    clear: () => desk.clear(),
  };
}
