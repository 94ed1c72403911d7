import type { Clock } from '../../../shared/clock';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { STALE_AFTER_MS } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import type { Reading } from '../../../shared/search/reading';
import type { TextReading } from '../../../shared/search/readings';
import { understand, type Understanding } from '../../../shared/search/understand';
import type { IndexAnswer } from '../index/search/query';
import type { ShortlistKeeper } from '../port';
import { indexChips } from './device-query';
import type { InventoryAsker } from './port';

export interface LocalAnswersOptions {
  /** The open inventory, a new object for each opening; null while none is open. */
  readonly open: () => InventoryAsker | null;
  /** When its devices were last read, ISO 8601; null before the first complete run. */
  readonly asOf: () => string | null;
  readonly clock: Clock;
  readonly shortlist: ShortlistKeeper;
}

export interface Hit {
  readonly answer: IndexAnswer;
  /** Words of the text that are in none of the rows. */
  readonly missing: readonly string[];
}

/** The most devices of one person that are looked up by their ids. */
const OF_PERSON = 60;

const superseded = err<Failure>({ code: 'cancelled' });
const isSame = (one: Reading, other: Reading): boolean =>
  one.kind === other.kind && one.text === other.text && one.form === other.form;

/** The readings of a text by which an answer was found. */
function readingsBehind({ stages }: Understanding, { readings, isSimilar }: IndexAnswer): readonly TextReading[] {
  if (isSimilar) return [];
  const rest = readings
    .filter(({ kind }) => kind === 'rest')
    .map((reading): TextReading => ({ reading, text: reading.text, mode: 'as-typed' }));
  const stage = stages.find(
    (one) => readings.length > 0 && readings.every((shown) => one.some(({ reading }) => isSame(reading, shown))),
  );
  return [...rest, ...(stage ?? []).filter(({ reading }) => readings.some((shown) => isSame(reading, shown)))];
}

function hitOf(understanding: Understanding, answer: IndexAnswer): Hit {
  const found = readingsBehind(understanding, answer);
  return { answer, missing: [...new Set([...answer.missing, ...found.flatMap(({ without = [] }) => without)])] };
}

/** Sends queries in lanes: a newer query of a lane ends the older ones. */
export class Asking {
  readonly #options: LocalAnswersOptions;
  readonly #newest = new Map<string, object>();

  constructor(options: LocalAnswersOptions) {
    this.#options = options;
  }

  /** Ends the current query of the lane. */
  end(lane: string): void {
    this.#newest.delete(lane);
  }

  /** The answer with its first rows, at most `limit`. `cancelled` after a newer query, or when another inventory was opened. */
  async firstHit(from: InventoryAsker, wanted: DeviceQuery, lane: string, limit: number): Promise<Outcome<Hit>> {
    const own = {};
    this.#newest.set(lane, own);
    const isWanted = (): boolean => this.#newest.get(lane) === own && this.#options.open() === from;
    const ask = async (understanding: Understanding): Promise<Outcome<Hit>> => {
      const answer = await from.ask({ kind: 'query', lane, query: this.#query(understanding, wanted, limit) });
      if (!isWanted()) return superseded;
      return answer.ok ? ok(hitOf(understanding, answer.value)) : answer;
    };
    const understanding = understand(wanted.text);
    const hit = await ask(understanding);
    if (!hit.ok || understanding.ids.length === 0 || hit.value.answer.total + hit.value.answer.hidden > 0) return hit;
    const stage = await this.#devicesOfUsers(from, understanding.ids);
    if (!isWanted()) return superseded;
    return stage.length === 0 ? hit : ask({ ...understanding, stages: [stage] });
  }

  /** An id may be a user's: returns readings that find the user's devices by the devices' own ids. */
  async #devicesOfUsers(from: InventoryAsker, ids: readonly string[]): Promise<readonly TextReading[]> {
    const all = await Promise.all(
      ids.map(async (userId) => ({ userId, owned: await from.ask({ kind: 'person', userId }) })),
    );
    return all.flatMap(({ userId, owned }): readonly TextReading[] => {
      const [first, ...others] = owned.ok ? owned.value.map(({ id }) => id).slice(0, OF_PERSON) : [];
      return first === undefined
        ? []
        : [
            {
              reading: { kind: 'id', text: userId },
              text: first,
              alternatives: others,
              mode: 'as-typed',
              fields: ['id'],
            },
          ];
    });
  }

  #query({ stages, rest }: Understanding, { chips, sort }: DeviceQuery, limit: number) {
    const { shortlist, clock } = this.#options;
    const { pinned, recent } = shortlist.data();
    const ids = (devices: readonly ManagedDevice[]): string[] => devices.map(({ id }) => id);
    const now = clock.now();
    // The inventory process does not need the words that were left out.
    const asked = stages.map((stage) => stage.map(({ without: _without, ...reading }) => reading));
    const more = rest === '' ? {} : { rest };
    return {
      stages: asked,
      ...more,
      chips: indexChips(chips, now),
      sort,
      limit,
      pinned: ids(pinned),
      recent: ids(recent),
      staleBefore: now - STALE_AFTER_MS,
    };
  }
}
