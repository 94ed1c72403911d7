import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import type { AssistanceRequest } from '../../shared/contract/requests';
import { requestStates } from '../../shared/contract/requests';
import type { Failure } from '../../shared/failure';
import { failureCodes } from '../../shared/failure';

/**
 * The records of the journal, one JSON object a line. Described for other programs in docs/journal-format.md.
 *
 * - `intent`: a request was confirmed and is about to be sent. On the disk before the POST leaves.
 * - `answer`: how the POST ended. An intent without an answer has an unknown outcome.
 * - `state`, `link`, `evidence`, `note`: what happened afterwards.
 * - `dismissed`: the person has seen how it ended and needs it no longer in sight.
 */
export const JOURNAL_VERSION = 1;

const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const Time = v.pipe(v.string(), v.isoTimestamp());
const Hash = v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));
const maybe = <T extends v.GenericSchema>(schema: T) => v.exactOptional(schema);

const FailureSchema = v.object({
  code: v.picklist(failureCodes),
  why: maybe(v.string()),
  notSent: maybe(v.boolean()),
  skew: maybe(v.number()),
  retryAfter: maybe(v.number()),
  ref: maybe(v.string()),
  status: maybe(v.number()),
  requestId: maybe(v.string()),
  answeredAt: maybe(v.string()),
  clientRequestId: maybe(v.string()),
  activityId: maybe(v.string()),
  correlationId: maybe(v.string()),
  aadsts: maybe(v.number()),
  scopes: maybe(v.pipe(v.array(v.string()), v.readonly())),
  host: maybe(v.string()),
  detail: maybe(v.string()),
}) satisfies v.GenericSchema<unknown, Failure>;

export const SubjectSchema = v.object({
  deviceId: IdSchema,
  deviceName: text(4096),
  serial: text(4096),
  userName: text(4096),
  upn: text(4096),
  tenantId: text(256),
  tenantName: text(4096),
  account: text(4096),
  provider: v.literal('graph'),
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
  state: v.picklist(requestStates),
  cause: v.nullable(FailureSchema),
  graphRequestId: v.nullable(v.string()),
  answeredAt: maybe(v.string()),
  linkHost: v.nullable(v.string()),
  linkHash: Hash,
};

const RecordSchema = v.variant('type', [
  v.object({
    ...common,
    type: v.literal('intent'),
    owner: v.object({ homeAccountId: text(256), tenantId: text(256), cloud: v.optional(v.nullable(text(4096)), null) }),
    subject: SubjectSchema,
    ticket: text(256),
    reason: text(4096),
    before: BaselineSchema,
  }),
  v.object({ ...common, type: v.literal('answer'), ...step }),
  v.object({ ...common, type: v.literal('state'), ...step }),
  v.object({ ...common, type: v.literal('link'), linkHost: v.nullable(v.string()), linkHash: Hash }),
  v.object({
    ...common,
    type: v.literal('evidence'),
    evidence: v.picklist(['none-yet', 'new-link', 'new-action-result', 'error-details', 'unchanged']),
  }),
  v.object({ ...common, type: v.literal('note'), note: text(8192) }),
  v.object({ ...common, type: v.literal('dismissed') }),
]);

export type JournalRecord = v.InferOutput<typeof RecordSchema>;
export type IntentRecord = Extract<JournalRecord, { type: 'intent' }>;

/** The record of a line; null when it is damaged, of a newer version or of an unknown kind. Never throws. */
export function readRecord(line: string): JournalRecord | null {
  try {
    const result = v.safeParse(RecordSchema, JSON.parse(line));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
