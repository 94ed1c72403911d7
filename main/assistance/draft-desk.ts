import type { Draft, DraftText } from '../../shared/contract/drafts';
import type { RequestSubject } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { isSameOwner, ownerOf } from '../auth/owner';
import type { Assistance } from './api';
import type { Cards } from './cards';
import { Drafts } from './drafts';
import type { Ledger } from './ledger';
import type { AssistancePorts } from './needs';

interface Parts {
  readonly ports: AssistancePorts;
  readonly cards: Cards;
  readonly ledger: Ledger;
  /** The text as it may be recorded: without session links. */
  readonly masked: (text: string) => string;
  readonly onChange: () => void;
  /** A confirmed request for this device waits: its draft is visible to main only. */
  readonly isWaiting: (deviceId: string) => boolean;
}

/** The drafts of the signed-in technician, as the windows may see and change them. */
export interface DraftDesk {
  readonly all: Drafts;
  readonly calls: Pick<Assistance, 'drafts' | 'saveDraft' | 'discardDraft'>;
  /** The note was saved: its draft is obsolete. */
  noted(requestId: string): void;
}

/**
 * A page passes only the id of a device or request; the names stored with a draft come from what main itself has shown.
 */
export function createDraftDesk({ ports, cards, ledger, masked, onChange, isWaiting }: Parts): DraftDesk {
  const all = new Drafts({ open: ports.drafts, clock: ports.clock, log: ports.log, masked, onChange });
  const me = (): Owner | null => {
    const actor = ports.actor();
    return actor === null ? null : ownerOf(actor);
  };

  /** The app was killed after the request was sent and before its draft was deleted. */
  const wasSent = (owner: Owner, draft: Draft): boolean =>
    draft.why === 'restarted' &&
    ledger
      .all()
      .some(
        (entry) =>
          isSameOwner(entry.owner, owner) &&
          entry.request.subject.deviceId === draft.subject.deviceId &&
          entry.askedAt >= Date.parse(draft.at),
      );

  const drafts = (): readonly Draft[] => {
    const owner = me();
    if (owner === null) return [];
    const found = all.of(owner);
    const sent = found.filter((draft) => wasSent(owner, draft));
    for (const { id } of sent) all.discard(owner, id);
    return found.filter((draft) => !sent.includes(draft));
  };

  const subjectOfDevice = (owner: Owner, deviceId: string): RequestSubject | null =>
    cards.subjectOf(owner, deviceId) ??
    all.of(owner).find((draft) => draft.kind === 'request' && draft.subject.deviceId === deviceId)?.subject ??
    null;

  const subjectOfRequest = async (owner: Owner, requestId: string): Promise<RequestSubject | null> => {
    const entry = ledger.known(requestId);
    if (entry !== undefined) return isSameOwner(entry.owner, owner) ? entry.request.subject : null;
    return (await ports.past(owner, requestId))?.subject ?? null;
  };

  const save = async (text: DraftText): Promise<Outcome<null>> => {
    const owner = me();
    if (owner === null) return err({ code: 'auth.required' });
    if (text.kind === 'request') {
      if (isWaiting(text.deviceId)) return ok(null);
      const subject = subjectOfDevice(owner, text.deviceId);
      if (subject === null) return err(notHere);
      all.keepRequest(owner, { subject, ticket: text.ticket, reason: text.reason }, 'typed');
      return ok(null);
    }
    const subject = await subjectOfRequest(owner, text.requestId);
    if (subject === null || !isSameOwner(owner, me())) return err(notHere);
    all.keepNote(owner, { subject, requestId: text.requestId, note: text.note });
    return ok(null);
  };

  return {
    all,
    calls: {
      drafts,
      saveDraft: save,
      discardDraft: (draftId) => {
        const owner = me();
        if (owner !== null) all.discard(owner, draftId);
      },
    },
    noted: (requestId) => {
      const owner = me();
      if (owner !== null) all.drop(owner, { kind: 'note', requestId });
    },
  };
}

const notHere: Failure = { code: 'input.invalid' };
