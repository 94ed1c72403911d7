import type { DeviceChips } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import { passesChips } from './device-query';

export interface Beside {
  /** Ids of the rows that the answer has; null when there is no answer to the same question. */
  readonly answered: ReadonlySet<string> | null;
  /** Ids of the devices that the inventory had when it answered, whatever it answered. */
  readonly known: ReadonlySet<string>;
  readonly chips: DeviceChips;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Hits of Intune beside an answer of the inventory: those that it has too are marked `listed`, those that the inventory has at
 * all `known`; of the others only those that pass the filters stay. A copy stored at an earlier visit says nothing about a
 * device that the inventory knows: the inventory is fresher, and has answered the same question.
 */
export function joined(rows: readonly DeviceRow[], { answered, known, chips, now }: Beside): readonly DeviceRow[] {
  return rows.flatMap((row): readonly DeviceRow[] => {
    const isAnswered = answered?.has(row.id) === true;
    const isKnown = known.has(row.id);
    if (row.source !== 'live' && answered !== null && (isAnswered || isKnown)) return [];
    const marked = isKnown ? { ...row, known: true } : row;
    if (isAnswered) return [{ ...marked, listed: true }];
    return passesChips(row, chips, now) ? [marked] : [];
  });
}
