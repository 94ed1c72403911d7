import { distinctCauses, isAlreadyShown } from '../../shared/cause';
import type { Failure } from '../../shared/failure';

interface Sources {
  /** Causes shown above the list: why the session ended, notices, a wait for Intune. */
  readonly above: readonly (Failure | null)[];
  /** Why the search failed, or failed in part. */
  readonly problems: readonly Failure[];
}

/** Where each cause is shown: once, at the place that the technician looks at first. */
export interface ShownOnce {
  /** By the list. */
  readonly inList: readonly Failure[];
  /** The search failed only for causes shown above the list; the list says that it is affected too. */
  readonly isAffected: boolean;
  /** Every cause shown above the list and in it. */
  readonly all: readonly Failure[];
}

export function shownOnce({ above, problems }: Sources): ShownOnce {
  const shown = above.filter((failure) => failure !== null);
  const inList = distinctCauses(problems).filter((problem) => !isAlreadyShown(problem, shown));
  return { inList, isAffected: problems.length > 0 && inList.length === 0, all: [...shown, ...inList] };
}
