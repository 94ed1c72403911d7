import { isFiltering } from '../../../shared/contract/device-query';
import type { AppRow, PersonRow, SearchAnswer } from '../../../shared/contract/devices';
import type { SearchScope } from './live-search.svelte';
import type { LocalShown } from './local-results.svelte';

/** Rows of the local inventory, with what Intune adds; null while Intune's answer belongs to another text. */
interface LocalView {
  readonly local: LocalShown;
  readonly intune: SearchAnswer | null;
}

/** Rows of Intune alone. The answer may belong to an older query; null: none has come yet. */
interface LiveView {
  readonly intune: SearchAnswer | null;
  /** Intune was asked for this and did not answer. */
  readonly isRefused: boolean;
}

/** What the list of devices shows. */
export type ListView =
  /** Nothing is searched for: pinned and recent devices. */
  | { readonly kind: 'shortlist' }
  /** The empty box of a table: every device of the local inventory. */
  | ({ readonly kind: 'everything' } & LocalView)
  /** The answer of the local inventory to a text, to filters or to the request for all devices. */
  | ({ readonly kind: 'local' } & LocalView)
  /** Intune's answer to the text, without a local inventory. */
  | ({ readonly kind: 'live' } & LiveView)
  /** The devices of one person. */
  | ({ readonly kind: 'person'; readonly person: PersonRow } & LiveView)
  /** The devices that have one app. */
  | ({ readonly kind: 'app'; readonly app: AppRow } & LiveView);

/** The query. `rows`: devices without a text, for filters, a table or all devices. */
export type QueryKind = 'nothing' | 'rows' | 'text';

interface Asked {
  /** Folded. */
  readonly text: string;
  readonly scope: SearchScope | null;
  readonly isFiltered: boolean;
  /** An empty text stands for every device. */
  readonly listsAll: boolean;
}

export function queryKindOf({ text, scope, isFiltered, listsAll }: Asked): QueryKind {
  if (text !== '') return 'text';
  return listsAll || isFiltered || scope?.kind === 'all' ? 'rows' : 'nothing';
}

interface Answers {
  readonly queryKind: QueryKind;
  readonly scope: SearchScope | null;
  /** The latest answer of the local inventory; null without one. */
  readonly local: LocalShown | null;
  /** The latest answer of Intune. */
  readonly intune: SearchAnswer | null;
  /** It answers the current query. */
  readonly isIntuneCurrent: boolean;
  /** Intune was asked the current query and did not answer. */
  readonly isRefused: boolean;
}

export function listView({ queryKind, scope, local, intune, isIntuneCurrent, isRefused }: Answers): ListView {
  if (scope?.kind === 'person') return { kind: 'person', person: scope.person, intune, isRefused };
  if (scope?.kind === 'app') return { kind: 'app', app: scope.app, intune, isRefused };
  if (local !== null && queryKind !== 'nothing') {
    // The rows stay until the next answer, whatever has been typed in the meantime.
    const isEverything = scope === null && local.query.text === '' && !isFiltering(local.query.chips);
    return { kind: isEverything ? 'everything' : 'local', local, intune: isIntuneCurrent ? intune : null };
  }
  return queryKind === 'text' ? { kind: 'live', intune, isRefused } : { kind: 'shortlist' };
}

/** The local answer on screen; null while other rows are shown. */
export const localOf = (view: ListView): LocalShown | null => ('local' in view ? view.local : null);

/**
 * To what extent the rows on screen answer the current query. `older`: they answer another query. `renewing`: they
 * answer it, and Intune, the only source, is being asked again. `partly`: Intune may still add rows. `whole`: nothing
 * more will come.
 */
export type Progress = 'older' | 'renewing' | 'partly' | 'whole';

interface State {
  readonly view: ListView;
  /** The local answer on screen answers the current query. */
  readonly isLocalCurrent: boolean;
  readonly isIntuneCurrent: boolean;
  /** Intune is being asked. */
  readonly isBusy: boolean;
  /** Intune did not answer. */
  readonly hasFailed: boolean;
  readonly queryKind: QueryKind;
}

export function progressOf({ view, isLocalCurrent, isIntuneCurrent, isBusy, hasFailed, queryKind }: State): Progress {
  const isLocal = localOf(view) !== null;
  const isCurrent = view.kind === 'shortlist' || (isLocal ? isLocalCurrent : isIntuneCurrent);
  if (!isCurrent) return 'older';
  if (isBusy) return isLocal ? 'partly' : 'renewing';
  return isIntuneCurrent || queryKind !== 'text' || hasFailed ? 'whole' : 'partly';
}
