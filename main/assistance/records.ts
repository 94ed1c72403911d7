import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import type { AssistanceRequest, Provider } from '../../shared/contract/requests';
import { evidences, providers, requestStates } from '../../shared/contract/requests';
import { failureSchema, knownOrInternal } from '../../shared/failure-schema';
import { knownOrOther, otherThan } from '../store/known-or-other';

/**
 * The records of the journal, one JSON object a line. Described for other programs in docs/journal-format.md.
 *
 * - `intent`: a request was confirmed and is about to be sent. On the disk before the POST leaves.
 * - `answer`: the outcome of the POST. An intent without an answer has an unknown outcome.
 * - `refused`: the first attempt was certainly refused, and a second one may follow.
 * - `attempt`: the second attempt is about to be sent. On the disk before its POST leaves.
 * - `state`, `link`, `evidence`, `note`: later events.
 * - `dismissed`: the technician has seen how it ended and hid it.
 */
export const JOURNAL_VERSION = 1;

const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const Time = v.pipe(v.string(), v.isoTimestamp());
const Hash = v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));

const FailureSchema = failureSchema({ code: knownOrInternal, text: () => v.string(), detail: v.string() });

const subject = {
  deviceId: IdSchema,
  deviceName: text(4096),
  serial: text(4096),
  userName: text(4096),
  upn: text(4096),
  tenantId: text(256),
  tenantName: text(4096),
  account: text(4096),
};
export const SubjectSchema = v.object({
  ...subject,
  provider: knownOrOther(providers),
}) satisfies v.GenericSchema<unknown, AssistanceRequest['subject']>;

const BaselineSchema = v.object({
  isRead: v.boolean(),
  linkHash: Hash,
  errorHash: Hash,
  actions: v.array(
    v.object({
      name: v.string(),
      state: v.string(),
      startedAt: v.nullable(v.string()),
      updatedAt: v.nullable(v.string()),
    }),
  ),
  readAt: v.number(),
  serverTime: v.nullable(v.number()),
});

const common = { v: v.literal(JOURNAL_VERSION), id: IdSchema, at: Time };
const step = {
  state: knownOrOther(requestStates),
  cause: v.nullable(FailureSchema),
  graphRequestId: v.nullable(v.string()),
  answeredAt: v.exactOptional(v.string()),
  linkHost: v.nullable(v.string()),
  linkHash: Hash,
};

const intent = {
  ...common,
  type: v.literal('intent'),
  owner: v.object({ homeAccountId: text(256), tenantId: text(256), cloud: v.optional(v.nullable(text(4096)), null) }),
  ticket: text(256),
  reason: text(4096),
};

const OurProvider: v.GenericSchema<unknown, Provider> = v.picklist(providers);
const LaterProvider: v.GenericSchema<unknown, Provider> = otherThan(providers);

const RecordSchema = v.variant('type', [
  v.object({
    ...intent,
    subject: v.object({ ...subject, provider: OurProvider }),
    before: BaselineSchema,
  }),
  // Another provider may compare with something else, or with nothing.
  v.object({
    ...intent,
    subject: v.object({ ...subject, provider: LaterProvider }),
    before: v.fallback(BaselineSchema, {
      isRead: false,
      linkHash: null,
      errorHash: null,
      actions: [],
      readAt: 0,
      serverTime: null,
    }),
  }),
  v.object({
    ...common,
    type: v.literal('refused'),
    cause: FailureSchema,
    graphRequestId: v.nullable(v.string()),
  }),
  v.object({ ...common, type: v.literal('attempt'), via: text(64) }),
  v.object({ ...common, type: v.literal('answer'), ...step }),
  v.object({ ...common, type: v.literal('state'), ...step }),
  v.object({ ...common, type: v.literal('link'), linkHost: v.nullable(v.string()), linkHash: Hash }),
  v.object({
    ...common,
    type: v.literal('evidence'),
    evidence: knownOrOther(evidences),
  }),
  v.object({ ...common, type: v.literal('note'), note: text(8192) }),
  v.object({ ...common, type: v.literal('dismissed') }),
]);

export type JournalRecord = v.InferOutput<typeof RecordSchema>;
export type IntentRecord = Extract<JournalRecord, { type: 'intent' }>;

/** The record of a line; null when it is damaged, of a later version or of an unknown type. Never throws. */
export function readRecord(line: string): JournalRecord | null {
  const result = v.safeParse(RecordSchema, parsed(line));
  return result.success ? result.output : null;
}

const types: readonly string[] = [
  'intent',
  'refused',
  'attempt',
  'answer',
  'state',
  'link',
  'evidence',
  'note',
  'dismissed',
];
const LaterRecord = v.union([
  v.object({ v: v.pipe(v.number(), v.integer(), v.minValue(JOURNAL_VERSION + 1)) }),
  v.object({
    ...common,
    type: v.pipe(
      v.string(),
      v.check((type) => !types.includes(type)),
    ),
  }),
]);

/** True for a line that only a later version can read. Never throws. */
export const isLaterRecord = (line: string): boolean => v.is(LaterRecord, parsed(line));

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
