import type { History, HistoryOptions } from './history';
import { createHistory } from './history';
import type { Retention, RetentionOptions } from './retention';
import { createRetention } from './retention';

export interface Records {
  readonly history: History;
  readonly retention: Retention;
}

/** The history and the rules by which it is deleted: each needs the other, neither before it is first asked. */
export function openRecords(
  ofHistory: Omit<HistoryOptions, 'retentionDays' | 'deletingNow'>,
  ofRetention: Omit<RetentionOptions, 'count' | 'clock' | 'log'>,
): Records {
  const { clock, log } = ofHistory;
  let retention: Retention | null = null;
  // Without a rule nothing is deleted.
  const history = createHistory({
    ...ofHistory,
    retentionDays: (place) => retention?.daysOf(place) ?? null,
    deletingNow: () => retention?.now() ?? clock.now(),
  });
  retention = createRetention({
    ...ofRetention,
    clock,
    log,
    count: (isMeant, cutoff) => history.count(isMeant, cutoff),
  });
  return { history, retention };
}
