import * as v from 'valibot';
import type { Clock } from '../../../shared/clock';
import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { storageFailure } from '../../store/storage-failure';
import { hasBit } from '../index/bitmap';
import { DeviceIndex } from '../index/device-index';
import type { Segment } from '../index/segment';
import { buildSegment } from '../index/segment';
import type { SnapshotPart } from '../snapshot/content';
import { partsOf } from '../snapshot/content';
import type { SnapshotPlace } from '../snapshot/snapshot';
import { dropSnapshot, readSnapshot, writeSnapshot } from '../snapshot/snapshot';
import type { SyncState } from '../sync/port';
import { freshState, parseSyncState } from '../sync/port';
import type { AnswerOf, InventoryRequest, ProcessPort, RequestKind } from './protocol';
import { CallSchema } from './protocol';
import { SeenIds } from './seen-ids';

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
/** Changes are written at the latest after this time. */
export const SAVE_AFTER_MS = 30_000;
const SWEEP_SLICE = 20_000;

type Answers = { readonly [K in RequestKind]: (request: Extract<InventoryRequest, { kind: K }>) => Promise<Outcome<AnswerOf<K>>> };

/** The inventory process without its process: answers requests on a port until the port goes away. */
export class InventoryServer {
  readonly #options: ServerOptions;
  readonly #index = new DeviceIndex();
  readonly #seen = new SeenIds();
  #state: SyncState = freshState;
  #place: SnapshotPlace | null = null;
  #isDirty = false;
  #isSaveDue = false;
  #saving: Promise<unknown> = Promise.resolve();
  #isCompacting = false;
  /** Grows with every change of tenant, so that work begun for the one before ends without effect. */
  #epoch = 0;
  readonly #waiting = new Map<string, { readonly call: number; readonly query: Extract<InventoryRequest, { kind: 'query' }>['query'] }>();

  constructor(options: ServerOptions) {
    this.#options = options;
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
      this.#reply(newest.call, this.#guard(() => this.#index.query(newest.query as Parameters<DeviceIndex['query']>[0])));
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
    query: async ({ query }) => this.#guard(() => plain(this.#index.query(query as Parameters<DeviceIndex['query']>[0]))),
    page: async ({ resultId, offset, count }) => ok(plain(this.#index.page(resultId, offset, count))),
    read: async ({ ids }) => ok(ids.flatMap((id) => this.#index.read(id) ?? [])),
    person: async ({ userId }) => ok([...this.#index.ofPerson(userId)]),
    learn: async ({ devices }) => {
      if (this.#learn(devices) > 0) this.#changed();
      return ok(null);
    },
    remove: async ({ ids }) => {
      const removed = this.#index.remove(ids);
      if (removed > 0) this.#changed();
      return ok({ removed });
    },
    begin: async () => {
      this.#seen.clear();
      return ok(null);
    },
    take: async ({ devices, state }) => {
      const fresh = devices.filter(({ id }) => this.#seen.add(id));
      const changed = this.#learn(devices);
      this.#state = state;
      this.#changed();
      return ok({ fresh: fresh.length, changed });
    },
    sweep: async ({ limit }) => ok(await this.#sweep(limit)),
    keep: async ({ state }) => {
      this.#state = state;
      this.#changed();
      return ok(null);
    },
    save: async () => this.#save(),
    forget: async () => this.#forget(),
    status: async () => ok({ devices: this.#index.size, bytes: this.#index.bytes, parts: this.#index.parts.length, state: this.#state }),
  };

  async #open(place: SnapshotPlace | null): Promise<Outcome<AnswerOf<'open'>>> {
    this.#reset(null);
    const epoch = this.#epoch;
    if (place === null) return ok({ devices: 0, state: this.#state, dropped: null });
    try {
      const read = await readSnapshot(place);
      if (epoch !== this.#epoch) return err({ code: 'auth.cancelled' });
      if (read.kind === 'read') {
        const segments: Segment[] = [];
        for (const part of read.parts) segments.push(await this.#inSlices(restore(part)));
        if (epoch !== this.#epoch) return err({ code: 'auth.cancelled' });
        this.#index.replace(segments);
        this.#state = parseSyncState(read.state);
      }
      this.#place = place;
      return ok({ devices: this.#index.size, state: this.#state, dropped: read.kind === 'read' ? null : read.reason });
    } catch (cause) {
      return err(storageFailure(cause));
    }
  }

  #reset(place: SnapshotPlace | null): void {
    this.#epoch += 1;
    this.#index.replace([]);
    this.#seen.clear();
    this.#state = freshState;
    this.#place = place;
    this.#isDirty = false;
  }

  async #forget(): Promise<Outcome<null>> {
    const place = this.#place;
    this.#reset(null);
    try {
      await this.#saving;
      if (place !== null) await dropSnapshot(place.path);
      return ok(null);
    } catch (cause) {
      return err(storageFailure(cause));
    }
  }

  /** Takes the devices that are new or different; answers how many. */
  #learn(devices: readonly ManagedDevice[]): number {
    const different = devices.filter((device) => !isSame(this.#index.read(device.id), device));
    this.#index.upsert(different);
    return new Set(different.map(({ id }) => id)).size;
  }

  async #sweep(limit: number): Promise<AnswerOf<'sweep'>> {
    const epoch = this.#epoch;
    const unseen: string[] = [];
    let looked = 0;
    for (const id of this.#index.ids()) {
      if (!this.#seen.has(id)) unseen.push(id);
      looked += 1;
      if (looked % SWEEP_SLICE === 0) await this.#pause();
    }
    if (epoch !== this.#epoch || unseen.length === 0 || unseen.length > limit) return { removed: 0, unseen: unseen.length };
    const removed = this.#index.remove(unseen.filter((id) => !this.#seen.has(id)));
    this.#changed();
    return { removed, unseen: unseen.length };
  }

  #changed(): void {
    this.#isDirty = true;
    this.#options.port.post({ news: 'changed', devices: this.#index.size, failure: null });
    if (this.#index.isCompactionDue && !this.#isCompacting) void this.#compact();
    if (this.#place === null || this.#isSaveDue) return;
    this.#isSaveDue = true;
    this.#options.clock.after(SAVE_AFTER_MS, () => {
      this.#isSaveDue = false;
      void this.#save().then((outcome) => {
        if (!outcome.ok) this.#options.port.post({ news: 'save-failed', devices: this.#index.size, failure: outcome.error });
      });
    });
  }

  async #compact(): Promise<void> {
    this.#isCompacting = true;
    while (this.#index.isCompactionDue) await this.#inSlices(this.#index.compact());
    this.#isCompacting = false;
  }

  /** Writes what there is now; one snapshot at a time. */
  #save(): Promise<Outcome<AnswerOf<'save'>>> {
    const next = this.#saving.then(async (): Promise<Outcome<AnswerOf<'save'>>> => {
      const place = this.#place;
      if (place === null || !this.#isDirty) return ok(null);
      this.#isDirty = false;
      try {
        return ok({ bytes: await writeSnapshot(place, partsOf(this.#index.parts), this.#state) });
      } catch (cause) {
        this.#isDirty = true;
        return err(storageFailure(cause));
      }
    });
    this.#saving = next;
    return next;
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

/** The same value without `readonly`, as the schemas describe it. */
const plain = <T>(value: unknown): T => value as T;
