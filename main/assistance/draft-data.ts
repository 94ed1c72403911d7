import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import type { Draft, DraftCause } from '../../shared/contract/drafts';
import { draftCauses } from '../../shared/contract/drafts';
import { SubjectSchema } from './records';

/** A draft as stored. `waits`: it was confirmed and was waiting because of the limits when it was written. */
export type StoredDraft = Draft extends infer D
  ? D extends Draft
    ? Omit<D, 'why'> & { readonly why: Draft['why'] | 'waits' }
    : never
  : never;

/** Most drafts of one owner; beyond that the oldest is deleted. */
export const MOST_DRAFTS = 100;

const causes = [...draftCauses, 'waits'] as const;
const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const common = {
  id: IdSchema,
  subject: SubjectSchema,
  // A later version may know more causes; the text was typed in every case.
  why: v.pipe(
    v.string(),
    v.transform((why): DraftCause | 'waits' => causes.find((one) => one === why) ?? 'typed'),
  ),
  at: v.pipe(v.string(), v.isoTimestamp()),
};

const DraftSchema = v.variant('kind', [
  // Masking a link may make the text longer than what was typed.
  v.object({ ...common, kind: v.literal('request'), ticket: text(256), reason: text(4096) }),
  v.object({ ...common, kind: v.literal('note'), requestId: IdSchema, note: text(8192) }),
]);

/** A stored draft; null for one that this version cannot read. */
export function readDraft(raw: unknown): StoredDraft | null {
  const read = v.safeParse(DraftSchema, raw);
  return read.success ? read.output : null;
}

/** The drafts of a document. One that this version cannot read is left out. */
export const parseDrafts = (stored: readonly unknown[]): readonly StoredDraft[] =>
  stored
    .map(readDraft)
    .filter((draft) => draft !== null)
    .slice(0, MOST_DRAFTS);
