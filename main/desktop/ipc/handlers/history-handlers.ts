import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { HistoryQuery } from '../../../../shared/contract/history';
import type { Outcome } from '../../../../shared/failure';
import { err, ok } from '../../../../shared/result';
import type { Owner } from '../../../auth/owner';
import { isSameOwner } from '../../../auth/owner';
import type { History } from '../../../history/history';
import type { Dialogs } from '../../dialogs';
import type { ExportParts } from '../../export-run';
import { createExportRun } from '../../export-run';
import { clearQuestion } from '../../questions';

export interface HistoryParts extends ExportParts {
  readonly history: History;
  /** Names of the tenant and account of the shown history. */
  readonly subject: () => { readonly tenant: string; readonly account: string };
  /** Null while no one is signed in: then there is no history to show. */
  readonly owner: () => Owner | null;
  readonly dialogs: Dialogs;
  readonly changed: () => void;
  /** Deletes everything that is recorded for an owner, in every store. */
  readonly forget: (owner: Owner) => Promise<Outcome<null>>;
}

const everything: HistoryQuery = { text: '', states: [], from: null, to: null, offset: 0, limit: 1 };

export function historyHandlers(parts: HistoryParts): Handlers<AppContract>['history'] {
  const { history, owner, subject, dialogs, messages, changed, forget } = parts;
  const run = createExportRun(parts);
  const isStill = (whose: Owner): boolean => {
    const now = owner();
    return now !== null && isSameOwner(whose, now);
  };
  return {
    async query(query) {
      const nothing = { entries: [], total: 0 };
      const whose = owner();
      if (whose === null) return ok(nothing);
      const page = await history.query(whose, query);
      // Another account may have signed in while the documents were read.
      return ok(isStill(whose) ? page : nothing);
    },
    async export(wanted) {
      const whose = owner();
      if (whose === null) return err({ code: 'auth.required' });
      return run.save({
        title: messages().dialog.export.title(),
        stem: 'deskside-history',
        isStillTheirs: () => isStill(whose),
        write: ({ path, style }, telling) => history.exportTo(whose, { ...wanted, ...style }, path, telling),
      });
    },
    async cancelExport() {
      run.cancel();
      return ok(null);
    },
    async clear() {
      const whose = owner();
      if (whose === null) return err({ code: 'auth.required' });
      const { total } = await history.query(whose, everything);
      // The dialog names the tenant that is open now.
      if (!isStill(whose)) return err({ code: 'auth.required' });
      if (!(await dialogs.ask(clearQuestion(messages(), { count: total, ...subject() }))))
        return ok({ cleared: false });
      // Account or tenant may have changed while the dialog was open.
      if (!isStill(whose)) return err({ code: 'auth.required' });
      const outcome = await forget(whose);
      changed();
      return outcome.ok ? ok({ cleared: true }) : outcome;
    },
  };
}
