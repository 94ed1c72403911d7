import * as v from 'valibot';
import { IdSchema } from './devices';
import type { RequestSubject } from './requests';

/**
 * Why something is a draft. `typed`: a person wrote it and went on. The others were confirmed and not sent: `stopped` by the
 * person, `slept`: the workstation slept or its clock jumped, `left`: another account or tenant, `expired`: what the card said
 * was too old, `quit`: the app was closed, `restarted`: the app ended without a word, `not-sent`: something was in the way.
 */
export const draftCauses = ['typed', 'stopped', 'slept', 'left', 'expired', 'quit', 'restarted', 'not-sent'] as const;
export type DraftCause = (typeof draftCauses)[number];

interface DraftOf<K extends string> {
  readonly id: string;
  readonly kind: K;
  /** The device and the person it is about, and in `account` who wrote it. */
  readonly subject: RequestSubject;
  readonly why: DraftCause;
  /** ISO 8601 in UTC, when it became what it is. */
  readonly at: string;
}

/** What a person wrote and has not sent or saved. It never sends itself. */
export type Draft =
  | (DraftOf<'request'> & { readonly ticket: string; readonly reason: string })
  | (DraftOf<'note'> & { readonly requestId: string; readonly note: string });

const Text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));

/** What is typed into a card or a note now. Without any text the draft goes away. */
export const parseDraft = v.parser(
  v.variant('kind', [
    v.object({ kind: v.literal('request'), deviceId: IdSchema, ticket: Text(64), reason: Text(500) }),
    v.object({ kind: v.literal('note'), requestId: IdSchema, note: Text(2000) }),
  ]),
);
export type DraftText = ReturnType<typeof parseDraft>;
export const parseDraftId = v.parser(v.object({ draftId: IdSchema }));
