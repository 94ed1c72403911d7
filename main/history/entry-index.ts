import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import { askedAt } from './entry';
import { searchText } from './search-text';
import { readyAfter } from './usual-time';

/** The part of an entry that is held in memory; the entry itself stays on the disk. */
export interface IndexEntry {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly changedAt: number;
  readonly state: RequestState;
  /** Stem of the document that holds it. */
  readonly part: string;
  readonly text: string;
  /** In lower case: Intune does not distinguish. */
  readonly deviceId: string;
  /** Milliseconds until its session was ready; null where it was not. */
  readonly readyAfter: number | null;
}

/** The entries of one partition, newest first. */
export class EntryIndex {
  readonly #byId = new Map<string, IndexEntry>();
  readonly #tenantIds = new Set<string>();
  #sorted: IndexEntry[] = [];
  #isSorted = false;

  /** The tenants that the entries name. */
  get tenantIds(): ReadonlySet<string> {
    return this.#tenantIds;
  }

  get(id: string): IndexEntry | undefined {
    return this.#byId.get(id);
  }

  put(entry: AssistanceRequest, part: string): void {
    const old = this.#byId.get(entry.id);
    const next: IndexEntry = {
      id: entry.id,
      at: askedAt(entry),
      changedAt: Date.parse(entry.steps.at(-1)?.at ?? ''),
      state: entry.state,
      part,
      text: searchText(entry),
      deviceId: entry.subject.deviceId.toLowerCase(),
      readyAfter: readyAfter(entry),
    };
    this.#byId.set(entry.id, next);
    this.#tenantIds.add(entry.subject.tenantId);
    if (this.#isSorted) this.#isSorted = old === undefined ? this.#insert(next) : this.#replace(old, next);
  }

  /** Forgets the entries of a document that are not in `ids`. */
  keepOnly(part: string, ids: ReadonlySet<string>): void {
    for (const { id, part: holder } of this.#byId.values()) if (holder === part && !ids.has(id)) this.#byId.delete(id);
    this.#isSorted = false;
  }

  newestFirst(): readonly IndexEntry[] {
    if (!this.#isSorted) this.#sorted = [...this.#byId.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    this.#isSorted = true;
    return this.#sorted;
  }

  /** A new entry is nearly always the newest. */
  #insert(next: IndexEntry): boolean {
    const newest = this.#sorted[0];
    if (newest !== undefined && newest.at > next.at) return false;
    this.#sorted = [next, ...this.#sorted];
    return true;
  }

  #replace(old: IndexEntry, next: IndexEntry): boolean {
    const at = old.at === next.at ? this.#sorted.indexOf(old, firstNotNewer(this.#sorted, old.at)) : -1;
    if (at === -1) return false;
    this.#sorted = this.#sorted.with(at, next);
    return true;
  }
}

function firstNotNewer(sorted: readonly IndexEntry[], time: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? 0) > time) low = middle + 1;
    else high = middle;
  }
  return low;
}
