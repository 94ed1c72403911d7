import { distinctCauses, isTold } from '../../shared/cause';
import type { Failure } from '../../shared/failure';

interface Sources {
  /** Causes shown above the list: why the session ended, notices, a wait for Intune. */
  readonly above: readonly (Failure | null)[];
  /** Why the search failed, or failed in part. */
  readonly problems: readonly Failure[];
}

/** Where each cause is shown: once, at the place that the technician looks at first. */
export interface ToldOnce {
  /** By the list. */
  readonly inList: readonly Failure[];
  /** The search failed only for causes shown above the list; the list says that it is affected too. */
  readonly isAffected: boolean;
  /** Every cause shown above the list and in it. */
  readonly all: readonly Failure[];
}

export function toldOnce({ above, problems }: Sources): ToldOnce {
  const told = above.filter((failure) => failure !== null);
  const inList = distinctCauses(problems).filter((problem) => !isTold(problem, told));
  return { inList, isAffected: problems.length > 0 && inList.length === 0, all: [...told, ...inList] };
}
