import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HistoryQuery } from '../../shared/contract/history';
import type { RequestState } from '../../shared/contract/requests';
import { termsOf } from '../../shared/search/match';
import { isOnlySimilar } from '../../shared/search/stages';
import { understand } from '../../shared/search/understand';
import type { IndexEntry } from './entry-index';

export type HistoryFilter = Pick<HistoryQuery, 'text' | 'states' | 'from' | 'to' | 'deviceId'>;

/** Entries that are compared between two yields to the event loop. */
const STRIDE = 4000;

/**
 * The matching entries in the order given. A text is interpreted as in the device search: the first of its readings
 * that matches any entry counts.
 */
export async function findEntries(
  entries: readonly IndexEntry[],
  filter: HistoryFilter,
): Promise<readonly IndexEntry[]> {
  const isWanted = matcher(filter);
  const stages = stagesOf(filter.text);
  let best = stages.length;
  let found: IndexEntry[] = [];
  for (let start = 0; start < entries.length; start += STRIDE) {
    if (start > 0) await nextTurn();
    for (const entry of entries.slice(start, start + STRIDE)) {
      if (!isWanted(entry)) continue;
      const stage = stages.findIndex(
        (ways, at) => at <= best && ways.some((words) => words.every((word) => entry.text.includes(word))),
      );
      if (stage < 0 || stage > best) continue;
      if (stage < best) found = [];
      best = stage;
      found.push(entry);
    }
  }
  return found;
}

/** The folded words of each reading, stage by stage. An entry must contain all words of one reading; an empty text matches every entry. */
function stagesOf(text: string): readonly (readonly (readonly string[])[])[] {
  const stages = understand(text).stages.map((stage) =>
    stage
      .filter((reading) => !isOnlySimilar(reading))
      .flatMap((reading) =>
        [reading.text, ...(reading.alternatives ?? [])].map(termsOf).filter((words) => words.length > 0),
      ),
  );
  const known = stages.filter((ways) => ways.length > 0);
  return known.length > 0 || text.trim() !== '' ? known : [[[]]];
}

function matcher({ states, from, to, deviceId }: HistoryFilter): (entry: IndexEntry) => boolean {
  const wanted = new Set<RequestState>(states);
  const start = from === null ? -Infinity : dayStart(from, 0);
  const end = to === null ? Infinity : dayStart(to, 1);
  const device = deviceId?.toLowerCase();
  return (entry) =>
    entry.at >= start &&
    entry.at < end &&
    (wanted.size === 0 || wanted.has(entry.state)) &&
    (device === undefined || entry.deviceId === device);
}

/** Midnight of this workstation `offset` days after `YYYY-MM-DD`, milliseconds since 1970. */
function dayStart(day: string, offset: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + offset).getTime();
}
