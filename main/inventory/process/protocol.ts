import * as v from 'valibot';
import { IdSchema } from '../../../shared/contract/devices';
import { failureSchema, knownCode } from '../../../shared/failure-schema';
import type { ManagedDevice } from '../../../shared/managed-device';
import { complianceStates, ownerships, platforms } from '../../../shared/managed-device';
import { deviceForms } from '../../../shared/search/forms';
import { searchedFields } from '../../../shared/search/match';
import { readingKinds } from '../../../shared/search/reading';
import type { SearchReading } from '../../../shared/search/stages';
import { searchModes } from '../../../shared/search/stages';
import { sortColumns } from '../index/columns/column-order';
import type { FoundDevice, IndexAnswer, IndexQuery } from '../index/search/query';
import type { SnapshotPlace } from '../snapshot/snapshot';
import { snapshotFaults } from '../snapshot/snapshot';
import { SyncStateSchema } from '../sync/port';

/** One end of the connection between main and the inventory process. Messages are structured clones. */
export interface ProcessPort {
  post(message: unknown): void;
  /** Called once. */
  listen(onMessage: (message: unknown) => void): void;
}

const LEARN_LIMIT = 5_000;
const EXCEPT_LIMIT = 10_000;
const ROWS_LIMIT = 1_000;
const STAGES = 40;
const STAGE_READINGS = 40;
const ALTERNATIVES = 100;
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Text = v.pipe(v.string(), v.maxLength(4_000));
/** A typed text, or what was read out of it. Romanisation makes it longer. */
const Typed = v.pipe(v.string(), v.maxLength(800));
const Instant = v.nullable(v.pipe(v.string(), v.maxLength(40)));

const DeviceSchema = v.object({
  id: IdSchema,
  name: Text,
  serial: Text,
  entraId: Text,
  userId: Text,
  userName: Text,
  upn: Text,
  mail: Text,
  os: Text,
  osVersion: Text,
  platform: v.picklist(platforms),
  manufacturer: Text,
  model: Text,
  imei: Text,
  phone: Text,
  wifiMac: Text,
  category: Text,
  compliance: v.picklist(complianceStates),
  ownership: v.picklist(ownerships),
  enrollment: Text,
  lastCheckIn: Instant,
  enrolledAt: Instant,
});

const list = <const T extends readonly string[]>(names: T) => v.array(v.picklist(names));
const ChipsSchema = v.object({
  platforms: v.exactOptional(list(platforms)),
  compliance: v.exactOptional(list(complianceStates)),
  ownership: v.exactOptional(list(ownerships)),
  categories: v.exactOptional(v.pipe(v.array(Text), v.maxLength(200))),
  checkIn: v.exactOptional(
    v.object({
      since: v.exactOptional(v.number()),
      before: v.exactOptional(v.number()),
      never: v.exactOptional(v.boolean()),
    }),
  ),
});
const Ids = v.pipe(v.array(IdSchema), v.maxLength(ROWS_LIMIT));

const ReadingSchema: v.GenericSchema<SearchReading> = v.object({
  reading: v.object({ kind: v.picklist(readingKinds), text: Typed, form: v.exactOptional(v.picklist(deviceForms)) }),
  text: Typed,
  mode: v.picklist(searchModes),
  alternatives: v.exactOptional(v.pipe(v.array(Typed), v.maxLength(ALTERNATIVES))),
  fields: v.exactOptional(v.array(v.picklist(searchedFields))),
  form: v.exactOptional(v.picklist(deviceForms)),
});

const QuerySchema: v.GenericSchema<IndexQuery> = v.object({
  stages: v.pipe(v.array(v.pipe(v.array(ReadingSchema), v.maxLength(STAGE_READINGS))), v.maxLength(STAGES)),
  rest: v.exactOptional(Typed),
  chips: v.exactOptional(ChipsSchema),
  sort: v.exactOptional(v.nullable(v.object({ column: v.picklist(sortColumns), descending: v.boolean() }))),
  limit: v.pipe(Count, v.maxValue(ROWS_LIMIT)),
  pinned: v.exactOptional(Ids),
  recent: v.exactOptional(Ids),
  staleBefore: v.exactOptional(v.number()),
});

const Bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Devices = v.pipe(v.array(DeviceSchema), v.maxLength(LEARN_LIMIT));
const PlaceSchema: v.GenericSchema<SnapshotPlace> = v.object({
  path: v.pipe(v.string(), v.minLength(1)),
  owner: v.object({ tenantId: v.string(), accountId: v.string() }),
  key: v.pipe(
    v.instance(Uint8Array),
    v.check((key) => key.length === 32),
  ),
});

/** Requests of main. */
export const RequestSchema = v.variant('kind', [
  /**
   * Loads the snapshot. Without a place nothing is ever written. After a failure the inventory is empty and in memory only.
   */
  v.object({ kind: v.literal('open'), place: v.nullable(PlaceSchema) }),
  /** Of the waiting queries of one lane only the newest is run; the others fail with `cancelled`. */
  v.object({ kind: v.literal('query'), lane: v.pipe(v.string(), v.maxLength(40)), query: QuerySchema }),
  v.object({ kind: v.literal('page'), resultId: Count, offset: Count, count: v.pipe(Count, v.maxValue(ROWS_LIMIT)) }),
  /** Which of the devices are in an earlier result, as it was when the query ran: later changes do not matter. */
  v.object({ kind: v.literal('among'), resultId: Count, ids: Ids }),
  v.object({ kind: v.literal('read'), ids: Ids }),
  v.object({ kind: v.literal('person'), userId: IdSchema }),
  /** Devices seen elsewhere: a hit of Intune, a device that was just read. */
  v.object({ kind: v.literal('learn'), devices: Devices }),
  v.object({ kind: v.literal('remove'), ids: Ids }),
  v.object({ kind: v.literal('begin'), state: SyncStateSchema }),
  v.object({
    kind: v.literal('take'),
    page: Bytes,
    except: v.exactOptional(v.pipe(v.array(IdSchema), v.maxLength(EXCEPT_LIMIT), v.readonly())),
    state: SyncStateSchema,
  }),
  v.object({ kind: v.literal('sweep'), limit: Count }),
  v.object({ kind: v.literal('keep'), state: SyncStateSchema }),
  v.object({ kind: v.literal('save') }),
  /** Removes every device and the snapshot. */
  v.object({ kind: v.literal('forget') }),
  v.object({ kind: v.literal('status') }),
]);
export type InventoryRequest = v.InferOutput<typeof RequestSchema>;
export type RequestKind = InventoryRequest['kind'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isDevice = (value: unknown): value is ManagedDevice =>
  isObject(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';
const isFound = (value: unknown): boolean =>
  isObject(value) && isDevice(value['device']) && (value['match'] === null || isObject(value['match']));
const isFoundList = (value: unknown): value is readonly FoundDevice[] => Array.isArray(value) && value.every(isFound);
const isAnswer = (value: unknown): value is IndexAnswer =>
  isObject(value) &&
  typeof value['resultId'] === 'number' &&
  typeof value['total'] === 'number' &&
  isFoundList(value['rows']);

/** Hundreds of rows come with every key press, from our own code: only their shape is checked. */
const Answer = v.custom<IndexAnswer>(isAnswer);
const Found = v.custom<readonly FoundDevice[]>(isFoundList);
const Known = v.custom<readonly ManagedDevice[]>((value) => Array.isArray(value) && value.every(isDevice));

/** The answer to each request. */
export const answerSchemas = {
  open: v.object({ devices: Count, state: SyncStateSchema, dropped: v.nullable(v.picklist(snapshotFaults)) }),
  query: Answer,
  /** Null: the result is no longer stored. */
  page: v.nullable(Found),
  /** Null: as for `page`. */
  among: v.nullable(v.pipe(v.array(v.string()), v.readonly())),
  read: Known,
  person: Known,
  learn: v.null(),
  remove: v.object({ removed: Count }),
  begin: v.null(),
  /** Null: the page cannot be read. */
  take: v.nullable(
    v.object({
      next: v.nullable(v.string()),
      received: Count,
      fresh: Count,
      changed: Count,
      newest: v.nullable(v.string()),
      unasked: Count,
    }),
  ),
  sweep: v.object({ removed: Count, unseen: Count }),
  keep: v.null(),
  /** Bytes written. Null: nothing may be written, or nothing has changed. */
  save: v.nullable(v.object({ bytes: Count })),
  forget: v.null(),
  /** `bytes`: the size of the index in memory. `categories`: of all devices, sorted. */
  status: v.object({
    devices: Count,
    bytes: Count,
    segments: Count,
    state: SyncStateSchema,
    categories: v.array(v.string()),
  }),
} as const satisfies Record<RequestKind, v.GenericSchema>;
export type AnswerOf<K extends RequestKind> = v.InferOutput<(typeof answerSchemas)[K]>;

export const CallSchema = v.object({ call: Count, request: RequestSchema });
const FailureSchema = v.pick(failureSchema({ code: knownCode, text: () => v.string(), detail: v.string() }), [
  'code',
  'ref',
  'detail',
]);
export const ReplySchema = v.object({
  answer: Count,
  outcome: v.variant('ok', [
    v.object({ ok: v.literal(true), value: v.unknown() }),
    v.object({ ok: v.literal(false), error: FailureSchema }),
  ]),
});
/** Sent unrequested. `changed` comes a few times a second at most. */
export const NewsSchema = v.object({
  news: v.picklist(['changed', 'save-failed']),
  devices: Count,
  failure: v.nullable(FailureSchema),
});
export type News = v.InferOutput<typeof NewsSchema>;
