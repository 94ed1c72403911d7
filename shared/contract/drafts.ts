import * as v from 'valibot';
import { IdSchema } from './devices';
import type { RequestSubject } from './requests';

/**
 * Why something is a draft. `typed`: typed and not sent. The others were confirmed and not sent: `stopped` by the
 * technician; `slept`: the workstation slept or its clock jumped; `left`: another account or tenant signed in;
 * `expired`: the card was too old; `quit`: the app was closed; `restarted`: the app ended unexpectedly; `not-sent`:
 * sending failed.
 */
export const draftCauses = ['typed', 'stopped', 'slept', 'left', 'expired', 'quit', 'restarted', 'not-sent'] as const;
export type DraftCause = (typeof draftCauses)[number];

interface DraftOf<K extends string> {
  readonly id: string;
  readonly kind: K;
  /** The device and its user; `account` is the technician who wrote it. */
  readonly subject: RequestSubject;
  readonly why: DraftCause;
  /** ISO 8601 in UTC: when it became a draft, or changed last. */
  readonly at: string;
}

/** A text that was typed and not sent or saved. It is never sent by itself. */
export type Draft =
  | (DraftOf<'request'> & { readonly ticket: string; readonly reason: string })
  | (DraftOf<'note'> & { readonly requestId: string; readonly note: string });

const Text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));

/** The current text of a card or a note. An empty text deletes the draft. */
export const parseDraft = v.parser(
  v.variant('kind', [
    v.object({ kind: v.literal('request'), deviceId: IdSchema, ticket: Text(64), reason: Text(500) }),
    v.object({ kind: v.literal('note'), requestId: IdSchema, note: Text(2000) }),
  ]),
);
export type DraftText = ReturnType<typeof parseDraft>;
export const parseDraftId = v.parser(v.object({ draftId: IdSchema }));
