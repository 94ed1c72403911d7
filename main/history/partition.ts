import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { DocumentFile } from '../store/document-file';
import { openDocument } from '../store/document-file';
import { namesIn, sweepTempFiles } from '../store/durable-write';
import { storageFailure } from '../store/storage-failure';
import { monthOf, parseEntry, storedForm } from './entry';
import { EntryIndex } from './entry-index';
import type { PartData, PartName } from './part';
import { fileStem, idOf, isOlder, monthEnd, partLimits, partNameOf, partSpec, sizeOf } from './part';
import { setAside } from './rejected';

/** Most documents kept in memory; see `partLimits` for the size of each. */
const OPEN_LIMIT = 12;

interface Part {
  readonly name: PartName;
  readonly entries: number;
  readonly bytes: number;
  readonly isReadOnly: boolean;
}

/** The history of one account in one tenant: a folder of month documents and an index of them in memory. */
export class Partition {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #tell: (notice: Failure) => void;
  readonly #serial = createSerial();
  readonly #parts = new Map<string, Part>();
  readonly #opened = new Map<string, DocumentFile<PartData>>();
  /** Documents being written. They must not be opened a second time, because the second copy would miss the write. */
  readonly #writing = new Map<string, DocumentFile<PartData>>();
  #index = new EntryIndex();
  #loading: Promise<void> | null = null;

  constructor(folder: string, now: () => number, tell: (notice: Failure) => void) {
    this.#folder = folder;
    this.#now = now;
    this.#tell = tell;
  }

  /** Reads every document once and yields after each, so that the windows stay responsive. */
  async index(): Promise<EntryIndex> {
    await this.#ready();
    return this.#index;
  }

  /** The entries with these ids in one document. */
  entriesOf(part: string, ids: ReadonlySet<string>): ReadonlyMap<string, AssistanceRequest> {
    const wanted = this.#open(part)
      .read()
      .entries.filter((raw) => ids.has(idOf(raw)));
    const entries = wanted.map(parseEntry).filter((entry) => entry !== null);
    return new Map(entries.map((entry) => [entry.id, entry]));
  }

  save(entry: AssistanceRequest): Promise<Outcome<null>> {
    return this.#serial(() => this.#save(entry));
  }

  /** Deletes the requests made before `cutoff` (milliseconds since 1970); returns how many. */
  purge(cutoff: number): Promise<Outcome<number>> {
    return this.#serial(() => guarded(() => this.#purge(cutoff)));
  }

  clear(): Promise<Outcome<null>> {
    return this.#serial(() => guarded(() => this.#clear()));
  }

  #ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    sweepTempFiles(this.#folder);
    const names = (await namesIn(this.#folder)).map(partNameOf).filter((name) => name !== null);
    // Newest first, as in the index: inserting in nearly sorted order is fast.
    names.sort((a, b) => monthEnd(b.month) - monthEnd(a.month) || b.number - a.number);
    for (const name of new Map(names.map((found) => [fileStem(found), found])).values()) {
      await this.#loadPart(name);
      await nextTurn();
    }
    this.#index.newestFirst();
  }

  async #loadPart(name: PartName): Promise<void> {
    const stem = fileStem(name);
    const document = this.#open(stem);
    if (document.notice !== null) this.#tell(document.notice);
    const { entries } = document.read();
    const good: unknown[] = [];
    const rejected: unknown[] = [];
    for (const raw of entries.toReversed()) {
      const entry = parseEntry(raw);
      (entry === null ? rejected : good).push(raw);
      if (entry !== null) this.#learn(entry, stem);
    }
    const part = { name, entries: entries.length, bytes: sizeOf(entries), isReadOnly: document.readOnly !== null };
    this.#parts.set(stem, part);
    if (rejected.length > 0) await this.#reject(part, good.reverse(), rejected.reverse());
  }

  async #reject(part: Part, good: readonly unknown[], rejected: readonly unknown[]): Promise<void> {
    const stem = fileStem(part.name);
    this.#tell({ code: 'storage.damaged', detail: `${stem}.rejected.json (${rejected.length})` });
    if (!part.isReadOnly && (await setAside(this.#folder, stem, rejected))) await this.#write(part, good);
  }

  /** After a restored copy the same entry may be in two documents; the later state wins. */
  #learn(entry: AssistanceRequest, stem: string): void {
    const known = this.#index.get(entry.id);
    const changedAt = Date.parse(entry.steps.at(-1)?.at ?? '');
    if (known === undefined || known.changedAt <= changedAt) this.#index.put(entry, stem);
  }

  async #save(entry: AssistanceRequest): Promise<Outcome<null>> {
    await this.#ready();
    const known = this.#index.get(entry.id);
    const part = (known && this.#parts.get(known.part)) ?? this.#partFor(monthOf(entry), sizeOf(entry));
    const { entries } = this.#open(fileStem(part.name)).read();
    const others = entries.filter((raw) => idOf(raw) !== entry.id);
    const before = entries.find((raw) => idOf(raw) === entry.id);
    const written = await this.#write(part, [...others, storedForm(before, entry)]);
    if (written.ok) this.#index.put(entry, fileStem(part.name));
    return written;
  }

  /** The last document of the month, or a new one when it is full or read-only. */
  #partFor(month: string, bytes: number): Part {
    const last = [...this.#parts.values()]
      .filter(({ name }) => name.month === month)
      .sort((a, b) => b.name.number - a.name.number)[0];
    const fits = last !== undefined && last.entries < partLimits.entries && last.bytes + bytes <= partLimits.bytes;
    if (fits && !last.isReadOnly) return last;
    return { name: { month, number: (last?.name.number ?? 0) + 1 }, entries: 0, bytes: 0, isReadOnly: false };
  }

  async #write(part: Part, entries: readonly unknown[]): Promise<Outcome<null>> {
    const stem = fileStem(part.name);
    const document = this.#open(stem);
    this.#writing.set(stem, document);
    const written = await document.write({ ...document.read(), entries });
    this.#writing.delete(stem);
    this.#opened.set(stem, document);
    if (written.ok) this.#parts.set(stem, { ...part, entries: entries.length, bytes: sizeOf(entries) });
    return written;
  }

  async #purge(cutoff: number): Promise<Outcome<number>> {
    await this.#ready();
    let purged = 0;
    for (const part of [...this.#parts.values()].filter(({ name }) => monthEnd(name.month) > cutoff)) {
      const answer = await this.#purgePart(part, cutoff);
      if (!answer.ok) return answer;
      purged += answer.value;
      await nextTurn();
    }
    // Last good copies, rejected entries and damaged files carry the month in their name and go with it.
    for (const file of await namesIn(this.#folder)) {
      const month = /^\d{4}-\d{2}(?=\.)/.exec(file)?.[0];
      if (month !== undefined && monthEnd(month) <= cutoff) await rm(join(this.#folder, file), { force: true });
    }
    for (const [stem, { name, entries }] of this.#parts) {
      if (monthEnd(name.month) > cutoff) continue;
      purged += entries;
      this.#forget(stem);
    }
    return ok(purged);
  }

  async #purgePart(part: Part, cutoff: number): Promise<Outcome<number>> {
    const stem = fileStem(part.name);
    const { entries } = this.#open(stem).read();
    const kept = entries.filter((raw) => !isOlder(raw, cutoff));
    if (kept.length === entries.length || part.isReadOnly) return ok(0);
    const written = await this.#write(part, kept);
    if (!written.ok) return written;
    this.#index.keepOnly(stem, new Set(kept.map(idOf)));
    return ok(entries.length - kept.length);
  }

  #forget(stem: string): void {
    this.#opened.delete(stem);
    this.#parts.delete(stem);
    this.#index.keepOnly(stem, new Set());
  }

  async #clear(): Promise<Outcome<null>> {
    await this.#ready();
    await rm(this.#folder, { recursive: true, force: true });
    this.#parts.clear();
    this.#opened.clear();
    this.#index = new EntryIndex();
    return ok(null);
  }

  #open(stem: string): DocumentFile<PartData> {
    const options = { folder: this.#folder, name: stem, spec: partSpec, now: this.#now };
    const document = this.#writing.get(stem) ?? this.#opened.get(stem) ?? openDocument(options);
    this.#opened.delete(stem);
    this.#opened.set(stem, document);
    for (const oldest of this.#opened.keys()) if (this.#opened.size > OPEN_LIMIT) this.#opened.delete(oldest);
    return document;
  }
}

async function guarded<T>(run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await run();
  } catch (cause) {
    return err(storageFailure(cause));
  }
}
