import * as v from 'valibot';
import type { Clock } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { storageFailure } from '../../store/storage-failure';
import { hasBit } from '../index/bitmap';
import type { IndexQuery } from '../index/device-index';
import { DeviceIndex } from '../index/device-index';
import type { Segment } from '../index/segment';
import { buildSegment } from '../index/segment';
import type { SnapshotContent, SnapshotPart } from '../snapshot/content';
import { partsOf } from '../snapshot/content';
import type { SnapshotPlace } from '../snapshot/snapshot';
import { readSnapshot } from '../snapshot/snapshot';
import type { SyncState, Taken } from '../sync/port';
import { freshState, parseSyncState, withTaken } from '../sync/port';
import { Announcer } from './announcer';
import { countUnasked, newestOf, parseEntries } from './entries';
import { Inbox } from './inbox';
import type { AnswerOf, InventoryRequest, ProcessPort, RequestKind } from './protocol';
import { CallSchema } from './protocol';
import { SeenIds } from './seen-ids';
import { SnapshotKeeper } from './snapshot-keeper';

export interface ServerOptions {
  readonly port: ProcessPort;
  readonly clock: Clock;
  /** Runs when everything that waits has had its turn (`setImmediate`). */
  readonly defer: (run: () => void) => void;
  /** Milliseconds of some monotonic clock, to share time between slices and queries. */
  readonly ticks: () => number;
}

/** Background work pauses after so many milliseconds. */
const SLICE_MS = 6;
const SWEEP_SLICE = 20_000;
/** So many changed devices get into the index at once; more of them wait for a part of their own. */
const FEW = 200;
/** A part is begun when so many devices wait, or the first of them for so long (milliseconds). */
const PART_ROWS = 16_384;
const PART_AFTER_MS = 1_000;
/** Before a snapshot the index takes what waits, so often at most, while further pages come in. */
const READY_ROUNDS = 3;
/** Parts are joined when a run has ended, or there are more than this. */
const RUN_PARTS = 48;

type Answers = { readonly [K in RequestKind]: (request: Extract<InventoryRequest, { kind: K }>) => Promise<Outcome<AnswerOf<K>>> };

/** The inventory process without its process: answers requests on a port until the port goes away. */
export class InventoryServer {
  readonly #options: ServerOptions;
  readonly #index = new DeviceIndex();
  readonly #inbox = new Inbox(this.#index);
  readonly #seen = new SeenIds();
  #state: SyncState = freshState;
  readonly #keeper: SnapshotKeeper;
  readonly #announcer: Announcer;
  #isCompacting = false;
  #folding: Promise<void> | null = null;
  #cancelFold: (() => void) | null = null;
  /** Grows with every change of tenant, so that work begun for the one before ends without effect. */
  #epoch = 0;
  readonly #waiting = new Map<string, { readonly call: number; readonly query: IndexQuery }>();

  constructor(options: ServerOptions) {
    this.#options = options;
    const { clock, ticks, port } = options;
    const tell = (news: 'changed' | 'save-failed', failure: Failure | null): void => port.post({ news, devices: this.#inbox.size, failure });
    this.#announcer = new Announcer(clock, () => tell('changed', null));
    this.#keeper = new SnapshotKeeper({
      clock,
      ticks,
      ready: () => this.#settle(READY_ROUNDS),
      content: () => this.#content(),
      onFailed: (failure) => tell('save-failed', failure),
    });
  }

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
    if (before !== undefined) return this.#reply(before.call, err({ code: 'auth.cancelled' }));
    this.#options.defer(() => {
      const newest = this.#waiting.get(lane);
      this.#waiting.delete(lane);
      if (newest === undefined) return;
      this.#reply(newest.call, this.#guard(() => this.#index.query(newest.query)));
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
    open: async ({ place }) => this.#open(place),
    query: async ({ query }) => this.#guard(() => this.#index.query(query)),
    page: async ({ resultId, offset, count }) => ok(this.#index.page(resultId, offset, count)),
    read: async ({ ids }) => ok(ids.flatMap((id) => this.#inbox.read(id) ?? [])),
    person: async ({ userId }) => ok(this.#index.ofPerson(userId)),
    learn: async ({ devices }) => {
      // A device that is new since its page was read is not in any page of the open run.
      if (this.#state.open?.kind === 'full') for (const { id } of devices) this.#seen.add(id);
      if (this.#learn(devices) > 0) this.#changed();
      return ok(null);
    },
    remove: async ({ ids }) => {
      const removed = this.#inbox.remove(ids);
      if (removed > 0) this.#changed();
      return ok({ removed });
    },
    begin: async ({ state }) => {
      this.#seen.clear();
      this.#state = state;
      return ok(null);
    },
    take: ({ items, state }) => this.#take(items, state),
    sweep: async ({ limit }) => ok(await this.#sweep(limit)),
    keep: async ({ state }) => {
      await this.#settle();
      this.#state = state;
      this.#changed();
      return ok(null);
    },
    save: () => this.#keeper.save(),
    forget: () => this.#forget(),
    status: async () => {
      const { bytes, parts } = this.#index;
      return ok({ devices: this.#inbox.size, bytes, parts: parts.length, state: this.#state, categories: [...this.#index.categories()] });
    },
  };

  async #open(place: SnapshotPlace | null): Promise<Outcome<AnswerOf<'open'>>> {
    const left = this.#keeper.leave(place);
    const epoch = this.#reset();
    await left;
    if (place === null) return ok({ devices: 0, state: this.#state, dropped: null });
    try {
      const read = await readSnapshot(place);
      const segments: Segment[] = [];
      if (read.kind === 'read') for (const part of read.parts) segments.push(await this.#inSlices(restore(part)));
      if (epoch !== this.#epoch) return err({ code: 'auth.cancelled' });
      if (read.kind === 'read') {
        this.#index.replace(segments);
        this.#state = parseSyncState(read.state);
        this.#seen.replace(read.seen);
      }
      this.#keeper.use(place);
      return ok({ devices: this.#index.size, state: this.#state, dropped: read.kind === 'read' ? null : read.reason });
    } catch (cause) {
      return err(storageFailure(cause));
    }
  }

  #reset(): number {
    this.#epoch += 1;
    this.#index.replace([]);
    this.#inbox.clear();
    this.#cancelFold?.();
    this.#cancelFold = null;
    this.#seen.clear();
    this.#state = freshState;
    return this.#epoch;
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
  async #take(items: readonly unknown[], state: SyncState): Promise<Outcome<Taken>> {
    const epoch = this.#epoch;
    const devices = await this.#inSlices(parseEntries(items));
    if (epoch !== this.#epoch) return err({ code: 'auth.cancelled' });
    const changed = this.#learn(devices);
    const taken: Taken = {
      received: devices.length,
      fresh: devices.filter(({ id }) => this.#seen.add(id)).length,
      changed,
      newest: newestOf(devices, state),
      unasked: countUnasked(devices, state),
    };
    this.#state = withTaken(state, taken);
    this.#changed();
    await this.#foldIfDue();
    return ok(taken);
  }

  /** Takes the devices that are new or different; answers how many. */
  #learn(devices: readonly ManagedDevice[]): number {
    const different = devices.filter((device) => !isSame(this.#inbox.read(device.id), device));
    if (this.#inbox.isEmpty && different.length <= FEW) this.#index.upsert(different);
    else this.#inbox.put(different);
    return new Set(different.map(({ id }) => id)).size;
  }

  /** Which devices an open run has seen is what lets it go on after a restart and still find those that have gone. */
  #content(): SnapshotContent {
    this.#inbox.foldNow();
    return { parts: partsOf(this.#index.parts), state: this.#state, seen: this.#state.open === null ? new Uint32Array() : this.#seen.pairs() };
  }

  /** Begins a part when enough waits, or soon. Waits for the one before, so that what waits stays bounded. */
  async #foldIfDue(): Promise<void> {
    if (this.#inbox.waiting === 0) return;
    // The first rows of all are wanted at once.
    if (this.#index.size === 0) return this.#settle();
    if (this.#inbox.waiting >= PART_ROWS) {
      await this.#folding;
      void this.#fold();
      return;
    }
    this.#cancelFold ??= this.#options.clock.after(PART_AFTER_MS, () => void this.#fold());
  }

  #fold(): Promise<void> {
    this.#cancelFold?.();
    this.#cancelFold = null;
    return (this.#folding ??= this.#inSlices(this.#inbox.fold()).then(() => {
      this.#folding = null;
      this.#changed();
    }));
  }

  /** Resolves when the index has everything, or all but what came in the last of so many rounds. */
  async #settle(rounds = Number.POSITIVE_INFINITY): Promise<void> {
    for (let round = 0; round < rounds && !this.#inbox.isEmpty; round += 1) await this.#fold();
  }

  async #sweep(limit: number): Promise<AnswerOf<'sweep'>> {
    await this.#settle();
    const epoch = this.#epoch;
    const unseen: string[] = [];
    let looked = 0;
    for (const id of this.#index.ids()) {
      if (!this.#seen.has(id)) unseen.push(id);
      looked += 1;
      if (looked % SWEEP_SLICE === 0) await this.#pause();
    }
    if (epoch !== this.#epoch || unseen.length === 0 || unseen.length > limit) return { removed: 0, unseen: unseen.length };
    const removed = this.#inbox.remove(unseen.filter((id) => !this.#seen.has(id)));
    this.#changed();
    return { removed, unseen: unseen.length };
  }

  #changed(): void {
    this.#announcer.changed();
    this.#keeper.changed();
    const isRunning = this.#state.open?.kind === 'full' && this.#index.parts.length <= RUN_PARTS;
    if (this.#index.isCompactionDue && !isRunning && !this.#isCompacting) void this.#compact();
  }

  async #compact(): Promise<void> {
    this.#isCompacting = true;
    while (this.#index.isCompactionDue) await this.#inSlices(this.#index.compact());
    this.#isCompacting = false;
  }

  async #inSlices<T>(work: Generator<void, T>): Promise<T> {
    for (;;) {
      const until = this.#options.ticks() + SLICE_MS;
      for (let step = work.next(); ; step = work.next()) {
        if (step.done === true) return step.value;
        if (this.#options.ticks() >= until) break;
      }
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#options.defer(resolve));
  }
}

function* restore({ columns, gone }: SnapshotPart): Generator<void, Segment> {
  const segment = yield* buildSegment(columns);
  for (let row = 0; row < columns.rows; row += 1) if (hasBit(gone, row)) segment.remove(row);
  return segment;
}

function isSame(known: ManagedDevice | null, device: ManagedDevice): boolean {
  if (known === null) return false;
  for (const field of Object.keys(device) as (keyof ManagedDevice)[]) if (known[field] !== device[field]) return false;
  return true;
}
