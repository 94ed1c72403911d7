import { join } from 'node:path';
import { createAssistance } from '../../../main/assistance/assistance';
import { cryptoIds } from '../../../main/assistance/ports';
import type { GraphPort, PostOutcome, SessionFacts } from '../../../main/graph/port';
import { durableWrite, sweepTempFiles } from '../../../main/store/durable-write';
import { createJournalFile } from '../../../main/store/journal-file';
import type { Clock } from '../../../shared/clock';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aDevice, anActor, facts } from '../../unit/assistance/support';

/**
 * One run of the app's core: recovers, then asks for one device after the other until it is killed.
 * Arguments: folder, address of the service, number of the run, `work` or `audit`.
 */
const [folder = '', service = '', run = '0', mode = 'work'] = process.argv.slice(2);

/** Minutes pass in milliseconds, every run starts an hour later, and each request jumps over the rate limit. */
const speed = 200;
let jumped = Number(run) * 3_600_000;
const begun = Date.now();
const clock: Clock = {
  now: () => Date.parse('2026-11-23T00:00:00Z') + jumped + (Date.now() - begun) * speed,
  after: (ms, action) => {
    const timer = setTimeout(action, ms / speed);
    return () => clearTimeout(timer);
  },
};

const read = async (deviceId: string): Promise<Outcome<SessionFacts>> => {
  try {
    const answer = await fetch(`${service}/devices/${deviceId}`);
    return ok(facts({ deviceId, sessionUrl: await answer.text() }));
  } catch {
    return err({ code: 'network.offline' });
  }
};

const post = async (deviceId: string, id: string): Promise<PostOutcome> => {
  try {
    const answer = await fetch(`${service}/devices/${deviceId}`, { method: 'POST', headers: { 'client-request-id': id } });
    return answer.status === 204 ? { kind: 'accepted', requestId: null } : { kind: 'unknown', failure: { code: 'graph.server' } };
  } catch {
    return { kind: 'unknown', failure: { code: 'network.timeout' } };
  }
};

const graph: GraphPort = {
  findDevices: () => Promise.resolve([ok({ devices: [], truncated: false })]),
  device: (id) => Promise.resolve(ok(aDevice({ id }))),
  sessionFacts: read,
  sessionFactsOf: async (ids) => new Map(await Promise.all(ids.map(async (id) => [id, await read(id)] as const))),
  ensureWriteScope: () => Promise.resolve(ok(null)),
  requestRemoteAssistance: post,
  devicePage: () => Promise.reject(new Error('unused')),
  devicesOfUser: () => Promise.reject(new Error('unused')),
  user: () => Promise.reject(new Error('unused')),
  searchPeople: () => Promise.reject(new Error('unused')),
  searchApps: () => Promise.reject(new Error('unused')),
  devicesOfApp: () => Promise.reject(new Error('unused')),
};

const actor = anActor();
const faults: string[] = [];
const assistance = createAssistance({
  graph: () => graph,
  actor: () => actor,
  journal: createJournalFile(join(folder, 'journal.jsonl'), clock.now),
  archive: {
    save: async (request) => {
      await durableWrite(join(folder, 'archive', `${request.id}.json`), JSON.stringify(request));
      return ok(null);
    },
  },
  drafts: () => ({ load: () => [], save: () => Promise.resolve(ok(null)), forget: () => Promise.resolve(ok(null)) }),
  past: () => Promise.resolve(null),
  opener: { open: () => Promise.resolve(ok(null)) },
  clock,
  log: {
    info: () => undefined,
    warn: () => undefined,
    fault: (event, cause) => {
      faults.push(`${event}: ${String(cause)}`);
      return '';
    },
  },
  ids: cryptoIds,
  preferences: () => ({ expireMinutes: 10 }),
  onChange: () => undefined,
  onWaiting: () => undefined,
  onDrafts: () => undefined,
  onEvent: ({ kind, request }) => {
    if (kind === 'ready' && mode === 'work') void assistance.open(request.id).then(() => assistance.close(request.id));
  },
});

const tell = (message: object): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, undefined, {}, () => resolve());
  });

sweepTempFiles(folder);
sweepTempFiles(join(folder, 'archive'));
// The first call loads the HTTP client; kills shall meet requests, not that.
await read('nobody');
await assistance.recover();
if (mode === 'audit') {
  // Long enough for every unknown request to be asked about.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assistance.stop();
  await tell({ kind: 'audit', open: assistance.current(), faults });
  process.disconnect();
} else {
  const isLeft = (state: string): boolean => state === 'opened' || state === 'ready';
  const left = assistance.current().filter((request) => isLeft(request.state));
  await Promise.all(left.map((request) => assistance.close(request.id)));
  await tell({ kind: 'ready' });
  for (let nth = 0; ; nth += 1) {
    jumped += 31_000;
    const card = await assistance.prepare(`d-${run}-${nth}`);
    if (!card.ok) throw new Error(card.error.code);
    const clicks = [1, 2, 3].map(() => assistance.send({ handle: card.value.handle, ticket: '', reason: '', override: false }));
    await Promise.all(clicks);
  }
}
