import type { HistoryExport, HistoryPage, HistoryQuery } from '../../shared/contract/history';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { isSameOwner } from '../auth/owner';
import type { ExportStyle } from '../store/table-text';
import type { ExportControl } from './exported-entries';
import type { History } from './history';

export interface HistoryDeskParts {
  readonly history: Pick<History, 'query' | 'usual' | 'exportTo'>;
  /** Null while no one is signed in: then there is no history to show. */
  readonly owner: () => Owner | null;
  /** Asks whether that many entries of the current owner should be deleted; a failure when that could not be asked. */
  readonly confirmClear: (count: number) => Promise<Outcome<boolean>>;
  /** Deletes everything that is recorded for an owner, in every store. */
  readonly forget: (owner: Owner) => Promise<Outcome<null>>;
  readonly changed: () => void;
}

/** An export of the current owner's history. */
interface OwnExport {
  /** Whether the same account is still signed in to the same tenant. */
  readonly isStillTheirs: () => boolean;
  readonly write: (
    file: { readonly path: string; readonly style: ExportStyle },
    control: ExportControl,
  ) => Promise<Outcome<number>>;
}

/**
 * The history of the signed-in account. That may change while documents are read or a dialog is open, so the owner
 * is checked again after each wait.
 */
export interface HistoryDesk {
  /** Empty while no one is signed in. */
  query(query: HistoryQuery): Promise<HistoryPage>;
  /** Milliseconds until half of the sessions are ready; null while no one is signed in and where too few are recorded. */
  usual(): Promise<number | null>;
  /** `auth.required` while no one is signed in. */
  export(wanted: HistoryExport): Outcome<OwnExport>;
  /** Asks, then deletes. `auth.required` when the account changed in the meantime; then nothing is deleted. */
  clear(): Promise<Outcome<{ readonly cleared: boolean }>>;
}

const everything: HistoryQuery = { text: '', states: [], from: null, to: null, offset: 0, limit: 1 };

export function createHistoryDesk({ history, owner, confirmClear, forget, changed }: HistoryDeskParts): HistoryDesk {
  const isStill = (whose: Owner): boolean => {
    const now = owner();
    return now !== null && isSameOwner(whose, now);
  };
  return {
    async query(query) {
      const nothing = { entries: [], total: 0 };
      const whose = owner();
      if (whose === null) return nothing;
      const page = await history.query(whose, query);
      return isStill(whose) ? page : nothing;
    },
    async usual() {
      const whose = owner();
      const usual = whose === null ? null : await history.usual(whose);
      return whose !== null && isStill(whose) ? usual : null;
    },
    export(wanted) {
      const whose = owner();
      if (whose === null) return err({ code: 'auth.required' });
      return ok({
        isStillTheirs: () => isStill(whose),
        write: ({ path, style }, control) => history.exportTo(whose, { ...wanted, ...style }, path, control),
      });
    },
    async clear() {
      const whose = owner();
      if (whose === null) return err({ code: 'auth.required' });
      const { total } = await history.query(whose, everything);
      // The dialog names the tenant that is open now.
      if (!isStill(whose)) return err({ code: 'auth.required' });
      const confirmed = await confirmClear(total);
      if (!confirmed.ok) return confirmed;
      if (!confirmed.value) return ok({ cleared: false });
      if (!isStill(whose)) return err({ code: 'auth.required' });
      const outcome = await forget(whose);
      changed();
      return outcome.ok ? ok({ cleared: true }) : outcome;
    },
  };
}
