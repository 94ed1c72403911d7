import type { ManagedDevice, MatchReason } from '../../../shared/managed-device';
import { foldText } from '../../../shared/search/fold';
import { matchDevice, searchedFields, termsOf } from '../../../shared/search/match';
import { hasBit, rowsOfBitmap } from './bitmap';
import { deviceAt, idOf, rowsOfUser } from './columns';
import { columnsOf } from './draft';
import type { DeviceChips } from './filters';
import { filterRows } from './filters';
import { isGuid } from './guid';
import { mergeSegments } from './merge';
import type { SearchLimits } from './ranking';
import { placeOfRank, SegmentSearch } from './ranking';
import type { PartAnswer, RowRef, SortOrder } from './result-set';
import { ResultSet } from './result-set';
import type { Segment } from './segment';
import { buildSegment, finish } from './segment';
import type { Term } from './term';
import { ID_TERM_MIN, makeTerm } from './term';
import { mayBeMistyped, typoReason } from './typo';
import { TypoSearch } from './typo-search';

export interface IndexQuery {
  readonly text: string;
  readonly chips?: DeviceChips;
  /** Null or absent: by relevance. */
  readonly sort?: SortOrder | null;
  /** Rows to answer at once; the others are paged. */
  readonly limit: number;
  readonly pinned?: readonly string[];
  /** Newest first. */
  readonly recent?: readonly string[];
}

export interface FoundDevice {
  readonly device: ManagedDevice;
  /** Null when nothing was typed. */
  readonly match: MatchReason | null;
  /** Other devices of the whole inventory with the same folded name; 0 for a device without a name. */
  readonly twins: number;
}

export interface IndexAnswer {
  readonly resultId: number;
  readonly total: number;
  /** The total is not exact, because of very many rows not each one was checked: a little too high, with a typo too low. */
  readonly isRough: boolean;
  readonly rows: readonly FoundDevice[];
  /** Nothing contains the words as typed; these are within one typo. */
  readonly isSimilar: boolean;
}

/** Result sets that are kept for paging. */
const RESULT_SETS = 16;
/** The newest part is made anew with each change up to this size. */
const TAIL_ROWS = 2_000;
/** Categories that are named at most. */
const CATEGORIES = 200;
/** Parts beyond this many are joined in the background. */
const PARTS = 4;
const GONE_SHARE = 0.2;

/**
 * All devices of one tenant, searchable by any field. Holds no clock, no files and no Electron; one thread uses it.
 * Changes are visible at once; `compact` joins parts in the background and is due when `isCompactionDue`.
 */
export class DeviceIndex {
  #segments: readonly Segment[] = [];
  readonly #results = new Map<number, { readonly set: ResultSet; readonly mistyped: ReadonlySet<string> }>();
  #lastResult = 0;
  /** Parts that are being joined, and the ids that went away from them meanwhile. */
  #joining: { readonly parts: ReadonlySet<Segment>; readonly gone: Set<string> } | null = null;
  readonly #limits: SearchLimits;

  constructor(limits: SearchLimits = {}) {
    this.#limits = limits;
  }

  /** Number of devices. */
  get size(): number {
    return this.#segments.reduce((sum, { alive }) => sum + alive, 0);
  }

  /** Bytes of all typed arrays. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get parts(): readonly Segment[] {
    return this.#segments;
  }

  /** Takes finished parts (read from a snapshot) in place of everything. */
  replace(segments: readonly Segment[]): void {
    this.#segments = segments;
    this.#results.clear();
    this.#joining = null;
  }

  /** Takes one more finished part; `replaced` names those of its devices that are here already. */
  adopt(part: Segment, replaced: readonly string[]): void {
    this.remove(replaced);
    this.#segments = [...this.#segments, part].filter((segment) => segment.alive > 0);
  }

  /** Adds devices, replacing those of the same ids; of several with one id the last one stays. One without an id is not taken. */
  upsert(devices: readonly ManagedDevice[]): void {
    const newest = new Map(devices.map((device) => [device.id, device]));
    newest.delete('');
    if (newest.size === 0) return;
    this.remove([...newest.keys()]);
    const tails = this.#segments.filter((segment) => segment.rows < TAIL_ROWS && this.#joining?.parts.has(segment) !== true);
    const kept = tails.flatMap((tail) => [...livingRows(tail)].map((row) => deviceAt(tail.columns, row)));
    const tail = finish(buildSegment(columnsOf([...kept, ...newest.values()])));
    this.#segments = [...this.#segments.filter((segment) => !tails.includes(segment) && segment.alive > 0), tail];
  }

  /** Answers how many of the ids were there. */
  remove(ids: readonly string[]): number {
    let removed = 0;
    for (const id of ids) {
      for (const segment of this.#segments) {
        const row = segment.rowOf(id);
        if (row < 0) continue;
        segment.remove(row);
        if (this.#joining?.parts.has(segment) === true) this.#joining.gone.add(id);
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
    return this.#segments.flatMap((segment) => rowsOfUser(segment.columns, userId).filter((row) => !hasBit(segment.gone, row)).map((row) => deviceAt(segment.columns, row)));
  }

  /** Every id, in no order. */
  *ids(): Generator<string> {
    for (const segment of this.#segments) yield* segment.livingIds();
  }

  query(query: IndexQuery): IndexAnswer {
    const terms = termsOf(query.text).map(makeTerm);
    const exact = this.#segments.map((segment): PartAnswer => {
      const search = new SegmentSearch(segment, terms, filterRows(segment, query.chips ?? {}), this.#limits);
      const shortlisted = { pinned: rowsOfIds(segment, query.pinned), recent: rowsOfIds(segment, query.recent) };
      return { segment, matched: search.matched, shortlisted, total: search.total, isRough: search.isRough, best: (limit, listed) => search.best(limit, listed), isHit: (row) => search.isHit(row) };
    });
    const found = exact.some(({ total }) => total > 0) || terms.length === 0 ? { parts: exact, mistyped: [] } : this.#mistyped(terms, query);
    const isSimilar = found.mistyped.length > 0;
    const set = new ResultSet(found.parts, { terms, sort: query.sort ?? null, head: query.limit, isSimilar });
    const resultId = this.#keep(set, new Set(found.mistyped));
    const rows = this.page(resultId, 0, query.limit) ?? [];
    return { resultId, total: set.total, isRough: set.isRough, rows, isSimilar };
  }

  /** Rows of an earlier answer; null when it is no longer kept: ask again. */
  page(resultId: number, offset: number, count: number): readonly FoundDevice[] | null {
    const result = this.#results.get(resultId);
    if (result === undefined) return null;
    this.#results.delete(resultId);
    this.#results.set(resultId, result);
    const terms = result.set.terms.map(({ text }) => text);
    return result.set.rows(offset, count).map((ref) => {
      const { device, isAlive } = this.#newest(ref);
      const twins = this.#twinsOf(device.name, isAlive);
      if (terms.length === 0) return { device, match: null, twins };
      return { device, match: result.mistyped.size > 0 ? typoReason(device, terms, result.mistyped) : reasonOf(device, terms, ref.rank), twins };
    });
  }

  /** Every category that a device has, in order; of very many the first. */
  categories(): readonly string[] {
    const found = new Set(this.#segments.flatMap((segment) => [...segment.categories()]));
    return [...found].filter((category) => category !== '').sort().slice(0, CATEGORIES);
  }

  #twinsOf(name: string, isAlive: boolean): number {
    const folded = foldText(name);
    if (folded === '') return 0;
    return this.#segments.reduce((sum, segment) => sum + segment.namesakes(folded), isAlive ? -1 : 0);
  }

  get isCompactionDue(): boolean {
    if (this.#joining !== null) return false;
    const rows = this.#segments.reduce((sum, segment) => sum + segment.rows, 0);
    return this.#segments.length > PARTS || rows - this.size > Math.max(TAIL_ROWS, rows * GONE_SHARE);
  }

  /** Joins parts: all of them, or the small ones only. In slices; queries and changes may come in between. */
  *compact(all = false): Generator<void, void> {
    if (this.#joining !== null) return;
    const parts = all ? this.#segments : this.#worthJoining();
    if (parts.length === 0) return;
    const joining = { parts: new Set(parts), gone: new Set<string>() };
    this.#joining = joining;
    const joined = yield* mergeSegments(parts);
    // A replaced inventory has forgotten this join.
    if (this.#joining !== joining) return;
    for (const id of joining.gone) {
      const row = joined.rowOf(id);
      if (row >= 0) joined.remove(row);
    }
    this.#segments = [joined, ...this.#segments.filter((segment) => !joining.parts.has(segment))];
    this.#joining = null;
    for (const [id, { set }] of this.#results) if (parts.some((part) => set.uses(part))) this.#results.delete(id);
  }

  /** From the smallest part up, as long as the next one is not much larger than all before it. */
  #worthJoining(): readonly Segment[] {
    const bySize = [...this.#segments].sort((a, b) => a.rows - b.rows);
    const wasteful = bySize.filter((segment) => segment.rows - segment.alive > segment.rows * GONE_SHARE);
    const chosen: Segment[] = [];
    let rows = 0;
    for (const segment of bySize) {
      if (chosen.length >= 2 && segment.rows > rows * 2) break;
      chosen.push(segment);
      rows += segment.rows;
    }
    return [...new Set([...chosen, ...wasteful])];
  }

  /** The words that nothing contains are taken for mistyped; when each is somewhere, but not together, any one of them. */
  #mistyped(terms: readonly Term[], query: IndexQuery): { readonly parts: readonly PartAnswer[]; readonly mistyped: readonly string[] } {
    const isFit = ({ text }: Term): boolean => mayBeMistyped(text);
    const absent = terms.flatMap((term, at) => (terms.length === 1 || !this.#isAnywhere(term) ? [at] : []));
    const attempts = absent.length > 0 ? [absent] : terms.flatMap((term, at) => (isFit(term) ? [[at]] : []));
    for (const attempt of attempts) {
      if (!attempt.every((at) => terms[at] !== undefined && isFit(terms[at]))) continue;
      const parts = this.#segments.map((segment): PartAnswer => {
        const { matched, hits, isRough } = new TypoSearch(segment, terms, this.#limits.typo).find(attempt, filterRows(segment, query.chips ?? {}));
        return { segment, matched, total: hits.length, shortlisted: { pinned: new Set(), recent: new Set() }, isRough, best: (limit) => hits.slice(0, limit), isHit: () => true };
      });
      if (parts.some(({ total }) => total > 0)) return { parts, mistyped: attempt.flatMap((at) => terms[at]?.text ?? []) };
    }
    return { parts: [], mistyped: [] };
  }

  #isAnywhere(term: Term): boolean {
    return this.#segments.some((segment) => new SegmentSearch(segment, [term], null).total > 0);
  }

  #keep(set: ResultSet, mistyped: ReadonlySet<string>): number {
    this.#lastResult += 1;
    this.#results.set(this.#lastResult, { set, mistyped });
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= RESULT_SETS) break;
      this.#results.delete(oldest);
    }
    return this.#lastResult;
  }

  /** The device as it is now; as it was when it has gone since. */
  #newest({ segment, row }: RowRef): { readonly device: ManagedDevice; readonly isAlive: boolean } {
    // A row is marked as gone when a newer one of the same id comes.
    if (this.#segments.includes(segment) && !hasBit(segment.gone, row)) return { device: segment.device(row), isAlive: true };
    const now = this.read(idOf(segment.columns, row));
    return { device: now ?? segment.device(row), isAlive: now !== null };
  }
}

function* livingRows(segment: Segment): Generator<number> {
  const living = segment.gone.map((word) => ~word);
  for (const row of rowsOfBitmap(living)) if (row < segment.rows) yield row;
}

const rowsOfIds = (segment: Segment, ids: readonly string[] = []): ReadonlySet<number> =>
  new Set(ids.map((id) => segment.rowOf(id)).filter((row) => row >= 0));

/** A device without any text to be found. */
const blank: ManagedDevice = {
  id: '', name: '', serial: '', entraId: '', userId: '', userName: '', upn: '', mail: '', os: '', osVersion: '', platform: 'other', manufacturer: '', model: '',
  imei: '', phone: '', category: '', compliance: 'unknown', ownership: 'unknown', enrollment: '', lastCheckIn: null, enrolledAt: null,
};

const withoutGuid = (id: string): string => (isGuid(id) ? '' : id);

/** Short words are never looked for in GUIDs, so a GUID that has one by chance must not show up as the reason. */
function reasonOf(device: ManagedDevice, terms: readonly string[], rank: number | undefined): MatchReason | null {
  const field = rank === undefined || terms.length > 1 ? undefined : searchedFields[placeOfRank(rank)];
  // The rank of one word tells the field: the others need not be looked at.
  const told = field === undefined ? null : matchDevice({ ...blank, [field]: device[field] }, terms);
  if (told !== null) return told.reason;
  const hasShort = terms.some((term) => term.length < ID_TERM_MIN);
  const visible = hasShort ? matchDevice({ ...device, id: withoutGuid(device.id), entraId: withoutGuid(device.entraId) }, terms) : null;
  return (visible ?? matchDevice(device, terms))?.reason ?? null;
}
