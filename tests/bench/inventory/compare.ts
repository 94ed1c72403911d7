import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeviceIndex } from '../../../main/inventory/index/device-index';
import type { ManagedDevice } from '../../../shared/managed-device';
import { foldText } from '../../../shared/search/fold';
import type { Report, Spread } from './measures';
import { columnsOf, memory, spread } from './measures';
import type { PeerName } from './peers';
import { buildPeer, peerVersions } from './peers';
import type { BenchQuery, KeyPress } from './queries';
import { isTypoClass, prefixesOf } from './queries';
import { queryOf } from './query-of';
import type { Recall, Truth } from './truth';
import { recallOf, textOf, truths } from './truth';

const LIMIT = 50;
/** Peers are asked one in this many key presses. */
const STEP = 5;
/** A peer that takes longer to build is measured with the smaller tenant. */
const BUILD_LIMIT_MS = 150_000;
const SMALLER = 100_000;
/** Time for the key presses of a peer, and again for its recall. With fewer answers than ANSWERS_MIN by then it is measured with the smaller tenant. */
const ASK_LIMIT_MS = 25_000;
const ANSWERS_MIN = 60;

export interface PeerJob {
  readonly texts: readonly string[];
  readonly typed: readonly string[];
  readonly asked: readonly { readonly text: string; readonly isSimilar: boolean; readonly all: readonly number[] }[];
}

interface PeerReport extends Spread {
  readonly buildMs: number;
  readonly bytes: number;
  /** Key presses that were measured. */
  readonly measured: number;
  readonly recall: Recall;
}

/** Runs in a process of its own, so that memory is its own and a peer that takes too long can be ended. */
export async function measurePeer(name: PeerName, folder: string, job: PeerJob): Promise<PeerReport> {
  const before = memory();
  const start = performance.now();
  const search = await buildPeer(name, folder, job.texts);
  const buildMs = performance.now() - start;
  const bytes = memory() - before;
  process.send?.('built');
  const times: number[] = [];
  const deadline = performance.now() + ASK_LIMIT_MS;
  for (const text of job.typed) {
    const begun = performance.now();
    search(foldText(text), LIMIT);
    times.push(performance.now() - begun);
    if (performance.now() > deadline) break;
  }
  const last = performance.now() + ASK_LIMIT_MS;
  const asked = job.asked.map((one) => ({ ...one, all: new Set(one.all) }));
  const recall = recallOf(
    asked,
    (text) => search(foldText(text), 10),
    () => performance.now() < last,
  );
  return { buildMs, bytes, ...spread(times), measured: times.length, recall };
}

function install(folder: string): void {
  if (existsSync(join(folder, 'node_modules', 'minisearch'))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: peerVersions }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

/** Null when it was not built in time, or ended without an answer. */
function askPeer(name: PeerName, folder: string, jobFile: string): Promise<PeerReport | null> {
  return new Promise((done) => {
    const child = fork(fileURLToPath(import.meta.url), ['--peer', name, folder, jobFile], {
      execArgv: ['--expose-gc', '--max-old-space-size=8192'],
    });
    const late = setTimeout(() => child.kill('SIGKILL'), BUILD_LIMIT_MS);
    let report: PeerReport | null = null;
    child.on('message', (message) => {
      if (message === 'built') clearTimeout(late);
      else report = message as PeerReport;
    });
    child.on('exit', () => {
      clearTimeout(late);
      done(report);
    });
  });
}

export interface Comparison {
  readonly index: DeviceIndex;
  /** Of the index, for each text of the queries as they are typed. */
  readonly presses: readonly KeyPress[];
  readonly tenant: readonly ManagedDevice[];
  readonly queries: readonly BenchQuery[];
  readonly peers: readonly PeerName[];
  readonly out: string;
  readonly report: Report;
}

interface Rival {
  readonly name: PeerName;
  readonly devices: number;
  readonly report: PeerReport;
  /** Ours over the same key presses. */
  readonly own: Spread;
}

/** Recall of the index, then every peer beside it, then how many times faster. */
export async function compare({ index, presses, tenant, queries, peers, out, report }: Comparison): Promise<void> {
  const texts = tenant.map(textOf);
  const truth = truths(tenant, texts, queries);
  const places = new Map(tenant.map(({ id }, place) => [id, place]));
  const search = (text: string): readonly number[] =>
    index.query(queryOf(text, 10)).rows.flatMap(({ device }) => places.get(device.id) ?? []);
  const own = recallOf(
    truth.map(({ query, all }) => ({ text: query.text, isSimilar: query.kind === 'typo', all })),
    search,
  );
  const same = truth.filter(
    ({ query, best }) => query.kind !== 'typo' && search(query.text).join() === best.join(),
  ).length;
  const exact = truth.filter(({ query }) => query.kind !== 'typo').length;
  report.say(
    `recall@10 over ${String(own.queries)} queries against going through all devices: ${own.exact.toFixed(3)}, with a typo ${own.typo.toFixed(3)}; the same ten in the same order: ${String(same)} of ${String(exact)}`,
  );
  report.note('recall-missed', 1 - own.exact, 'share', 0.01);
  report.note('recall-missed.typo', 1 - own.typo, 'share');
  const typed = queries.flatMap(prefixesOf).filter((_, number) => number % STEP === 0);
  install(join(out, 'bench-libs'));
  report.say(
    'peer         devices   keys  build s     MB       p50       p95       p99  recall  typo queries | index    p50       p95       p99  times',
  );
  const rivals: Rival[] = [];
  const ofSmaller = truths(tenant.slice(0, SMALLER), texts.slice(0, SMALLER), queries);
  for (const name of peers) {
    const rival = await measure(name, {
      own: presses.map(({ ms }) => ms).filter((_, number) => number % STEP === 0),
      texts,
      typed,
      truthOf: (devices) => (devices === texts.length ? truth : ofSmaller),
      out,
    });
    if (rival === null)
      report.say(
        `  ${name.padEnd(11)}not built within ${String(BUILD_LIMIT_MS / 1_000)} s, with ${String(SMALLER)} devices neither`,
      );
    else rivals.push(rival);
    if (rival !== null) tell(rival, presses, report);
  }
  conclude(rivals, own, report);
}

interface Course {
  readonly own: readonly number[];
  readonly texts: readonly string[];
  readonly typed: readonly string[];
  readonly truthOf: (devices: number) => readonly Truth[];
  readonly out: string;
}

async function measure(name: PeerName, { own, texts, typed, truthOf, out }: Course): Promise<Rival | null> {
  const jobFile = join(out, 'bench-job.json');
  let rival: Rival | null = null;
  for (const devices of new Set([texts.length, Math.min(SMALLER, texts.length)])) {
    const some = texts.slice(0, devices);
    const asked = truthOf(devices).map(({ query, all }) => ({
      text: query.text,
      isSimilar: query.kind === 'typo',
      all: [...all],
    }));
    writeFileSync(jobFile, JSON.stringify({ texts: some, typed, asked } satisfies PeerJob));
    const report = await askPeer(name, join(out, 'bench-libs'), jobFile);
    rmSync(jobFile, { force: true });
    if (report === null) continue;
    rival = { name, devices, report, own: spread(own.slice(0, report.measured)) };
    if (Math.min(report.measured, report.recall.queries) >= ANSWERS_MIN) break;
  }
  return rival;
}

const times = ({ report, own }: Rival): number => report.p95 / own.p95;

function tell(rival: Rival, presses: readonly KeyPress[], report: Report): void {
  const { name, devices, report: of, own } = rival;
  const size = `${String(devices).padStart(9)}${String(of.measured).padStart(7)}${(of.buildMs / 1_000).toFixed(1).padStart(9)}${(of.bytes / 1e6).toFixed(0).padStart(7)}`;
  report.say(
    `  ${name.padEnd(11)}${size} ${columnsOf(of)}   ${of.recall.exact.toFixed(3)} ${of.recall.typo.toFixed(2)} ${String(of.recall.queries).padStart(7)} |${columnsOf(own)} ${times(rival).toFixed(1).padStart(6)}`,
  );
  for (const [what, value, unit] of [
    ['devices', devices, ''],
    ['build', of.buildMs, 'ms'],
    ['memory', of.bytes / 1e6, 'MB'],
    ['p50', of.p50, 'ms'],
    ['p95', of.p95, 'ms'],
    ['p99', of.p99, 'ms'],
    ['recall', of.recall.exact, 'share'],
    ['recall.typo', of.recall.typo, 'share'],
  ] as const) {
    report.note(`peer.${name}.${what}`, value, unit);
  }
  if (name === 'fts5') compareWithFts5(of.p95, presses, report);
}

/** The fastest peer, which knows no typos and no ranking: ours may take this share of its time, by the budgets of the product. */
function compareWithFts5(p95: number, presses: readonly KeyPress[], report: Report): void {
  for (const [what, isTypo, budget] of [
    ['as typed', false, 0.8],
    ['with a typo', true, 2],
  ] as const) {
    const own = spread(presses.filter(({ kind }) => isTypoClass(kind) === isTypo).map(({ ms }) => ms));
    report.say(`  ${what}: ${(own.p95 / p95).toFixed(2)} of the p95 of fts5 (${String(budget)})`);
    report.note(`share-of-fts5.${what.replaceAll(' ', '-')}`, own.p95 / p95, 'of its p95', budget);
  }
}

/** The budget is a share of the peer's time: a twentieth of it. */
function conclude(rivals: readonly Rival[], own: Recall, report: Report): void {
  const equals = rivals.filter(({ report: of }) => of.recall.exact >= own.exact);
  const [fastest] = [...equals].sort((a, b) => a.report.p95 - b.report.p95);
  const [closest] = [...rivals].sort((a, b) => b.report.recall.exact - a.report.recall.exact);
  const beside = fastest ?? closest;
  if (beside === undefined) return;
  const which =
    fastest === undefined
      ? `no peer has equal or better recall; beside the one with the best, ${beside.name} (${beside.report.recall.exact.toFixed(3)})`
      : `beside the fastest of equal or better recall, ${beside.name}`;
  report.say(`${which}: ${times(beside).toFixed(1)} times faster at p95`);
  report.note(
    fastest === undefined ? 'share-of-best-recall-peer' : 'share-of-fastest-equal-peer',
    1 / times(beside),
    'of its p95',
    0.05,
  );
}
