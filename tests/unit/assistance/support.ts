import type { Actor, DraftStore } from '../../../main/assistance/api';
import type { RunningAssistance } from '../../../main/assistance/assistance';
import { createAssistance } from '../../../main/assistance/assistance';
import type { StoredDraft } from '../../../main/assistance/draft-data';
import { unreadBaseline } from '../../../main/assistance/evidence';
import type { AssistancePorts, RequestNews } from '../../../main/assistance/needs';
import type { AssistanceProvider } from '../../../main/assistance/provider';
import { intuneProvider } from '../../../main/assistance/providers/intune';
import type { IntentRecord } from '../../../main/assistance/records';
import type { Owner } from '../../../main/auth/owner';
import { isSameOwner } from '../../../main/auth/owner';
import type { ActionForm, GraphPort, PostOutcome, SessionFacts } from '../../../main/graph/port';
import type { JournalFile } from '../../../main/store/journal-file';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Failure, Outcome } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { aLaptop, aSubject, aTenant } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anAccount, anOwner } from '../../support/main-builders';
import { flush } from '../../support/turns';

export const startMs = Date.parse('2026-11-23T09:00:00.000Z');

/** A journal whose disk can fail. */
export class MemoryJournal implements JournalFile {
  lines: string[] = [];
  failure: Failure | 'throw' | null = null;
  failAfter = Number.POSITIVE_INFINITY;

  async append(line: string): Promise<Outcome<null>> {
    await Promise.resolve();
    if (this.failAfter <= 0) this.failure ??= { code: 'storage.full' };
    this.failAfter -= 1;
    if (this.failure === 'throw') throw new Error('EIO');
    if (this.failure !== null) return err(this.failure);
    this.lines.push(line);
    return ok(null);
  }

  read(): Promise<{ lines: readonly string[]; damaged: number }> {
    return Promise.resolve({ lines: [...this.lines], damaged: 0 });
  }

  rewrite(lines: readonly string[]): Promise<Outcome<null>> {
    this.lines = [...lines];
    return Promise.resolve(ok(null));
  }

  records(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

export const facts = (more: Partial<SessionFacts> = {}): SessionFacts => ({
  deviceId: 'device-1',
  sessionUrl: '',
  errorDetails: '',
  actions: [],
  lastCheckIn: null,
  managementAgent: 'mdm',
  serverTime: null,
  requestId: null,
  ...more,
});

export const oldLink = 'https://get.teamviewer.com/s111111111-OLDOLDOLDOLD';
export const newLink = 'https://get.teamviewer.com/s222222222-NEWNEWNEWNEW';

export const anActor = (name = 'alice', tenantId = 'tenant-1'): Actor => ({
  account: anAccount({ name, upn: `${name}@contoso.example`, homeAccountId: `${name}.${tenantId}`, tenantId }),
  tenant: aTenant({ profileId: 'p', tenantId, cloud: 'global', practice: false }),
  cloud: null,
  sessionHosts: [],
});

/** A custom cloud whose sign-in claims to be the same person of the same tenant. */
export const anImpostor = (cloud = 'https://login.evil.example https://graph.evil.example'): Actor => ({
  ...anActor(),
  cloud,
});

export const owner = anOwner({ homeAccountId: 'alice.tenant-1', tenantId: 'tenant-1' });

export const anIntent = (id: string, more: Partial<IntentRecord> = {}): IntentRecord => ({
  v: 1,
  type: 'intent',
  id,
  at: new Date(startMs).toISOString(),
  owner,
  subject: aSubject(),
  ticket: 'INC-1',
  reason: '',
  before: { ...unreadBaseline(startMs), isRead: true, actions: [] },
  ...more,
});

/** Intune as the tests arrange it: session facts by device, one POST outcome, and a count of everything. */
export class FakeGraph {
  readonly posts: { deviceId: string; clientRequestId: string }[] = [];
  /** The forms of these posts, in their order. */
  readonly forms: ActionForm[] = [];
  readonly reads: string[][] = [];
  readonly devices = new Map<string, ManagedDevice>([['device-1', aLaptop()]]);
  readonly sessions = new Map<string, Partial<SessionFacts>>();
  names: readonly ManagedDevice[] = [];
  post: () => Promise<PostOutcome> = () => Promise.resolve({ kind: 'accepted', requestId: 'graph-post' });
  scope: () => Promise<Outcome<null>> = () => Promise.resolve(ok(null));
  readFailure: Failure | null = null;
  hang = false;

  show(deviceId: string, session: Partial<SessionFacts>): void {
    this.sessions.set(deviceId, session);
  }

  #facts(deviceId: string): Outcome<SessionFacts> {
    return this.readFailure === null ? ok(facts({ ...this.sessions.get(deviceId), deviceId })) : err(this.readFailure);
  }

  port(): GraphPort {
    const never = (): never => {
      throw new Error('not part of this test');
    };
    return {
      findDevices: () => Promise.resolve([ok({ devices: this.names, truncated: false })]),
      device: (id) => {
        const device = this.devices.get(id);
        return Promise.resolve(device === undefined ? err({ code: 'graph.not-found' }) : ok(device));
      },
      sessionFacts: (id) => {
        this.reads.push([id]);
        return this.hang ? new Promise(() => undefined) : Promise.resolve(this.#facts(id));
      },
      sessionFactsOf: (ids) => {
        this.reads.push([...ids]);
        return Promise.resolve(new Map(ids.map((id) => [id, this.#facts(id)])));
      },
      ensureWriteScope: () => this.scope(),
      requestRemoteAssistance: (deviceId, clientRequestId, form = { via: 'device' }) => {
        this.forms.push(form);
        this.posts.push({ deviceId, clientRequestId });
        return this.post();
      },
      devicePage: never,
      devicesOfUser: never,
      user: never,
      searchPeople: never,
      searchApps: never,
      devicesOfApp: never,
    };
  }
}

const draftStore = (files: Map<string, readonly StoredDraft[]>, name: string): DraftStore => ({
  load: () => files.get(name) ?? [],
  save: (drafts) => (files.set(name, drafts), Promise.resolve(ok(null))),
  forget: () => (files.delete(name), Promise.resolve(ok(null))),
});

export interface World {
  readonly clock: ManualClock;
  readonly graph: FakeGraph;
  readonly journal: MemoryJournal;
  readonly saved: Map<string, { request: AssistanceRequest; owner: Owner }>;
  readonly opened: string[];
  readonly news: RequestNews[];
  readonly logged: unknown[];
  readonly changes: (readonly AssistanceRequest[])[];
  /** Notices about records of earlier runs. */
  readonly damage: Failure[];
  /** What is on the disk of drafts, by owner. */
  readonly draftFiles: Map<string, readonly StoredDraft[]>;
  actor: Actor | null;
  /** Made of the graph of the tests; null: none is connected. */
  provider: ((graph: GraphPort) => AssistanceProvider | null) | null;
  archiveFails: boolean;
  expireMinutes: number;
  assistance: RunningAssistance;
  /** The app ends without a word and starts again on what is on the disk. */
  restart(): Promise<void>;
  /** Prepares and sends; answers what `send` answers. */
  ask(deviceId?: string, more?: { override?: boolean }): Promise<Outcome<AssistanceRequest>>;
  only(): AssistanceRequest;
}

export function aWorld(more: Partial<Pick<AssistancePorts, 'othersOf' | 'completed' | 'foundThrough'>> = {}): World {
  let made = 0;
  const world: World = {
    clock: new ManualClock(startMs),
    graph: new FakeGraph(),
    journal: new MemoryJournal(),
    saved: new Map(),
    opened: [],
    news: [],
    logged: [],
    changes: [],
    damage: [],
    draftFiles: new Map(),
    actor: anActor(),
    provider: intuneProvider,
    archiveFails: false,
    expireMinutes: 10,
    assistance: undefined as unknown as RunningAssistance,
    restart: async () => {
      world.assistance.stop();
      world.assistance = createAssistance(ports());
      await world.assistance.recover();
      await flush();
    },
    ask: async (deviceId = 'device-1', more = {}) => {
      const card = await world.assistance.prepare(deviceId);
      if (!card.ok) return card;
      const outcome = await world.assistance.send({
        handle: card.value.handle,
        ticket: 'INC-1',
        reason: '',
        override: more.override ?? false,
      });
      await flush();
      return outcome;
    },
    only: () => {
      const [request, ...others] = world.assistance.current();
      if (request === undefined || others.length > 0) throw new Error(`${others.length + (request ? 1 : 0)} requests`);
      return request;
    },
  };
  const log: Log = {
    info: (event, fields) => void world.logged.push([event, fields]),
    warn: (event, fields) => void world.logged.push([event, fields]),
    fault: (event, cause) => {
      world.logged.push([event, String(cause)]);
      return 'ref';
    },
  };
  const ports = (): AssistancePorts => ({
    provider: () => world.provider?.(world.graph.port()) ?? null,
    actor: () => world.actor,
    journal: world.journal,
    archive: {
      save: (request, by) => {
        if (world.archiveFails) return Promise.resolve(err({ code: 'storage.full' }));
        world.saved.set(request.id, { request, owner: by });
        return Promise.resolve(ok(null));
      },
    },
    drafts: (by) => draftStore(world.draftFiles, JSON.stringify(by)),
    past: (by, id) =>
      Promise.resolve(
        isSameOwner(by, world.saved.get(id)?.owner ?? null) ? (world.saved.get(id)?.request ?? null) : null,
      ),
    opener: { open: (url) => (world.opened.push(url.href), Promise.resolve(ok(null))) },
    clock: world.clock,
    log,
    ids: { request: () => `request-${(made += 1)}`, handle: () => `handle${(made += 1)}` },
    preferences: () => ({ expireMinutes: world.expireMinutes }),
    ...more,
    onChange: (requests) => void world.changes.push(requests),
    onWaiting: () => undefined,
    onDrafts: () => undefined,
    onDamage: (failure) => void world.damage.push(failure),
    onEvent: (news) => void world.news.push(news),
  });
  world.assistance = createAssistance(ports());
  return world;
}
