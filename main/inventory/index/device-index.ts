import type { ManagedDevice } from '../../../shared/managed-device';
import { foldText } from '../../../shared/search/fold';
import { isOnlySimilar } from '../../../shared/search/stages';
import { deviceAt, idOf, rowsOfUser } from './columns/columns';
import { hasBit, rowsOfBitmap } from './lists/bitmap';
import { answer, readingsOf } from './search/answer';
import type { SearchLimits } from './search/hits';
import type { FoundDevice, IndexAnswer, IndexQuery } from './search/query';
import { reasonFor } from './search/reason';
import type { RowRef } from './search/result-set';
import { ResultSet } from './search/result-set';
import type { ReadingSearch } from './search/stage';
import { columnsOf } from './segments/draft';
import { mergeSegments } from './segments/merge';
import type { Segment } from './segments/segment';
import { buildSegment, finish } from './segments/segment';

interface Result {
  readonly set: ResultSet;
  readonly searches: readonly ReadingSearch[];
}

/** Results that are stored for paging. */
const RESULT_SETS = 16;
/** Up to this size the newest segment is rebuilt with each change. */
const TAIL_ROWS = 2_000;
/** The most categories that are returned. */
const CATEGORIES = 200;
/** More segments than this are merged in the background. */
const SEGMENTS = 4;
/** So is a segment of whose rows more than this share is deleted. */
const DELETED_SHARE = 0.2;

/**
 * All devices of one tenant, searchable by any field. Holds no clock, no files and no Electron; one thread uses it.
 * Changes are visible at once; `compact` merges segments in the background, which is due when `isCompactionDue`.
 */
export class DeviceIndex {
  #segments: readonly Segment[] = [];
  readonly #results = new Map<number, Result>();
  #lastResult = 0;
  /** Segments that are being merged, and the ids removed from them meanwhile. */
  #merging: { readonly segments: ReadonlySet<Segment>; readonly deleted: Set<string> } | null = null;
  readonly #limits: SearchLimits;

  constructor(limits: SearchLimits = {}) {
    this.#limits = limits;
  }

  /** Number of devices. */
  get size(): number {
    return this.#segments.reduce((sum, { alive }) => sum + alive, 0);
  }

  /** Size of all typed arrays in bytes. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Replaces everything with segments, as read from a snapshot. */
  replace(segments: readonly Segment[]): void {
    this.#segments = segments;
    this.#results.clear();
    this.#merging = null;
  }

  /** Adds a finished segment; `replaced`: ids of those of its devices that the index already has. */
  adopt(added: Segment, replaced: readonly string[]): void {
    this.remove(replaced);
    this.#segments = [...this.#segments, added].filter((segment) => segment.alive > 0);
  }

  /** Upserts by id. The last of duplicates wins; devices without an id are ignored. */
  upsert(devices: readonly ManagedDevice[]): void {
    const newest = new Map(devices.map((device) => [device.id, device]));
    newest.delete('');
    if (newest.size === 0) return;
    this.remove([...newest.keys()]);
    const tails = this.#segments.filter(
      (segment) => segment.rows < TAIL_ROWS && this.#merging?.segments.has(segment) !== true,
    );
    const kept = tails.flatMap((tail) => [...livingRows(tail)].map((row) => deviceAt(tail.columns, row)));
    const tail = finish(buildSegment(columnsOf([...kept, ...newest.values()])));
    this.#segments = [...this.#segments.filter((segment) => !tails.includes(segment) && segment.alive > 0), tail];
  }

  /** Returns how many of the ids existed. */
  remove(ids: readonly string[]): number {
    let removed = 0;
    for (const id of ids) {
      for (const segment of this.#segments) {
        const row = segment.rowOf(id);
        if (row < 0) continue;
        segment.remove(row);
        if (this.#merging?.segments.has(segment) === true) this.#merging.deleted.add(id);
        removed += 1;
      }
    }
    return removed;
  }

  read(id: string): ManagedDevice | null {
    for (const segment of this.#segments) {
      const row = segment.rowOf(id);
      if (row >= 0) return segment.device(row);
    }
    return null;
  }

  has(id: string): boolean {
    return this.#segments.some((segment) => segment.rowOf(id) >= 0);
  }

  /** Devices whose primary user has this object id. */
  ofPerson(userId: string): readonly ManagedDevice[] {
    return this.#segments.flatMap((segment) =>
      rowsOfUser(segment.columns, userId)
        .filter((row) => !hasBit(segment.deleted, row))
        .map((row) => deviceAt(segment.columns, row)),
    );
  }

  /** Every id, in no order. */
  *ids(): Generator<string> {
    for (const segment of this.#segments) yield* segment.livingIds();
  }

  query(query: IndexQuery): IndexAnswer {
    const { searches, hidden, missing } = answer({ segments: this.#segments, query, limits: this.#limits });
    const set = new ResultSet(searches, { sort: query.sort ?? null, head: query.limit });
    const resultId = this.#keep({ set, searches });
    const rows = this.page(resultId, 0, query.limit) ?? [];
    const isSimilar = set.total > 0 && searches.every(isOnlySimilar);
    return {
      resultId,
      total: set.total,
      isRough: set.isRough,
      rows,
      isSimilar,
      readings: readingsOf(searches),
      missing,
      hidden: Math.max(0, hidden - set.total),
    };
  }

  /** Those of the ids that are anywhere in an earlier result; null when the result is no longer stored: run the query again. */
  among(resultId: number, ids: readonly string[]): readonly string[] | null {
    const result = this.#stored(resultId);
    return result === null ? null : ids.filter((id) => result.set.has(id));
  }

  /** Rows of an earlier result; null when the result is no longer stored: run the query again. */
  page(resultId: number, offset: number, count: number): readonly FoundDevice[] | null {
    const result = this.#stored(resultId);
    if (result === null) return null;
    return result.set.rows(offset, count).map((ref) => {
      const { device, isAlive, isSame } = this.#newest(ref);
      const search = result.searches[ref.search];
      return {
        device,
        match: search === undefined ? null : reasonFor(device, search, isSame ? ref.rank : undefined),
        twins: this.#twinsOf(device.name, isAlive),
      };
    });
  }

  /** The categories of all devices, sorted; of very many only the first. */
  categories(): readonly string[] {
    const found = new Set(this.#segments.flatMap((segment) => [...segment.categories()]));
    return [...found]
      .filter((category) => category !== '')
      .sort()
      .slice(0, CATEGORIES);
  }

  #twinsOf(name: string, isAlive: boolean): number {
    const folded = foldText(name);
    if (folded === '') return 0;
    return this.#segments.reduce((sum, segment) => sum + segment.namesakes(folded), isAlive ? -1 : 0);
  }

  get isCompactionDue(): boolean {
    if (this.#merging !== null) return false;
    const rows = this.#segments.reduce((sum, segment) => sum + segment.rows, 0);
    return this.#segments.length > SEGMENTS || rows - this.size > Math.max(TAIL_ROWS, rows * DELETED_SHARE);
  }

  /** Merges segments: all of them, or only the small ones. In slices; queries and changes may come in between. */
  *compact(all = false): Generator<void, void> {
    if (this.#merging !== null) return;
    const chosen = all ? this.#segments : this.#worthMerging();
    if (chosen.length === 0) return;
    const merging = { segments: new Set(chosen), deleted: new Set<string>() };
    this.#merging = merging;
    const merged = yield* mergeSegments(chosen);
    // The whole inventory was replaced meanwhile.
    if (this.#merging !== merging) return;
    for (const id of merging.deleted) {
      const row = merged.rowOf(id);
      if (row >= 0) merged.remove(row);
    }
    this.#segments = [merged, ...this.#segments.filter((segment) => !merging.segments.has(segment))];
    this.#merging = null;
    for (const [id, { set }] of this.#results)
      if (chosen.some((segment) => set.uses(segment))) this.#results.delete(id);
  }

  /** The smallest segments, as long as the next one is not much larger than those before it together. */
  #worthMerging(): readonly Segment[] {
    const bySize = [...this.#segments].sort((a, b) => a.rows - b.rows);
    const wasteful = bySize.filter((segment) => segment.rows - segment.alive > segment.rows * DELETED_SHARE);
    const chosen: Segment[] = [];
    let rows = 0;
    for (const segment of bySize) {
      if (chosen.length >= 2 && segment.rows > rows * 2) break;
      chosen.push(segment);
      rows += segment.rows;
    }
    return [...new Set([...chosen, ...wasteful])];
  }

  #keep(result: Result): number {
    this.#lastResult += 1;
    this.#results.set(this.#lastResult, result);
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= RESULT_SETS) break;
      this.#results.delete(oldest);
    }
    return this.#lastResult;
  }

  /** The result of an earlier query. Those used last are the last to be dropped. */
  #stored(resultId: number): Result | null {
    const result = this.#results.get(resultId);
    if (result === undefined) return null;
    this.#results.delete(resultId);
    this.#results.set(resultId, result);
    return result;
  }

  /** The current state of the device; the last known one if it was deleted since. */
  #newest({ segment, row }: RowRef): {
    readonly device: ManagedDevice;
    readonly isAlive: boolean;
    readonly isSame: boolean;
  } {
    // A row is marked as deleted when a newer row of the same id is added.
    if (this.#segments.includes(segment) && !hasBit(segment.deleted, row))
      return { device: segment.device(row), isAlive: true, isSame: true };
    const now = this.read(idOf(segment.columns, row));
    return { device: now ?? segment.device(row), isAlive: now !== null, isSame: now === null };
  }
}

function* livingRows(segment: Segment): Generator<number> {
  const living = segment.deleted.map((word) => ~word);
  for (const row of rowsOfBitmap(living)) if (row < segment.rows) yield row;
}
