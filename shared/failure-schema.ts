import * as v from 'valibot';
import type { Failure, FailureCode } from './failure';
import { failureCodes } from './failure';

type TextSchema = v.GenericSchema<unknown, string>;
type OptionalSchema<T> = v.ExactOptionalSchema<v.GenericSchema<unknown, T>, undefined>;

/** `place` is about a file that was just read, and is neither recorded nor sent. */
type Fields = Omit<Failure, 'code' | 'place'>;
type FailureEntries = { readonly code: v.GenericSchema<unknown, FailureCode> } & {
  readonly [K in keyof Fields]-?: OptionalSchema<NonNullable<Fields[K]>>;
};

export interface FailureTexts {
  readonly code: v.GenericSchema<unknown, FailureCode>;
  /** A short text of at most `limit` characters, or longer if the place it comes from is trusted. */
  readonly text: (limit: number) => TextSchema;
  /** The quotation of the service. */
  readonly detail: TextSchema;
}

/** Only the codes of this version: for what this version itself has sent. */
export const knownCode = v.picklist(failureCodes);
/** Reads a code that only a later version knows as `internal`, so that the record around it stays readable. */
export const knownOrInternal = v.fallback(knownCode, 'internal');

/**
 * The schema of a failure that was recorded or sent between processes. All have the same fields; how tolerant it is of a
 * code and how it limits texts is up to where the failure comes from.
 */
export const failureSchema = ({ code, text, detail }: FailureTexts): v.ObjectSchema<FailureEntries, undefined> =>
  v.object({
    code,
    why: v.exactOptional(text(100)),
    notSent: v.exactOptional(v.boolean()),
    skew: v.exactOptional(v.number()),
    retryAfter: v.exactOptional(v.number()),
    ref: v.exactOptional(text(100)),
    status: v.exactOptional(v.number()),
    requestId: v.exactOptional(text(200)),
    answeredAt: v.exactOptional(text(40)),
    clientRequestId: v.exactOptional(text(200)),
    activityId: v.exactOptional(text(200)),
    correlationId: v.exactOptional(text(200)),
    aadsts: v.exactOptional(v.number()),
    scopes: v.exactOptional(v.pipe(v.array(text(200)), v.readonly())),
    host: v.exactOptional(text(300)),
    detail: v.exactOptional(detail),
  });
