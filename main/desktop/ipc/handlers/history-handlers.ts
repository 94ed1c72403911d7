import { basename } from 'node:path';
import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { HistoryQuery } from '../../../../shared/contract/history';
import type { Outcome } from '../../../../shared/failure';
import type { Messages } from '../../../../shared/i18n';
import { err, ok } from '../../../../shared/result';
import type { Owner } from '../../../auth/owner';
import { isSameOwner } from '../../../auth/owner';
import type { History } from '../../../history/history';
import type { Dialogs } from '../../dialogs';
import type { ExportChoices } from '../../export-choice';
import { clearQuestion } from '../../questions';

export interface HistoryParts {
  readonly history: History;
  /** What the person calls the tenant of the history that is shown. */
  readonly subject: () => { readonly tenant: string; readonly account: string };
  /** Null while nobody is signed in: then there is no history to show. */
  readonly owner: () => Owner | null;
  readonly dialogs: Dialogs;
  readonly messages: () => Messages;
  readonly exports: ExportChoices;
  readonly changed: () => void;
  /** Takes away everything that is recorded of an owner, here and in every other store. */
  readonly forget: (owner: Owner) => Promise<Outcome<null>>;
}

const everything: HistoryQuery = { text: '', states: [], from: null, to: null, offset: 0, limit: 1 };

export function historyHandlers(parts: HistoryParts): Handlers<AppContract>['history'] {
  const { history, owner, subject, dialogs, messages, exports, changed, forget } = parts;
  return {
    async query(query) {
      const nothing = { entries: [], total: 0 };
      const whose = owner();
      if (whose === null) return ok(nothing);
      const page = await history.query(whose, query);
      const now = owner();
      // Somebody else may have signed in while the documents were read.
      return ok(now !== null && isSameOwner(whose, now) ? page : nothing);
    },
    async export(wanted) {
      const whose = owner();
      if (whose === null) return err({ code: 'auth.required' });
      const chosen = await exports.choose({ dialogs, messages: messages(), title: messages().dialog.export.title(), stem: 'deskside-history' });
      if (chosen === null) return ok({ file: null, count: 0 });
      const { path, style } = chosen;
      const written = await history.exportTo(whose, { ...wanted, ...style }, path);
      return written.ok ? ok({ file: basename(path), count: written.value }) : written;
    },
    async clear() {
      const whose = owner();
      if (whose === null) return err({ code: 'auth.required' });
      const { total } = await history.query(whose, everything);
      if (!(await dialogs.ask(clearQuestion(messages(), { count: total, ...subject() })))) return ok({ cleared: false });
      const now = owner();
      // While the dialog was open, another tenant or person may have come.
      if (now === null || !isSameOwner(whose, now)) return err({ code: 'auth.required' });
      const outcome = await forget(whose);
      changed();
      return outcome.ok ? ok({ cleared: true }) : outcome;
    },
  };
}
