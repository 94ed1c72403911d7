import { join } from 'node:path';
import type { RunningAssistance } from '../../../main/assistance/assistance';
import { createAssistance } from '../../../main/assistance/assistance';
import { cryptoIds } from '../../../main/assistance/ids';
import type { AssistancePorts, RequestNews } from '../../../main/assistance/needs';
import { intuneProvider } from '../../../main/assistance/providers/intune';
import type { ActionForm, GraphPort, PostOutcome, SessionFacts } from '../../../main/graph/port';
import { durableWrite, sweepTempFiles } from '../../../main/store/durable-write';
import { createJournalFile } from '../../../main/store/journal-file';
import type { Clock } from '../../../shared/clock';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aLaptop } from '../../support/builders';
import { anActor, facts } from '../../unit/assistance/support';

export interface CoreOptions {
  readonly folder: string;
  /** Address of what plays Graph. */
  readonly service: string;
  /** Every run starts an hour after the one before. */
  readonly run: number;
  /** Milliseconds of the app per millisecond of the workstation. */
  readonly speed: number;
  readonly drafts?: AssistancePorts['drafts'];
  readonly onEvent?: (news: RequestNews) => void;
}

export interface Core {
  readonly assistance: RunningAssistance;
  readonly clock: Clock;
  /** Logged events that must never happen. */
  readonly faults: readonly string[];
  /** Lets this many milliseconds pass at once. */
  jump(ms: number): void;
}

const noDrafts: AssistancePorts['drafts'] = () => ({
  load: () => [],
  save: () => Promise.resolve(ok(null)),
  forget: () => Promise.resolve(ok(null)),
});

/** The app's core of requests on a folder, in a process of its own that may be killed. Requests of earlier runs are not yet picked up. */
export async function openCore({
  folder,
  service,
  run,
  speed,
  drafts = noDrafts,
  onEvent = () => undefined,
}: CoreOptions): Promise<Core> {
  let jumped = run * 3_600_000;
  const begun = Date.now();
  const clock: Clock = {
    now: () => Date.parse('2026-11-23T00:00:00Z') + jumped + (Date.now() - begun) * speed,
    after: (ms, action) => {
      const timer = setTimeout(action, ms / speed);
      return () => clearTimeout(timer);
    },
  };
  const actor = anActor();
  const graph = graphAt(service, run);
  const faults: string[] = [];
  const assistance = createAssistance({
    provider: () => intuneProvider(graph),
    actor: () => actor,
    journal: createJournalFile(join(folder, 'journal.jsonl'), clock.now),
    archive: {
      save: async (request) => {
        await durableWrite(join(folder, 'archive', `${request.id}.json`), JSON.stringify(request));
        return ok(null);
      },
    },
    drafts,
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
    foundThrough: () => ({ via: 'user', userId: 'someone' }),
    onChange: () => undefined,
    onWaiting: () => undefined,
    onDrafts: () => undefined,
    onEvent,
  });
  sweepTempFiles(folder);
  sweepTempFiles(join(folder, 'archive'));
  // The first call loads the HTTP client; kills shall meet requests, not that.
  await graph.sessionFacts('nobody');
  return { assistance, clock, faults, jump: (ms) => void (jumped += ms) };
}

function graphAt(service: string, run: number): GraphPort {
  const read = async (deviceId: string): Promise<Outcome<SessionFacts>> => {
    try {
      const answer = await fetch(`${service}/devices/${deviceId}`);
      return ok(facts({ deviceId, sessionUrl: await answer.text() }));
    } catch {
      return err({ code: 'network.offline' });
    }
  };
  const post = async (deviceId: string, id: string, form: ActionForm = { via: 'device' }): Promise<PostOutcome> => {
    try {
      const below = form.via === 'user' ? `/users/${form.userId}` : '';
      const answer = await fetch(`${service}${below}/devices/${deviceId}`, {
        method: 'POST',
        headers: { 'client-request-id': id, 'x-run': String(run) },
      });
      if (answer.status === 404)
        return { kind: 'refused', failure: { code: 'graph.not-found', status: 404, requestId: 'not-here' } };
      return answer.status === 204
        ? { kind: 'accepted', requestId: null }
        : { kind: 'unknown', failure: { code: 'graph.server' } };
    } catch {
      return { kind: 'unknown', failure: { code: 'network.timeout' } };
    }
  };
  return {
    findDevices: () => Promise.resolve([ok({ devices: [], truncated: false })]),
    device: (id) => Promise.resolve(ok(aLaptop({ id }))),
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
}

/** Sends a message to the test; resolves when it is sent. */
export const tell = (message: object): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, undefined, {}, () => resolve());
  });
