import { execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeviceIndex } from '../../../main/inventory/index/device-index';
import { buildSegment, finish } from '../../../main/inventory/index/segment';
import { partsOf } from '../../../main/inventory/snapshot/content';
import { readSnapshot, writeSnapshot } from '../../../main/inventory/snapshot/snapshot';
import type { ManagedDevice } from '../../../shared/managed-device';
import { foldText } from '../../../shared/search/fold';
import { matchDevice, searchedFields, termsOf } from '../../../shared/search/match';
import { compareHits } from '../../../shared/search/rank';
import type { PeerName } from './peers';
import { buildPeer, peerNames, peerVersions } from './peers';
import type { BenchQuery } from './queries';
import { makeQueries, prefixesOf, queryClasses } from './queries';
import { practicePages } from './tenant';

/** Other ones than the index was tuned with. */
const TENANT_SEED = 20_261_123;
const QUERY_SEED = 4_711;
const QUERIES = 300;
const LIMIT = 50;
const PEER_BUDGET_MS = 60_000;

export interface BenchOptions {
  readonly devices?: number;
  readonly growth?: readonly number[];
  readonly peers?: readonly PeerName[];
  readonly out?: string;
  readonly say?: (line: string) => void;
}

export interface BenchEntry {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: number | null;
  readonly pass: boolean | null;
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const spread = (times: readonly number[]): { p50: number; p95: number; p99: number } => {
  const sorted = [...times].sort((a, b) => a - b);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99) };
};
const collect = (): void => (globalThis as { gc?: () => void }).gc?.();
const ms = (value: number): string => value.toFixed(2).padStart(9);

/** Proportional set size of this process in bytes; resident size where the system does not tell. */
function memory(): number {
  collect();
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return process.memoryUsage().rss;
  }
}

interface Built {
  readonly index: DeviceIndex;
  readonly buildMs: number;
}

/** Takes the tenant page by page, as a sync does. Only the index is kept, so that memory is its own. */
function build(count: number): Built {
  const index = new DeviceIndex();
  let buildMs = 0;
  for (const page of practicePages(TENANT_SEED, count)) {
    const start = performance.now();
    index.upsert(page);
    while (index.isCompactionDue) for (const _ of index.compact());
    buildMs += performance.now() - start;
  }
  const start = performance.now();
  for (const _ of index.compact(true));
  buildMs += performance.now() - start;
  return { index, buildMs };
}

const sample = (count: number): readonly ManagedDevice[] => {
  const some: ManagedDevice[] = [];
  const step = Math.max(1, Math.floor(count / 5_000));
  let number = 0;
  for (const page of practicePages(TENANT_SEED, count)) for (const device of page) if (number++ % step === 0) some.push(device);
  return some;
};

/** Processor time of this process in milliseconds: what a busy machine does not blur. */
const processor = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

function typing(index: DeviceIndex, queries: readonly BenchQuery[], clock: () => number = () => performance.now()): Map<string, number[]> {
  const times = new Map<string, number[]>(queryClasses.map((kind) => [kind, []]));
  for (const query of queries) index.query({ text: query.text, limit: LIMIT });
  for (const query of queries) {
    for (const text of prefixesOf(query)) {
      const start = clock();
      index.query({ text, limit: LIMIT });
      times.get(query.kind)?.push(clock() - start);
    }
  }
  return times;
}

const textOf = (device: ManagedDevice): string => [...new Set(searchedFields.filter((field) => field !== 'id' && field !== 'entraId').map((field) => foldText(device[field])))].join(' ');
const RECALL_LIMIT = 20_000;

interface Truth {
  readonly query: BenchQuery;
  /** Every device that answers, by place. */
  readonly all: ReadonlySet<number>;
  readonly best: readonly number[];
}

/** What going through all devices by the shared rules answers; queries with too many answers are left out. */
function truths(devices: readonly ManagedDevice[], texts: readonly string[], queries: readonly BenchQuery[]): readonly Truth[] {
  return queries.flatMap((query) => {
    const terms = termsOf(query.meant);
    const places: number[] = [];
    for (let place = 0; place < texts.length; place += 1) if (terms.every((term) => texts[place]?.includes(term) === true)) places.push(place);
    if (places.length === 0 || places.length > RECALL_LIMIT) return [];
    const hits = places.flatMap((place) => {
      const device = devices[place];
      const match = device === undefined ? null : matchDevice(device, terms);
      return device === undefined || match === null ? [] : [{ place, device, match, pinned: false, recent: false }];
    });
    const best = hits.sort(compareHits).slice(0, 10).map(({ place }) => place);
    return [{ query, all: new Set(hits.map(({ place }) => place)), best }];
  });
}

const recallOf = (truth: Truth, found: readonly number[]): number => found.slice(0, 10).filter((place) => truth.all.has(place)).length / Math.min(10, truth.all.size);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

interface PeerReport {
  readonly name: string;
  readonly buildMs: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly recall: number;
  readonly typoRecall: number;
}

interface PeerJob {
  readonly texts: readonly string[];
  readonly typed: readonly string[];
  readonly asked: readonly { readonly text: string; readonly isTypo: boolean; readonly all: readonly number[] }[];
}

/** Runs in a process of its own, so that memory is its own and a peer that takes too long can be stopped. */
async function measurePeer(name: PeerName, folder: string, job: PeerJob): Promise<PeerReport> {
  const before = memory();
  const start = performance.now();
  const search = await buildPeer(name, folder, job.texts);
  const buildMs = performance.now() - start;
  const bytes = memory() - before;
  const times: number[] = [];
  const deadline = performance.now() + PEER_BUDGET_MS;
  for (const text of job.typed) {
    const begun = performance.now();
    search(foldText(text), LIMIT);
    times.push(performance.now() - begun);
    if (performance.now() > deadline) break;
  }
  const recalls = { exact: [] as number[], typo: [] as number[] };
  const last = performance.now() + PEER_BUDGET_MS;
  for (const { text, isTypo, all } of job.asked) {
    const set = new Set(all);
    const found = search(foldText(text), 10).slice(0, 10).filter((place) => set.has(place)).length;
    recalls[isTypo ? 'typo' : 'exact'].push(found / Math.min(10, set.size));
    if (performance.now() > last) break;
  }
  return { name, buildMs, bytes, ...spread(times), recall: mean(recalls.exact), typoRecall: mean(recalls.typo) };
}

function install(folder: string): void {
  if (existsSync(join(folder, 'node_modules', 'minisearch'))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: peerVersions }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
}

function askPeer(name: PeerName, folder: string, jobFile: string): Promise<PeerReport | string> {
  return new Promise((done) => {
    const child = fork(fileURLToPath(import.meta.url), ['--peer', name, folder, jobFile], { execArgv: ['--expose-gc', '--max-old-space-size=8192'] });
    const late = setTimeout(() => child.kill('SIGKILL'), 15 * 60_000);
    let report: PeerReport | string = 'ended without an answer';
    child.on('message', (message) => (report = message as PeerReport));
    child.on('exit', () => {
      clearTimeout(late);
      done(report);
    });
  });
}

/** Measures the local index; answers what is also written to `out/bench.json`. */
export async function run({ devices = 500_000, growth = [10_000, 50_000, 100_000], peers = peerNames, out = resolve('out'), say = (line) => void process.stdout.write(`${line}\n`) }: BenchOptions = {}): Promise<readonly BenchEntry[]> {
  const entries: BenchEntry[] = [];
  const note = (name: string, value: number, unit: string, budget: number | null = null, higher = false): void => {
    entries.push({ name, value: Number(value.toFixed(3)), unit, budget, pass: budget === null ? null : higher ? value >= budget : value <= budget });
  };
  mkdirSync(out, { recursive: true });
  // The sample and its garbage are gone before memory is looked at.
  const queries = makeQueries(sample(devices), QUERIES, QUERY_SEED);
  const { index, buildMs } = build(devices);
  say(`${index.size} devices; built in ${(buildMs / 1_000).toFixed(1)} s; ${(index.bytes / index.size).toFixed(0)} bytes a device in arrays`);
  note(`inventory.build.${devices}`, buildMs, 'ms');
  const times = typing(index, queries);
  say('typing, ms          count       p50       p95       p99');
  for (const [kind, list] of times) {
    const { p50, p95, p99 } = spread(list);
    say(`  ${kind.padEnd(14)}${String(list.length).padStart(9)} ${ms(p50)} ${ms(p95)} ${ms(p99)}`);
    note(`inventory.typing.${kind}.p95`, p95, 'ms', kind === 'typo' || kind === 'no-hit' ? 12 : 4);
  }
  const exact = spread([...times].flatMap(([kind, list]) => (kind === 'typo' || kind === 'no-hit' ? [] : list)));
  const all = spread([...times.values()].flat());
  say(`  exact classes           ${ms(exact.p50)} ${ms(exact.p95)} ${ms(exact.p99)}\n  all                     ${ms(all.p50)} ${ms(all.p95)} ${ms(all.p99)}`);
  note('inventory.typing.exact.p95', exact.p95, 'ms', 4);
  const busy = typing(index, queries, processor);
  say(`processor time, p50 and p95: ${[...busy].map(([kind, list]) => `${kind} ${spread(list).p50.toFixed(1)} ${spread(list).p95.toFixed(1)}`).join(', ')}`);
  for (const [kind, list] of busy) note(`inventory.typing.${kind}.processor.p95`, spread(list).p95, 'ms');
  note('inventory.typing.all.p95', all.p95, 'ms');
  await measureSnapshot(index, out, note, say);
  if (peers.length > 0) await comparePeers({ index, devices, queries, peers, out, p95: all.p95, note, say });
  for (const size of growth) {
    const grown = build(size);
    const { p50, p95 } = spread([...typing(grown.index, queries).values()].flat());
    say(`growth ${String(size).padStart(7)}: built in ${(grown.buildMs / 1_000).toFixed(1)} s, p50 ${p50.toFixed(2)}, p95 ${p95.toFixed(2)} ms, ${(grown.index.bytes / size).toFixed(0)} bytes a device in arrays`);
    note(`inventory.growth.${size}.p95`, p95, 'ms');
  }
  writeFileSync(join(out, 'bench.json'), `${JSON.stringify(merged(out, entries), null, 2)}\n`);
  return entries;
}

/** Entries of other benches stay. */
function merged(out: string, entries: readonly BenchEntry[]): readonly BenchEntry[] {
  try {
    const before = JSON.parse(readFileSync(join(out, 'bench.json'), 'utf8')) as BenchEntry[];
    return [...before.filter(({ name }) => !name.startsWith('inventory.')), ...entries];
  } catch {
    return entries;
  }
}

type Note = (name: string, value: number, unit: string, budget?: number | null, higher?: boolean) => void;

async function measureSnapshot(index: DeviceIndex, out: string, note: Note, say: (line: string) => void): Promise<void> {
  const place = { path: join(out, 'bench-snapshot', 'inventory.snapshot'), owner: { tenantId: 't', accountId: 'a' }, key: randomBytes(32) };
  const start = performance.now();
  const size = await writeSnapshot(place, partsOf(index.parts), null);
  const written = performance.now();
  const read = await readSnapshot(place);
  const opened = performance.now();
  if (read.kind === 'read') for (const { columns } of read.parts) for (const _ of buildSegment(columns));
  const ready = performance.now();
  const child = fork(fileURLToPath(import.meta.url), ['--memory', place.path, Buffer.from(place.key).toString('hex')], { execArgv: ['--expose-gc'] });
  const [told] = (await once(child, 'message')) as [{ readonly bytes: number }];
  const perDevice = told.bytes / index.size;
  say(`a process with the inventory takes ${perDevice.toFixed(0)} bytes a device more than without`);
  note('inventory.bytes-per-device', perDevice, 'B', 400);
  rmSync(join(out, 'bench-snapshot'), { recursive: true, force: true });
  say(`snapshot: ${(size / 1e6).toFixed(0)} MB, written in ${((written - start) / 1_000).toFixed(2)} s, read in ${((opened - written) / 1_000).toFixed(2)} s, searchable after ${((ready - written) / 1_000).toFixed(2)} s`);
  note('inventory.snapshot.write', written - start, 'ms');
  note('inventory.snapshot.load', ready - written, 'ms');
}

interface Comparison {
  readonly index: DeviceIndex;
  readonly devices: number;
  readonly queries: readonly BenchQuery[];
  readonly peers: readonly PeerName[];
  readonly out: string;
  readonly p95: number;
  readonly note: Note;
  readonly say: (line: string) => void;
}

async function comparePeers({ index, devices, queries, peers, out, p95, note, say }: Comparison): Promise<void> {
  const tenant = [...practicePages(TENANT_SEED, devices)].flat();
  const texts = tenant.map(textOf);
  const truth = truths(tenant, texts, queries);
  const places = new Map(tenant.map(({ id }, place) => [id, place]));
  const own = (text: string): readonly number[] => index.query({ text, limit: 10 }).rows.flatMap(({ device }) => places.get(device.id) ?? []);
  const isTypo = ({ query }: Truth): boolean => query.kind === 'typo';
  const recall = mean(truth.filter((one) => !isTypo(one)).map((one) => recallOf(one, own(one.query.text))));
  const typoRecall = mean(truth.filter(isTypo).map((one) => recallOf(one, own(one.query.text))));
  const agreement = mean(truth.filter((one) => !isTypo(one)).map((one) => (own(one.query.text).join() === one.best.join() ? 1 : 0)));
  say(`recall@10 of ${truth.length} queries against going through all: ${recall.toFixed(3)}, with a typo ${typoRecall.toFixed(3)}; same ten in the same order: ${agreement.toFixed(3)}`);
  note('inventory.recall', recall, 'share', 0.99, true);
  note('inventory.recall.typo', typoRecall, 'share');
  const jobFile = join(out, 'bench-job.json');
  const typed = queries.flatMap(prefixesOf).filter((_, number) => number % 5 === 0);
  const job: PeerJob = { texts, typed, asked: truth.map((one) => ({ text: one.query.text, isTypo: isTypo(one), all: [...one.all] })) };
  writeFileSync(jobFile, JSON.stringify(job));
  install(join(out, 'bench-libs'));
  say('peer           build s     MB       p50       p95       p99  recall  typo');
  const reports: PeerReport[] = [];
  for (const name of peers) {
    const report = await askPeer(name, join(out, 'bench-libs'), jobFile);
    if (typeof report === 'string') {
      say(`  ${name}: ${report}`);
      continue;
    }
    reports.push(report);
    say(`  ${name.padEnd(11)}${(report.buildMs / 1_000).toFixed(1).padStart(9)}${(report.bytes / 1e6).toFixed(0).padStart(7)} ${ms(report.p50)} ${ms(report.p95)} ${ms(report.p99)}   ${report.recall.toFixed(2)}   ${report.typoRecall.toFixed(2)}`);
    note(`inventory.peer.${name}.p95`, report.p95, 'ms');
    note(`inventory.peer.${name}.recall`, report.recall, 'share');
  }
  rmSync(jobFile, { force: true });
  const rivals = reports.filter((report) => report.recall >= recall);
  if (rivals.length > 0) note('inventory.times-faster', Math.min(...rivals.map((rival) => rival.p95)) / p95, '×', 20, true);
  else say('no peer has equal or better recall');
}

const [mode, ...words] = process.argv.slice(2);
if (mode === '--peer') {
  const [name = '', folder = '', jobFile = ''] = words;
  const report = await measurePeer(name as PeerName, folder, JSON.parse(readFileSync(jobFile, 'utf8')) as PeerJob);
  process.send?.(report, () => process.exit(0));
} else if (mode === '--memory') {
  const [path = '', key = ''] = words;
  const index = new DeviceIndex();
  const before = memory();
  const read = await readSnapshot({ path, owner: { tenantId: 't', accountId: 'a' }, key: Buffer.from(key, 'hex') });
  if (read.kind === 'read') index.replace(read.parts.map(({ columns }) => finish(buildSegment(columns))));
  index.query({ text: 'a', limit: LIMIT });
  process.send?.({ bytes: memory() - before, devices: index.size }, () => process.exit(0));
} else if (mode === '--run') {
  const value = (name: string): string | undefined => words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
  const numbers = (text: string): readonly number[] => text.split(',').filter((part) => part !== '').map(Number);
  const entries = await run({
    devices: Number(value('devices') ?? 500_000),
    ...(value('growth') === undefined ? {} : { growth: numbers(value('growth') ?? '') }),
    ...(value('peers') === undefined ? {} : { peers: (value('peers') ?? '').split(',').filter((name): name is PeerName => (peerNames as readonly string[]).includes(name)) }),
    ...(value('out') === undefined ? {} : { out: resolve(value('out') ?? '') }),
  });
  const missed = entries.filter(({ pass }) => pass === false);
  for (const { name, value: measured, unit, budget } of missed) process.stdout.write(`over budget: ${name} ${measured} ${unit} (${budget ?? 0})\n`);
}
