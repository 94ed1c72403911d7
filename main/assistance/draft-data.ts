import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import type { Draft } from '../../shared/contract/drafts';
import { draftCauses } from '../../shared/contract/drafts';
import { SubjectSchema } from './records';

/** As on the disk. `waits`: it was confirmed and waited for the limit when this was written. */
export type KeptDraft = Draft extends infer D
  ? D extends Draft
    ? Omit<D, 'why'> & { readonly why: Draft['why'] | 'waits' }
    : never
  : never;

/** Of one owner; the oldest goes when there is one more. */
export const MOST_DRAFTS = 100;

const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const common = {
  id: IdSchema,
  subject: SubjectSchema,
  why: v.picklist([...draftCauses, 'waits']),
  at: v.pipe(v.string(), v.isoTimestamp()),
};

const DraftSchema = v.variant('kind', [
  // A masked link may be longer than what was typed.
  v.object({ ...common, kind: v.literal('request'), ticket: text(256), reason: text(4096) }),
  v.object({ ...common, kind: v.literal('note'), requestId: IdSchema, note: text(8192) }),
]);

/** The drafts of a document. One that this version cannot read is left out; what is no list is an error. */
export function parseDrafts(raw: unknown): readonly KeptDraft[] {
  if (!Array.isArray(raw)) throw new TypeError('drafts are a list');
  return raw
    .map((one) => v.safeParse(DraftSchema, one))
    .flatMap((result) => (result.success ? [result.output] : []))
    .slice(0, MOST_DRAFTS);
}
