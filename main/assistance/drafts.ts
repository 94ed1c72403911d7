import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { Draft, DraftCause } from '../../shared/contract/drafts';
import type { RequestSubject } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { createSerial } from '../../shared/serial';
import type { Owner } from '../auth/owner';
import { withCloud } from '../auth/owner';
import type { DraftStore } from './api';
import type { StoredDraft } from './draft-data';
import { MOST_DRAFTS } from './draft-data';

/** What a draft belongs to: there is one draft for each key. */
export type DraftKey =
  { readonly kind: 'request'; readonly deviceId: string } | { readonly kind: 'note'; readonly requestId: string };

interface Parts {
  /** The store of one owner; opened on first use. */
  readonly open: (owner: Owner) => DraftStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The text as it may be recorded: without session links. */
  readonly masked: (text: string) => string;
  readonly onChange: () => void;
}

interface OwnerDrafts {
  readonly store: DraftStore;
  drafts: readonly StoredDraft[];
  isSaved: boolean;
}

/**
 * Texts that were typed and not yet sent or saved, by owner. Memory is authoritative during a run; the disk follows. A
 * confirmed request that waits is stored here too, hidden, so that it is found at the next start if the app is killed.
 */
export class Drafts {
  readonly #parts: Parts;
  readonly #owners = new Map<string, OwnerDrafts>();
  readonly #saving = createSerial();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Newest first, without those of requests that wait in this run. */
  of(owner: Owner): readonly Draft[] {
    return this.#draftsOf(owner)
      .drafts.filter((draft) => draft.why !== 'waits')
      .map((draft) => ({ ...draft, why: draft.why === 'waits' ? 'restarted' : draft.why }));
  }

  /** An empty text deletes the draft. */
  keepRequest(
    owner: Owner,
    { subject, ticket, reason }: { readonly subject: RequestSubject; readonly ticket: string; readonly reason: string },
    why: DraftCause | 'waits',
  ): void {
    const key: DraftKey = { kind: 'request', deviceId: subject.deviceId };
    const isEmpty = ticket.trim() === '' && reason.trim() === '';
    if (isEmpty && why === 'typed') this.drop(owner, key);
    else
      this.#put(owner, key, {
        kind: 'request',
        subject,
        ticket: this.#parts.masked(ticket),
        reason: this.#parts.masked(reason),
        why,
      });
  }

  keepNote(
    owner: Owner,
    {
      subject,
      requestId,
      note,
    }: { readonly subject: RequestSubject; readonly requestId: string; readonly note: string },
  ): void {
    const key: DraftKey = { kind: 'note', requestId };
    if (note.trim() === '') this.drop(owner, key);
    else this.#put(owner, key, { kind: 'note', subject, requestId, note: this.#parts.masked(note), why: 'typed' });
  }

  /** The technician sent, saved or discarded it. */
  drop(owner: Owner, key: DraftKey): void {
    this.discard(owner, idOf(key));
  }

  discard(owner: Owner, draftId: string): void {
    const own = this.#draftsOf(owner);
    const kept = own.drafts.filter(({ id }) => id !== draftId);
    if (kept.length !== own.drafts.length) this.#set(own, kept);
  }

  /** Deletes all drafts of an owner with every copy on the disk. */
  async forget(owner: Owner): Promise<Outcome<null>> {
    const own = this.#draftsOf(owner);
    own.drafts = [];
    own.isSaved = true;
    const forgotten = await this.#saving(() => own.store.forget());
    this.#parts.onChange();
    return forgotten;
  }

  /** Waits until everything is written to the disk or has failed. Never rejects. */
  async settle(): Promise<void> {
    await Promise.all([...this.#owners.values()].map((own) => this.#save(own)));
  }

  #put(owner: Owner, key: DraftKey, draft: DistributiveOmit<StoredDraft, 'id' | 'at'>): void {
    const own = this.#draftsOf(owner);
    const id = idOf(key);
    const others = own.drafts.filter((one) => one.id !== id);
    this.#set(own, [{ ...draft, id, at: iso(this.#parts.clock.now()) }, ...others].slice(0, MOST_DRAFTS));
  }

  #set(own: OwnerDrafts, drafts: readonly StoredDraft[]): void {
    own.drafts = drafts;
    own.isSaved = false;
    void this.#save(own);
    this.#parts.onChange();
  }

  /** Changes made during a write are combined into one further write. */
  #save(own: OwnerDrafts): Promise<void> {
    return this.#saving(async () => {
      if (own.isSaved) return;
      own.isSaved = true;
      try {
        const saved = await own.store.save(own.drafts);
        if (saved.ok) return;
        this.#parts.log.warn('assistance.drafts.save-failed', { code: saved.error.code });
      } catch (cause) {
        this.#parts.log.fault('assistance.drafts', cause);
      }
      own.isSaved = false;
    });
  }

  #draftsOf(owner: Owner): OwnerDrafts {
    const key = JSON.stringify(withCloud(owner, owner.homeAccountId, owner.tenantId));
    const known = this.#owners.get(key);
    if (known !== undefined) return known;
    const store = this.#parts.open(owner);
    // A request that was waiting when the app ended was not sent, and must not be sent now.
    const drafts = store
      .load()
      .map((draft): StoredDraft => (draft.why === 'waits' ? { ...draft, why: 'restarted' } : draft));
    const own: OwnerDrafts = { store, drafts, isSaved: true };
    this.#owners.set(key, own);
    return own;
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Stable for each key, and short enough for a page to send back. */
const idOf = (key: DraftKey): string =>
  createHash('sha256')
    .update(JSON.stringify(key.kind === 'request' ? [key.kind, key.deviceId] : [key.kind, key.requestId]))
    .digest('hex')
    .slice(0, 32);
