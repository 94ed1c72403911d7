import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import { err } from '../../shared/result';
import type { Owner } from '../auth/owner';
import type { History } from './history';

/** The requests that are under way or that the journal still has. */
interface RunningRequests {
  /** Fails for a request that is not among them. */
  note(requestId: string, note: string): Promise<Outcome<AssistanceRequest>>;
  /** The text without session links. */
  masked(text: string): string;
  /** A note was saved in the history: the draft of it is obsolete. */
  noted(requestId: string): void;
}

export interface NotesParts {
  readonly running: RunningRequests;
  readonly history: Pick<History, 'annotate'>;
  /** Null while no one is signed in. */
  readonly owner: () => Owner | null;
  /** The history may have changed. */
  readonly changed: () => void;
}

/**
 * Saves the note of a request where the request is. A request that ended in an earlier run is in the history only; one
 * still in the journal would overwrite a note there.
 */
export const createNotes =
  ({ running, history, owner, changed }: NotesParts) =>
  async (requestId: string, note: string): Promise<Outcome<AssistanceRequest>> => {
    const noted = await running.note(requestId, note);
    if (noted.ok) return noted;
    const whose = owner();
    const saved: Outcome<AssistanceRequest> =
      whose === null ? err({ code: 'auth.required' }) : await history.annotate(whose, requestId, running.masked(note));
    if (saved.ok) running.noted(requestId);
    changed();
    return saved;
  };
