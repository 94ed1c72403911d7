import type { Clock } from '../../../shared/clock';
import type { DeviceChips } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { ManagedDevice } from '../../../shared/managed-device';
import { matchDevice } from '../../../shared/search/match';
import { passesChips } from './device-query';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The index looks for shorter words in names, but not in ids, where they would be found by chance. */
const LONG_ENOUGH_FOR_IDS = 4;

/** What the newest answer of a lane holds, to tell later which live hits it has too. */
export interface Asked {
  readonly text: string;
  readonly chips: DeviceChips;
  /** The words that were found, folded. */
  readonly terms: readonly string[];
  readonly isSimilar: boolean;
  /** Devices that were learned after the answer, and whether it had them. */
  readonly had: Map<string, boolean>;
}

const withoutGuids = (device: ManagedDevice): ManagedDevice => ({
  ...device,
  id: GUID.test(device.id) ? '' : device.id,
  entraId: GUID.test(device.entraId) ? '' : device.entraId,
});

/** Whether a device, as the index knew it at the time, is in the answer. */
export function isAnswered(device: ManagedDevice, { terms, chips, isSimilar }: Asked, now: number): boolean {
  if (isSimilar || !passesChips(device, chips, now) || matchDevice(device, terms) === null) return false;
  const short = terms.filter((term) => term.length < LONG_ENOUGH_FOR_IDS);
  return short.length === 0 || matchDevice(withoutGuids(device), short) !== null;
}

const sameChips = (one: DeviceChips, other: DeviceChips): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether the answer is the one to this question. */
export const isAnswerTo = (asked: Asked, { text, chips }: Pick<Asked, 'text' | 'chips'>): boolean => asked.text === text && sameChips(asked.chips, chips);

/** The newest answer of each lane. */
export class Remembered {
  readonly #clock: Clock;
  readonly #answers = new Map<string, Asked>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(lane: string): Asked | null {
    return this.#answers.get(lane) ?? null;
  }

  keep(lane: string, answer: Asked): void {
    this.#answers.set(lane, answer);
  }

  drop(lane: string): void {
    this.#answers.delete(lane);
  }

  /** The index is about to learn these devices, which it knows as `known`: whether the answers had them is told by that. */
  changing(devices: readonly ManagedDevice[], known: ReadonlyMap<string, ManagedDevice>): void {
    const now = this.#clock.now();
    for (const answer of this.#answers.values()) {
      for (const { id } of devices) {
        const before = known.get(id);
        if (!answer.had.has(id)) answer.had.set(id, before !== undefined && isAnswered(before, answer, now));
      }
    }
  }
}

export interface Beside {
  /** The devices as the index knows them. */
  readonly known: ReadonlyMap<string, ManagedDevice>;
  /** Null when there is no answer to the same question. */
  readonly answered: Asked | null;
  readonly chips: DeviceChips;
  readonly now: number;
}

/**
 * Hits of Intune beside an answer: those that it has too are marked `listed`, the others pass the filters or are left out. A
 * copy that was kept at an earlier visit says nothing about a device that the index knows: the index is fresher, and has
 * answered the same question.
 */
export function joined(rows: readonly DeviceRow[], { known, answered, chips, now }: Beside): readonly DeviceRow[] {
  const isThere = (id: string): boolean => {
    if (answered === null) return false;
    const before = known.get(id);
    return answered.had.get(id) ?? (before !== undefined && isAnswered(before, answered, now));
  };
  return rows.flatMap((row): readonly DeviceRow[] => {
    if (row.source !== 'live' && answered !== null && (answered.had.get(row.id) ?? known.has(row.id))) return [];
    if (isThere(row.id)) return [{ ...row, listed: true }];
    return passesChips(row, chips, now) ? [row] : [];
  });
}
