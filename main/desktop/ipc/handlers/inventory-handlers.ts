import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { ok } from '../../../../shared/result';
import { exportOfOpen } from '../../../inventory/local/export';
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
      const open = exportOfOpen(query, keeper, answers);
      if (!open.ok) return open;
      return run.save({
        title: parts.messages().dialog.exportDevices.title(),
        stem: 'deskside-devices',
        ...open.value,
      });
    },
    async cancelExport() {
      run.cancel();
      return ok(null);
    },
  };
}
