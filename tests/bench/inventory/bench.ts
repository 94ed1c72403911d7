import { fork } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sortColumns } from '../../../main/inventory/index/columns/column-order';
import { DeviceIndex } from '../../../main/inventory/index/device-index';
import { buildSegment, finish } from '../../../main/inventory/index/segments/segment';
import { snapshotSegments } from '../../../main/inventory/snapshot/content';
import { readSnapshot, writeSnapshot } from '../../../main/inventory/snapshot/snapshot';
import type { ManagedDevice } from '../../../shared/managed-device';
import type { TypedQuery } from '../../support/typed-query';
import { asTyped } from '../../support/typed-query';
import type { PeerJob } from './compare';
import { compare, measurePeer } from './compare';
import { columnsOf, memory, Report, spread } from './measures';
import type { PeerName } from './peers';
import { peerNames } from './peers';
import type { BenchQuery, KeyPress, QueryClass } from './queries';
import { isTypoClass, makeQueries, prefixesOf, queryClasses } from './queries';
import { queryOf } from './query-of';
import { practicePages } from './tenant';

/** What the index may be tuned with; an official run draws its own. */
const TUNING = { tenant: 20_261_123, queries: 4_711 };
const QUERIES = 320;
const LIMIT = 50;
const EXACT_BUDGET_MS = 4;
const TYPO_BUDGET_MS = 12;

interface Options {
  readonly devices: number;
  readonly growth: readonly number[];
  readonly peers: readonly PeerName[];
  readonly out: string;
  readonly seeds: { readonly tenant: number; readonly queries: number };
}

interface Built {
  readonly index: DeviceIndex;
  readonly buildMs: number;
}

/** Takes the tenant page by page, as a sync does. Only the index is kept, so that memory is its own. */
function build(seed: number, count: number): Built {
  const index = new DeviceIndex();
  let buildMs = 0;
  const timed = (work: () => void): void => {
    const start = performance.now();
    work();
    buildMs += performance.now() - start;
  };
  for (const page of practicePages(seed, count)) {
    timed(() => {
      index.upsert(page);
      while (index.isCompactionDue) for (const _ of index.compact());
    });
  }
  timed(() => {
    for (const _ of index.compact(true));
  });
  return { index, buildMs };
}

/** Some thousand devices of all parts of the tenant. */
function sample(seed: number, count: number): readonly ManagedDevice[] {
  const step = Math.max(1, Math.floor(count / 5_000));
  let number = 0;
  return [...practicePages(seed, count)].flatMap((page) => page.filter(() => number++ % step === 0));
}

/** Every text that is on screen while the queries are typed, one key press after the other. */
function typing(
  index: DeviceIndex,
  queries: readonly BenchQuery[],
  clock: () => number = () => performance.now(),
): readonly KeyPress[] {
  return queries.flatMap((query) =>
    prefixesOf(query).map((text) => {
      const start = clock();
      index.query(queryOf(text, LIMIT));
      return { kind: query.kind, ms: clock() - start };
    }),
  );
}

const timesOf = (presses: readonly KeyPress[], fits: (kind: QueryClass) => boolean = () => true): readonly number[] =>
  presses.filter(({ kind }) => fits(kind)).map(({ ms }) => ms);

/** Processor time of this process in milliseconds: what a busy machine does not blur. */
function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function measureTyping(index: DeviceIndex, queries: readonly BenchQuery[], report: Report): readonly KeyPress[] {
  // The code is warm before it is measured, as it is in a process that runs for hours.
  typing(index, backwards(queries));
  const times = typing(index, queries);
  const busy = typing(index, queries, processor);
  report.say(
    `\nkey press to ranked answer, ms; load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'}\n  class            keys       p50       p95       p99 | processor p50       p95       p99`,
  );
  const tell = (name: string, budget: number | null, fits: (kind: QueryClass) => boolean): void => {
    const own = spread(timesOf(times, fits));
    const cpu = spread(timesOf(busy, fits));
    report.say(
      `  ${name.padEnd(14)}${String(timesOf(times, fits).length).padStart(7)} ${columnsOf(own)} |    ${columnsOf(cpu)}`,
    );
    for (const share of ['p50', 'p95', 'p99'] as const)
      report.note(`key-press.${name}.${share}`, own[share], 'ms', share === 'p95' ? budget : null);
    report.note(`key-press.${name}.processor.p95`, cpu.p95, 'ms');
  };
  for (const kind of queryClasses)
    tell(kind, isTypoClass(kind) ? TYPO_BUDGET_MS : EXACT_BUDGET_MS, (of) => of === kind);
  tell('as-typed', EXACT_BUDGET_MS, (kind) => !isTypoClass(kind));
  tell('all', null, () => true);
  report.note('key-presses', times.length, 'texts');
  return times;
}

/** Other texts than those measured: the same ones backwards. */
const backwards = (queries: readonly BenchQuery[]): readonly BenchQuery[] =>
  queries.map((query) => ({ ...query, text: Array.from(query.text).reverse().join(''), from: 1 }));

function measureLists(index: DeviceIndex, report: Report): void {
  const timed = (query: Omit<TypedQuery, 'limit'>): number => {
    const start = performance.now();
    index.query(asTyped({ limit: LIMIT, ...query }));
    return performance.now() - start;
  };
  const sorts = sortColumns.map(
    (column) =>
      [
        column,
        timed({ text: '', sort: { column, descending: false } }),
        timed({ text: '', sort: { column, descending: true } }),
      ] as const,
  );
  report.say(
    `\nsorted by a column, first and next time, ms: ${sorts.map(([column, first, next]) => `${column} ${first.toFixed(0)}/${next.toFixed(1)}`).join(', ')}`,
  );
  report.note('sort.first', Math.max(...sorts.map(([, first]) => first)), 'ms');
  report.note('sort.next', Math.max(...sorts.map(([, , next]) => next)), 'ms');
  const chips = { platforms: ['windows', 'ios'], compliance: ['noncompliant'] } as const;
  const [first, next] = [timed({ text: '', chips }), timed({ text: '', chips })];
  report.say(`chips alone, first and next time: ${first.toFixed(1)}/${next.toFixed(1)} ms`);
  report.note('chips.first', first, 'ms');
}

async function measureSnapshot(
  index: DeviceIndex,
  queries: readonly BenchQuery[],
  out: string,
  report: Report,
): Promise<void> {
  const place = {
    path: join(out, 'bench-snapshot', 'inventory.snapshot'),
    owner: { tenantId: 't', accountId: 'a' },
    key: randomBytes(32),
  };
  const start = performance.now();
  const size = await writeSnapshot(place, snapshotSegments(index.segments), null);
  const written = performance.now();
  const read = await readSnapshot(place);
  const opened = performance.now();
  if (read.kind === 'read') for (const { columns } of read.segments) for (const _ of buildSegment(columns));
  const ready = performance.now();
  const child = fork(fileURLToPath(import.meta.url), ['--memory', place.path, Buffer.from(place.key).toString('hex')], {
    execArgv: ['--expose-gc'],
  });
  child.send(queries.slice(0, 100).flatMap(prefixesOf));
  const [told] = (await once(child, 'message')) as [{ readonly loaded: number; readonly used: number }];
  report.say(
    `\na process with the inventory takes ${(told.loaded / index.size).toFixed(0)} bytes a device more than without, ${(told.used / index.size).toFixed(0)} after a hundred queries; ${(index.bytes / index.size).toFixed(0)} in arrays`,
  );
  report.note('bytes-per-device', told.loaded / index.size, 'B', 400);
  report.note('bytes-per-device.used', told.used / index.size, 'B');
  rmSync(join(out, 'bench-snapshot'), { recursive: true, force: true });
  report.say(
    `snapshot: ${(size / 1e6).toFixed(0)} MB, written in ${((written - start) / 1_000).toFixed(2)} s, read in ${((opened - written) / 1_000).toFixed(2)} s, searchable after ${((ready - written) / 1_000).toFixed(2)} s\n`,
  );
  report.note('snapshot.write', written - start, 'ms');
  report.note('snapshot.load', ready - written, 'ms');
}

async function run({ devices, growth, peers, out, seeds }: Options): Promise<void> {
  const report = new Report(join(out, 'bench.json'));
  report.say(`seeds: --tenant-seed=${String(seeds.tenant)} --query-seed=${String(seeds.queries)}`);
  const queries = makeQueries(sample(seeds.tenant, devices), QUERIES, seeds.queries);
  report.say(
    `${String(queries.length)} queries, ${String(queries.flatMap(prefixesOf).length)} texts while they are typed`,
  );
  for (const size of growth) {
    const { index, buildMs } = build(seeds.tenant, size);
    typing(index, backwards(queries));
    const all = spread(timesOf(typing(index, queries)));
    report.say(
      `growth ${String(size).padStart(7)}: built in ${(buildMs / 1_000).toFixed(1)} s,${columnsOf(all)} ms, ${(index.bytes / size).toFixed(0)} bytes a device in arrays`,
    );
    report.note(`growth.${String(size)}.p95`, all.p95, 'ms');
  }
  const { index, buildMs } = build(seeds.tenant, devices);
  report.say(`${String(index.size)} devices, built in ${(buildMs / 1_000).toFixed(1)} s`);
  report.note(`build.${String(devices)}`, buildMs, 'ms');
  const presses = measureTyping(index, queries, report);
  measureLists(index, report);
  await measureSnapshot(index, queries, out, report);
  if (peers.length > 0)
    await compare({
      index,
      presses,
      tenant: [...practicePages(seeds.tenant, devices)].flat(),
      queries,
      peers,
      out,
      report,
    });
  report.write();
  for (const { name, value, unit, budget } of report.rows.filter(({ pass }) => !pass))
    report.say(`over budget: ${name} ${String(value)} ${unit} (${String(budget)})`);
}

/** A process that holds the inventory and nothing else. */
async function weigh([path = '', key = '']: readonly string[]): Promise<void> {
  const [texts] = (await once(process, 'message')) as [readonly string[]];
  const index = new DeviceIndex();
  const before = memory();
  const read = await readSnapshot({ path, owner: { tenantId: 't', accountId: 'a' }, key: Buffer.from(key, 'hex') });
  if (read.kind === 'read') index.replace(read.segments.map(({ columns }) => finish(buildSegment(columns))));
  index.query(queryOf('a', LIMIT));
  const loaded = memory() - before;
  for (const text of texts) index.query(queryOf(text, LIMIT));
  process.send?.({ loaded, used: memory() - before }, () => process.exit(0));
}

async function answerPeer([name = '', folder = '', jobFile = '']: readonly string[]): Promise<void> {
  const report = await measurePeer(name as PeerName, folder, JSON.parse(readFileSync(jobFile, 'utf8')) as PeerJob);
  process.send?.(report, () => process.exit(0));
}

function optionsOf(words: readonly string[]): Options {
  const value = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const list = (name: string): readonly string[] | undefined =>
    value(name)
      ?.split(',')
      .filter((part) => part !== '');
  const drawn = words.includes('--official') ? { tenant: randomInt(2 ** 31), queries: randomInt(2 ** 31) } : TUNING;
  return {
    devices: Number(value('devices') ?? 500_000),
    growth: list('growth')?.map(Number) ?? [10_000, 50_000, 100_000],
    peers: peerNames.filter((name) => list('peers')?.includes(name) ?? true),
    out: resolve(value('out') ?? 'out'),
    seeds: {
      tenant: Number(value('tenant-seed') ?? drawn.tenant),
      queries: Number(value('query-seed') ?? drawn.queries),
    },
  };
}

const [mode, ...words] = process.argv.slice(2);
if (mode === '--peer') await answerPeer(words);
else if (mode === '--memory') await weigh(words);
else if (mode === '--run') await run(optionsOf(words));
