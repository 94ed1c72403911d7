import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { HistoryExport, HistoryPage, HistoryQuery } from '../../shared/contract/history';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err, ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { withCloud } from '../auth/owner';
import { namesIn } from '../store/durable-write';
import { partitionName } from '../store/partition';
import type { ExportStyle } from '../store/table-text';
import { writeStreamed } from '../store/write-streamed';
import { parseEntry } from './entry';
import type { IndexEntry } from './entry-index';
import { exportText } from './export-text';
import type { ExportControl } from './exported-entries';
import { ExportedEntries } from './exported-entries';
import { findEntries } from './find-entries';
import { Partition } from './partition';
import type { RequestArchive } from './port';
import type { Place } from './retention-state';
import { usualTime } from './usual-time';

const DAY_MS = 86_400_000;

export interface HistoryOptions {
  /** `history` in the user-data folder, absolute. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Retention of a partition in days. 0: keep nothing; null: keep forever. */
  readonly retentionDays: (place: Place) => number | null;
  /** The time used for deleting, in milliseconds since 1970. Default: the clock. */
  readonly deletingNow?: () => number;
  /** Called for damage that is found when documents are first read, which is after the start. */
  readonly onNotice?: (notice: Failure) => void;
}

/** The record of all requests, per account and tenant. */
export interface History extends RequestArchive {
  /** Newest first. The first call of a run reads the documents of this owner. */
  query(owner: Owner, query: HistoryQuery): Promise<HistoryPage>;
  get(owner: Owner, id: string): Promise<AssistanceRequest | null>;
  /** The usual time until a session is ready, in milliseconds; null where too few are recorded. Reads as `query` does. */
  usual(owner: Owner): Promise<number | null>;
  /** Changes the note of an entry; `input.invalid` for one that is not there. */
  annotate(owner: Owner, id: string, note: string): Promise<Outcome<AssistanceRequest>>;
  /**
   * Writes the matching entries to `path` (absolute), by default separated by commas, and returns how many. An existing
   * file is replaced only by a complete one. `cancelled` when it was aborted.
   */
  exportTo(
    owner: Owner,
    wanted: HistoryExport & Pick<ExportStyle, 'format'> & Partial<ExportStyle>,
    path: string,
    control?: Partial<ExportControl>,
  ): Promise<Outcome<number>>;
  /** Deletes all entries of this owner and all copies. */
  clear(owner: Owner): Promise<Outcome<null>>;
  /** Deletes entries older than the retention of their partition; returns how many. */
  purge(): Promise<Outcome<number>>;
  /** Purges now and once a day, each time after `before`; returns a function that stops it. */
  keepRetention(before?: () => Promise<unknown>): () => void;
  /** How many requests in the matching partitions were made before `cutoff` (milliseconds since 1970). */
  count(isMeant: (place: Place) => boolean, cutoff: number): Promise<number>;
  /** Damage that was found and repaired so far; it grows as documents are read. */
  notices(): readonly Failure[];
}

export function createHistory({
  folder,
  clock,
  log,
  retentionDays,
  deletingNow = () => clock.now(),
  onNotice,
}: HistoryOptions): History {
  const partitions = new Map<string, Partition>();
  const notices: Failure[] = [];
  const tell = (notice: Failure): void => {
    notices.push(notice);
    log.warn('history.damage', { code: notice.code });
    onNotice?.(notice);
  };
  const named = (name: string): Partition => {
    const known = partitions.get(name) ?? new Partition(join(folder, name), () => clock.now(), tell);
    partitions.set(name, known);
    return known;
  };
  const of = (owner: Owner): Partition => named(historyPartition(owner));
  const all = async (): Promise<readonly string[]> =>
    (await namesIn(folder)).filter((name) => /^[0-9a-f]{24}$/.test(name));
  const placeOf = async (partition: string): Promise<Place> => ({
    partition,
    tenantIds: (await named(partition).index()).tenantIds,
  });

  const purge = async (): Promise<Outcome<number>> => {
    const answers = [];
    for (const name of await all()) {
      const days = retentionDays(await placeOf(name));
      if (days !== null) answers.push(await named(name).purge(days === 0 ? Infinity : deletingNow() - days * DAY_MS));
    }
    const failed = answers.find((answer) => !answer.ok);
    return failed ?? ok(answers.reduce((sum, answer) => sum + (answer.ok ? answer.value : 0), 0));
  };

  const save = async (request: AssistanceRequest, owner: Owner): Promise<Outcome<null>> => {
    if (retentionDays({ partition: historyPartition(owner), tenantIds: new Set([owner.tenantId]) }) === 0)
      return ok(null);
    const entry = parseEntry(request);
    return entry === null
      ? err({ code: 'internal', ref: log.fault('history.entry', 'not an entry') })
      : of(owner).save(entry);
  };
  const get = async (owner: Owner, id: string): Promise<AssistanceRequest | null> => {
    const found = (await of(owner).index()).get(id);
    return found === undefined
      ? null
      : (of(owner)
          .entriesOf(found.part, new Set([id]))
          .get(id) ?? null);
  };

  return {
    save,
    query: (owner, wanted) => query(of(owner), wanted),
    get,
    usual: async (owner) => usualTime((await of(owner).index()).newestFirst(), clock.now()),
    annotate: async (owner, id, text) => {
      const entry = await get(owner, id);
      if (entry === null) return err({ code: 'input.invalid' });
      const noted = { ...entry, note: text };
      const saved = await save(noted, owner);
      return saved.ok ? ok(noted) : saved;
    },
    exportTo: async (owner, wanted, path, control = {}) => {
      const found = await findEntries((await of(owner).index()).newestFirst(), wanted);
      const exported = new ExportedEntries(read(of(owner), found), found.length, control);
      const written = await writeStreamed(path, exportText({ separator: ',', ...wanted }, exported, iso(clock.now())));
      if (exported.isStopped) return err({ code: 'cancelled' });
      return written.ok ? ok(exported.done) : written;
    },
    clear: (owner) => of(owner).clear(),
    purge,
    keepRetention: (before = async () => undefined) =>
      everyDay(
        clock,
        () =>
          void before()
            .then(purge)
            .then((answer) => note(log, answer)),
      ),
    async count(isMeant, cutoff) {
      let sum = 0;
      for (const name of await all()) {
        if (isMeant(await placeOf(name)))
          sum += (await named(name).index()).newestFirst().filter(({ at }) => at < cutoff).length;
      }
      return sum;
    },
    notices: () => [...notices],
  };
}

/** Name of the folder that holds an owner's history. */
export const historyPartition = (owner: Owner): string =>
  partitionName(...withCloud(owner, owner.homeAccountId, owner.tenantId));

async function query(partition: Partition, wanted: HistoryQuery): Promise<HistoryPage> {
  const found = await findEntries((await partition.index()).newestFirst(), wanted);
  const entries: AssistanceRequest[] = [];
  for await (const entry of read(partition, found.slice(wanted.offset, wanted.offset + wanted.limit)))
    entries.push(entry);
  return { entries, total: found.length };
}

/** Consecutive entries are mostly in the same document, which is then opened only once. */
async function* read(partition: Partition, found: readonly IndexEntry[]): AsyncGenerator<AssistanceRequest> {
  for (let start = 0; start < found.length;) {
    const part = found[start]?.part ?? '';
    let end = start;
    while (end < found.length && found[end]?.part === part) end += 1;
    const run = found.slice(start, end);
    const entries = partition.entriesOf(part, new Set(run.map(({ id }) => id)));
    yield* run.map(({ id }) => entries.get(id)).filter((entry) => entry !== undefined);
    await nextTurn();
    start = end;
  }
}

function everyDay(clock: Clock, run: () => void): () => void {
  run();
  let cancel = (): void => undefined;
  const wait = (): void => {
    cancel = clock.after(DAY_MS, () => {
      run();
      wait();
    });
  };
  wait();
  return () => cancel();
}

function note(log: Log, answer: Outcome<number>): void {
  if (answer.ok) log.info('history.purged', { count: answer.value });
  else log.warn('history.not-purged', { code: answer.error.code });
}
