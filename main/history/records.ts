import type { History, HistoryOptions } from './history';
import { createHistory } from './history';
import type { Retention, RetentionOptions } from './retention';
import { createRetention } from './retention';

export interface Records {
  readonly history: History;
  readonly retention: Retention;
}

/** Creates the history and its retention. They need each other, but only when they are first used. */
export function openRecords(
  ofHistory: Omit<HistoryOptions, 'retentionDays' | 'deletingNow'>,
  ofRetention: Omit<RetentionOptions, 'count' | 'clock' | 'log'>,
): Records {
  const { clock, log } = ofHistory;
  let retention: Retention | null = null;
  // Without a retention nothing is deleted.
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
