import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { err, ok } from '../../../../shared/result';
import { exportDevices } from '../../../inventory/local/export';
import type { InventoryKeeper, LocalAnswers } from '../../../inventory/local/port';
import type { ExportParts } from '../../export-run';
import { createExportRun } from '../../export-run';

export interface InventoryParts extends ExportParts {
  readonly keeper: InventoryKeeper;
  readonly answers: LocalAnswers;
}

export function inventoryHandlers({ keeper, answers, ...parts }: InventoryParts): Handlers<AppContract>['inventory'] {
  const run = createExportRun(parts);
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
      const isStillOpen = (): boolean => keeper.open() === from;
      return run.save({
        title: parts.messages().dialog.exportDevices.title(),
        stem: 'deskside-devices',
        isStillTheirs: isStillOpen,
        write: ({ path, style, at }, telling) =>
          exportDevices(query, path, { answers, isStillOpen, style, now: at, ...telling }),
      });
    },
    async cancelExport() {
      run.cancel();
      return ok(null);
    },
  };
}
