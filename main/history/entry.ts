import * as v from 'valibot';
import type { AssistanceRequest } from '../../shared/contract/requests';
import { evidences, providers, requestStates } from '../../shared/contract/requests';
import { failureSchema, knownOrInternal } from '../../shared/failure-schema';
import { withoutSessionLinks } from '../../shared/session-links';
import { keepUnknown } from '../store/keep-unknown';
import { knownOrOther } from '../store/known-or-other';

const anyLink = /\b[a-z][a-z0-9+.-]{1,31}:\/\/\S+/giu;
const masked = '[link removed]';

const Plain = (limit: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.slice(0, limit)),
  );
const Text = (limit: number) => v.pipe(Plain(limit), v.transform(withoutSessionLinks));
const Quotation = v.pipe(
  Plain(4000),
  v.transform((text) => withoutSessionLinks(text.replace(anyLink, masked))),
);
const Time = v.pipe(
  v.string(),
  v.maxLength(40),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);

const FailureSchema = failureSchema({ code: knownOrInternal, text: Plain, detail: Quotation });

const EntrySchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  subject: v.object({
    deviceId: Plain(200),
    deviceName: Text(1024),
    serial: Text(1024),
    userName: Text(1024),
    upn: Text(1024),
    tenantId: Plain(300),
    tenantName: Text(1024),
    account: Text(1024),
    provider: knownOrOther(providers),
  }),
  ticket: Text(200),
  reason: Text(2000),
  note: Text(8000),
  state: knownOrOther(requestStates),
  steps: v.pipe(
    v.array(
      v.object({
        state: knownOrOther(requestStates),
        at: Time,
        cause: v.nullable(FailureSchema),
        answeredAt: v.exactOptional(Plain(40)),
      }),
    ),
    v.minLength(1),
    v.maxLength(1000),
  ),
  failure: v.nullable(FailureSchema),
  evidence: v.nullable(knownOrOther(evidences)),
  linkHost: v.nullable(
    v.pipe(
      Plain(300),
      v.transform((host) => host.split(/[/?#]/u, 1)[0] ?? ''),
    ),
  ),
  graphRequestIds: v.pipe(v.array(Plain(200)), v.maxLength(100)),
  nextCheckAt: v.nullable(Time),
  lastCheckAt: v.fallback(v.nullable(Time), null),
}) satisfies v.GenericSchema<unknown, AssistanceRequest>;

/** Parses an entry, without unknown members and links; null when it is invalid. */
export function parseEntry(raw: unknown): AssistanceRequest | null {
  const read = v.safeParse(EntrySchema, raw);
  return read.success ? read.output : null;
}

/** The value to write over `stored`; members that only a later version knows stay. */
export const storedForm = (stored: unknown, entry: AssistanceRequest): unknown => {
  const read = parseEntry(stored);
  return read === null ? entry : keepUnknown(stored, read, entry);
};

/** When the request was made, milliseconds since 1970. */
export const askedAt = (entry: AssistanceRequest): number => Date.parse(entry.steps[0]?.at ?? '');

/** The month document an entry belongs to, in UTC: `2026-11`. */
export const monthOf = (entry: AssistanceRequest): string => new Date(askedAt(entry)).toISOString().slice(0, 7);
