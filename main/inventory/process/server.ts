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
  /** Gives memory back that work has left behind; runs when much of it was done. */
  readonly collect?: () => void;
}

/** Before a snapshot the index takes what waits, so often at most, while further pages come in. */
const READY_ROUNDS = 3;

type Answers = {
  readonly [K in RequestKind]: (request: Extract<InventoryRequest, { kind: K }>) => Promise<Outcome<AnswerOf<K>>>;
};

/** The inventory process without its process: answers requests on a port until the port goes away. */
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
      // During a run more of it follows, and a query is not to wait for that.
      onWritten: () => {
        if (this.#state.open === null) this.#tidyUp();
      },
      onFailed: (failure) => tell('save-failed', failure),
    });
  }

  /** Listens from now on. */
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

  /** Queries wait for the end of the queue, so that of several key presses only the last is worked out. */
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
      // A device that is new since its page was read is not in any page of the open run.
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
        // Whoever hears that the run is over knows by then how many devices there are.
        this.#announcer.flush();
        // What it has seen tells nothing any more.
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
        parts: index.parts.length,
        state: this.#state,
        categories: [...index.categories()],
      });
    },
  };

  /** Unless more work is under way, after which it is done. */
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

  /** The answer to work that takes its time, unless another inventory has been opened meanwhile. */
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

  /** Devices, those seen and the state change together, so that a snapshot has all of a page or nothing of it. */
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

  /** Which devices an open run has seen is what lets it go on after a restart and still find those that have gone. */
  #content(): SnapshotContent {
    const seen = this.#state.open === null ? new Uint32Array() : this.#intake.seen.pairs();
    return { parts: this.#intake.parts(), state: this.#state, seen };
  }

  #changed(): void {
    this.#announcer.changed();
    this.#keeper.changed();
    this.#intake.compactIfDue(this.#isInFullRun);
  }
}
