import type { Clock } from '../../../shared/clock';
import type { DeviceChips } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { ManagedDevice } from '../../../shared/managed-device';
import { matchReading } from '../../../shared/search/match-reading';
import type { SearchReading } from '../../../shared/search/stages';
import { passesChips } from './device-query';

/** What the newest answer of a lane holds, to tell later which live hits it has too. */
export interface Asked {
  readonly text: string;
  readonly chips: DeviceChips;
  /** The readings by which its rows were found; none when they are only similar. */
  readonly found: readonly SearchReading[];
  /** Devices that were learned after the answer, and what was known of them before. */
  readonly had: Map<string, Before>;
}

/** What the index knew of a device when it answered. */
interface Before {
  readonly isKnown: boolean;
  readonly isAnswered: boolean;
}

/** Whether a device, as the index knew it at the time, is in the answer. */
export const isAnswered = (device: ManagedDevice, { found, chips }: Asked, now: number): boolean =>
  passesChips(device, chips, now) && found.some((reading) => matchReading(device, reading) !== null);

const sameChips = (one: DeviceChips, other: DeviceChips): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether the answer is the one to this question. */
export const isAnswerTo = (asked: Asked, { text, chips }: Pick<Asked, 'text' | 'chips'>): boolean =>
  asked.text === text && sameChips(asked.chips, chips);

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
        if (!answer.had.has(id))
          answer.had.set(id, {
            isKnown: before !== undefined,
            isAnswered: before !== undefined && isAnswered(before, answer, now),
          });
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
 * Hits of Intune beside an answer: those that it has too are marked `listed`, those that the index has at all `known`; what is
 * not listed passes the filters or is left out. A copy that was kept at an earlier visit says nothing about a device that the
 * index knows: the index is fresher, and has answered the same question.
 */
export function joined(rows: readonly DeviceRow[], { known, answered, chips, now }: Beside): readonly DeviceRow[] {
  const beforeOf = (id: string): Before => {
    const before = known.get(id);
    const had = answered?.had.get(id);
    return (
      had ?? {
        isKnown: before !== undefined,
        isAnswered: before !== undefined && answered !== null && isAnswered(before, answered, now),
      }
    );
  };
  return rows.flatMap((row): readonly DeviceRow[] => {
    const before = beforeOf(row.id);
    if (row.source !== 'live' && answered !== null && (before.isAnswered || before.isKnown)) return [];
    const marked = before.isKnown ? { ...row, known: true } : row;
    if (before.isAnswered) return [{ ...marked, listed: true }];
    return passesChips(row, chips, now) ? [marked] : [];
  });
}
