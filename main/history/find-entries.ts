import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HistoryQuery } from '../../shared/contract/history';
import type { IndexEntry } from './entry-index';
import { wordsOf } from './search-text';

export type HistoryFilter = Pick<HistoryQuery, 'text' | 'states' | 'from' | 'to'>;

/** Entries looked at before the windows get their turn. */
const stride = 4000;

/** The matching entries in the order given. */
export async function findEntries(entries: readonly IndexEntry[], filter: HistoryFilter): Promise<readonly IndexEntry[]> {
  const matches = matcher(filter);
  const found: IndexEntry[] = [];
  for (let start = 0; start < entries.length; start += stride) {
    if (start > 0) await nextTurn();
    for (const entry of entries.slice(start, start + stride)) if (matches(entry)) found.push(entry);
  }
  return found;
}

function matcher({ text, states, from, to }: HistoryFilter): (entry: IndexEntry) => boolean {
  const words = wordsOf(text);
  const wanted = new Set(states);
  const start = from === null ? -Infinity : dayStart(from, 0);
  const end = to === null ? Infinity : dayStart(to, 1);
  return (entry) =>
    entry.at >= start &&
    entry.at < end &&
    (wanted.size === 0 || wanted.has(entry.state)) &&
    words.every((word) => entry.text.includes(word));
}

/** Midnight of this workstation `offset` days after `YYYY-MM-DD`, milliseconds since 1970. */
function dayStart(day: string, offset: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + offset).getTime();
}
