import type { DraftCause } from '../../shared/contract/drafts';
import type { SendInput } from '../../shared/contract/requests';
import type { Card } from './cards';

/**
 * One technician's confirmation of one card, from the click until its intent is in the journal. It leads to at most one
 * request.
 */
export interface Confirmation {
  readonly card: Card;
  readonly input: SendInput;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** When its turn came, in milliseconds since 1970: from then on it counts for the limits. Null before. */
  turnAt: number | null;
  /** It has waited: the windows may show something else by now, so its text must not get lost. */
  hasWaited: boolean;
  /** Why it will not be sent; null while it may be. */
  revoked: DraftCause | null;
  /** Its intent is being written: it can no longer be cancelled. */
  isGoing: boolean;
}

export const confirmationOf = (card: Card, input: SendInput, at: number): Confirmation => ({
  card,
  input,
  at,
  turnAt: null,
  hasWaited: false,
  revoked: null,
  isGoing: false,
});
