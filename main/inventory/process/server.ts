import * as v from 'valibot';
import type { Clock } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { readDevicePage } from '../../graph/device-page';
import { storageFailure } from '../../store/storage-failure';
import type { IndexQuery } from '../index/search/query';
import type { SnapshotContent } from '../snapshot/content';
import type { SnapshotPlace } from '../snapshot/snapshot';
import { readSnapshot } from '../snapshot/snapshot';
import type { SyncState, Taken } from '../sync/port';
import { freshState, parseSyncState, withTaken } from '../sync/port';
import { Announcer } from './announcer';
import { countUnasked, newestOf, parseEntries } from './entries';
import { Intake } from './intake';
import type { AnswerOf, InventoryRequest, News, ProcessPort, RequestKind } from './protocol';
import { CallSchema } from './protocol';
import type { SlicesOptions } from './slices';
import { Slices } from './slices';
import { SnapshotKeeper } from './snapshot-keeper';

export interface ServerOptions extends SlicesOptions {
  readonly port: ProcessPort;
  readonly clock: Clock;
  /** Collects garbage; called after work that leaves much of it behind. */
  readonly collect?: () => void;
}

/** Before a snapshot, waiting devices are put into the index this many times at most while further pages arrive. */
const READY_ROUNDS = 3;

type Answers = {
  readonly [K in RequestKind]: (request: Extract<InventoryRequest, { kind: K }>) => Promise<Outcome<AnswerOf<K>>>;
};

/** The inventory server: all the utility process does, minus the process itself. Serves requests on a port until it closes. */
export class InventoryServer {
  readonly #options: ServerOptions;
  readonly #slices: Slices;
  readonly #intake: Intake;
  readonly #keeper: SnapshotKeeper;
  readonly #announcer: Announcer;
  #state: SyncState = freshState;
  readonly #waiting = new Map<string, { readonly call: number; readonly query: IndexQuery }>();

  constructor(options: ServerOptions) {
    this.#options = options;
    const { clock, ticks, port } = options;
    const tell = (news: News['news'], failure: Failure | null): void =>
      port.post({ news, devices: this.#intake.size, failure });
    this.#slices = new Slices(options);
    this.#intake = new Intake({
      clock,
      slices: this.#slices,
      onLate: () => this.#changed(),
      onCompacted: () => this.#tidyUp(),
    });
    this.#announcer = new Announcer(clock, () => tell('changed', null));
    this.#keeper = new SnapshotKeeper({
      clock,
      ticks,
      ready: () => this.#intake.settle(READY_ROUNDS),
      content: () => this.#content(),
      // During a run more snapshots follow, and no query should wait for the collector.
      onWritten: () => {
        if (this.#state.open === null) this.#tidyUp();
      },
      onFailed: (failure) => tell('save-failed', failure),
    });
  }

  /** Starts to listen. */
  start(): void {
    this.#options.port.listen((message) => {
      const parsed = v.safeParse(CallSchema, message);
      if (parsed.success) {
        const { call, request } = parsed.output;
        if (request.kind === 'query') this.#wait(call, request);
        else void this.#answer(request).then((outcome) => this.#reply(call, outcome));
        return;
      }
      const call = v.safeParse(v.object({ call: v.number() }), message);
      if (call.success) this.#reply(call.output.call, err({ code: 'input.invalid' }));
    });
  }

  #reply(answer: number, outcome: Outcome<unknown>): void {
    this.#options.port.post({ answer, outcome });
  }

  /** Queries are deferred to the end of the queue, so that of several key presses only the last one is run. */
  #wait(call: number, { lane, query }: Extract<InventoryRequest, { kind: 'query' }>): void {
    const before = this.#waiting.get(lane);
    this.#waiting.set(lane, { call, query });
    if (before !== undefined) return this.#reply(before.call, err({ code: 'cancelled' }));
    this.#options.defer(() => {
      const newest = this.#waiting.get(lane);
      this.#waiting.delete(lane);
      if (newest === undefined) return;
      this.#reply(
        newest.call,
        this.#guard(() => this.#intake.index.query(newest.query)),
      );
    });
  }

  #guard<T>(work: () => T): Outcome<T> {
    try {
      return ok(work());
    } catch (cause) {
      return err({ code: 'internal', detail: cause instanceof Error ? cause.name : 'unknown' });
    }
  }

  async #answer<K extends RequestKind>(request: Extract<InventoryRequest, { kind: K }>): Promise<Outcome<AnswerOf<K>>> {
    try {
      const answer = this.#answers[request.kind] as (asked: typeof request) => Promise<Outcome<AnswerOf<K>>>;
      return await answer(request);
    } catch (cause) {
      return err({ code: 'internal', detail: cause instanceof Error ? cause.name : 'unknown' });
    }
  }

  readonly #answers: Answers = {
    open: ({ place }) => this.#open(place),
    query: async ({ query }) => ok(this.#intake.index.query(query)),
    page: async ({ resultId, offset, count }) => ok(this.#intake.index.page(resultId, offset, count)),
    among: async ({ resultId, ids }) => ok(this.#intake.index.among(resultId, ids)),
    read: async ({ ids }) => ok(ids.flatMap((id) => this.#intake.read(id) ?? [])),
    person: async ({ userId }) => ok(this.#intake.index.ofPerson(userId)),
    learn: async ({ devices }) => {
      // A device that was enrolled after its page had been read is in no page of the open run.
      if (this.#isInFullRun) for (const { id } of devices) this.#intake.seen.add(id);
      if (this.#intake.learn(devices) > 0) this.#changed();
      return ok(null);
    },
    remove: async ({ ids }) => {
      const removed = this.#intake.remove(ids);
      if (removed > 0) this.#changed();
      return ok({ removed });
    },
    begin: async ({ state }) => {
      this.#intake.begin();
      this.#state = state;
      return ok(null);
    },
    take: (request) => this.#take(request),
    sweep: ({ limit }) => this.#stillOpen(() => this.#intake.sweep(limit)),
    keep: async ({ state }) => {
      const settled = await this.#stillOpen(() => this.#intake.settle());
      if (!settled.ok) return settled;
      this.#state = state;
      this.#changed();
      if (state.open === null) {
        // Flush first, so that the count is current when the run is reported done.
        this.#announcer.flush();
        // What the run has seen is obsolete.
        this.#intake.seen.clear();
        this.#tidyUp();
      }
      return ok(null);
    },
    save: () => this.#keeper.save(),
    forget: () => this.#forget(),
    status: async () => {
      const { index, size } = this.#intake;
      return ok({
        devices: size,
        bytes: index.bytes,
        segments: index.segments.length,
        state: this.#state,
        categories: [...index.categories()],
      });
    },
  };

  /** Collects garbage unless segments are being merged: that ends with a call of this method, too. */
  #tidyUp(): void {
    if (!this.#intake.isCompacting) this.#options.collect?.();
  }

  get #isInFullRun(): boolean {
    return this.#state.open?.kind === 'full';
  }

  async #open(place: SnapshotPlace | null): Promise<Outcome<AnswerOf<'open'>>> {
    const left = this.#keeper.leave(place);
    const epoch = this.#reset();
    await left;
    if (place === null) return ok({ devices: 0, state: this.#state, dropped: null });
    try {
      const read = await readSnapshot(place);
      const isOpen = epoch === this.#intake.epoch && (read.kind === 'dropped' || (await this.#intake.restore(read)));
      if (!isOpen) return err({ code: 'cancelled' });
      if (read.kind === 'read') this.#state = parseSyncState(read.state);
      this.#keeper.use(place);
      return ok({ devices: this.#intake.size, state: this.#state, dropped: read.kind === 'read' ? null : read.reason });
    } catch (cause) {
      return err(storageFailure(cause));
    }
  }

  #reset(): number {
    this.#state = freshState;
    return this.#intake.clear();
  }

  /** The result of asynchronous work; `cancelled` if another inventory was opened in the meantime. */
  async #stillOpen<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    const { epoch } = this.#intake;
    const done = await work();
    return epoch === this.#intake.epoch ? ok(done) : err({ code: 'cancelled' });
  }

  async #forget(): Promise<Outcome<null>> {
    this.#reset();
    try {
      await this.#keeper.forget();
      return ok(null);
    } catch (cause) {
      return err(storageFailure(cause));
    }
  }

  /** Devices, seen ids and state change together, so that a snapshot has all of a page or nothing of it. */
  async #take({
    page,
    except = [],
    state,
  }: Extract<InventoryRequest, { kind: 'take' }>): Promise<Outcome<Taken | null>> {
    const read = readDevicePage(page);
    if (read === null) return ok(null);
    const parsed = await this.#stillOpen(() => this.#slices.run(parseEntries(read.items, new Set(except))));
    if (!parsed.ok) return parsed;
    const devices = parsed.value;
    const taken: Taken = {
      next: read.next,
      received: devices.length,
      ...this.#intake.take(devices),
      newest: newestOf(devices, state),
      unasked: countUnasked(devices, state),
    };
    this.#state = withTaken(state, taken);
    this.#changed();
    await this.#intake.foldIfDue();
    return ok(taken);
  }

  /** The seen ids of an open run are stored, so that it can be resumed after a restart and still find deleted devices. */
  #content(): SnapshotContent {
    const seen = this.#state.open === null ? new Uint32Array() : this.#intake.seen.pairs();
    return { segments: this.#intake.segments(), state: this.#state, seen };
  }

  #changed(): void {
    this.#announcer.changed();
    this.#keeper.changed();
    this.#intake.compactIfDue(this.#isInFullRun);
  }
}
