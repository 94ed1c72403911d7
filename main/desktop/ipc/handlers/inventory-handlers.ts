import { basename } from 'node:path';
import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { InventoryExportProgress } from '../../../../shared/contract/inventory';
import type { Messages } from '../../../../shared/i18n';
import { err, ok } from '../../../../shared/result';
import { exportDevices } from '../../../inventory/local/export';
import type { InventoryKeeper, LocalAnswers } from '../../../inventory/local/port';
import type { Dialogs } from '../../dialogs';
import type { ExportChoices } from '../../export-choice';

export interface InventoryParts {
  readonly keeper: InventoryKeeper;
  readonly answers: LocalAnswers;
  readonly progress: (progress: InventoryExportProgress | null) => void;
  readonly dialogs: Dialogs;
  readonly messages: () => Messages;
  readonly exports: ExportChoices;
}

export function inventoryHandlers({ keeper, answers, progress, dialogs, messages, exports }: InventoryParts): Handlers<AppContract>['inventory'] {
  let exporting: AbortController | null = null;
  return {
    current: async () => ok(keeper.current()),
    find: (query, from) => answers.find(query, from),
    page: (page) => answers.page(page),
    async refresh({ full }) {
      keeper.refresh(full);
      return ok(null);
    },
    async cancel() {
      keeper.cancel();
      return ok(null);
    },
    async export(query) {
      const from = keeper.open();
      if (from === null) return err({ code: 'auth.required' });
      if (exporting !== null) return err({ code: 'request.in-flight' });
      const own = new AbortController();
      exporting = own;
      try {
        const choice = await exports.choose({ dialogs, messages: messages(), title: messages().dialog.exportDevices.title(), stem: 'deskside-devices' });
        if (choice === null) return ok({ file: null, count: 0 });
        const { path, style, at } = choice;
        // While the dialog was open, another tenant or person may have come.
        if (keeper.open() !== from) return err({ code: 'auth.required' });
        const written = await exportDevices(query, path, { answers, style, now: at, progress, signal: own.signal });
        return written.ok ? ok({ file: basename(path), count: written.value }) : written;
      } finally {
        exporting = null;
        progress(null);
      }
    },
    async cancelExport() {
      exporting?.abort();
      return ok(null);
    },
  };
}
