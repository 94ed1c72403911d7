import type { Draft, DraftText } from '../../shared/contract/drafts';
import type {
  AssistanceRequest,
  ConfirmCard,
  SendFailure,
  SendInput,
  WaitingRequest,
} from '../../shared/contract/requests';
import type { TenantView } from '../../shared/contract/session';
import type { Outcome } from '../../shared/failure';
import type { Result } from '../../shared/result';
import type { Account } from '../auth/port';
import type { StoredDraft } from './draft-data';

/** Where the drafts of one owner are kept. */
export interface DraftStore {
  load(): readonly StoredDraft[];
  save(drafts: readonly StoredDraft[]): Promise<Outcome<null>>;
  /** Deletes them with every copy. */
  forget(): Promise<Outcome<null>>;
}

/** Hands a checked https link to the operating system. */
export interface LinkOpener {
  open(url: URL): Promise<Outcome<null>>;
}

/** Who is acting, for which tenant; null while no one is signed in. */
export interface Actor {
  readonly account: Account;
  readonly tenant: TenantView;
  /** See `Owner`. */
  readonly cloud: string | null;
  /** Exact host names that a session link may have. */
  readonly sessionHosts: readonly string[];
}

/** What the assistance folder offers to the handlers, the tray and the windows. */
export interface Assistance {
  /** Newest first. */
  current(): readonly AssistanceRequest[];
  prepare(deviceId: string): Promise<Outcome<ConfirmCard>>;
  discard(handle: string): void;
  /** A failure says whether the same card can be confirmed again. */
  send(input: SendInput): Promise<Result<AssistanceRequest, SendFailure>>;
  checkNow(requestId: string): Promise<Outcome<AssistanceRequest>>;
  stopWatching(requestId: string): Promise<Outcome<AssistanceRequest>>;
  open(requestId: string): Promise<Outcome<AssistanceRequest>>;
  close(requestId: string): Promise<Outcome<AssistanceRequest>>;
  decide(requestId: string, decision: 'sent' | 'not-sent'): Promise<Outcome<AssistanceRequest>>;
  /** The text without session links, including links on the tenant's own hosts, so that it may be stored. */
  masked(text: string): string;
  note(requestId: string, note: string): Promise<Outcome<AssistanceRequest>>;
  /** Hides an ended request. */
  dismiss(requestId: string): Promise<Outcome<null>>;
  /** Confirmed requests that wait because of the limits, the next one first. */
  waiting(): readonly WaitingRequest[];
  /** Cancels a waiting request. */
  takeBack(handle: string): void;
  /** The technician's second confirmation for a waiting request that needs one. */
  sendNow(handle: string): Outcome<null>;
  /** Newest first. */
  drafts(): readonly Draft[];
  saveDraft(text: DraftText): Promise<Outcome<null>>;
  discardDraft(draftId: string): void;
}
