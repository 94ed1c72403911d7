import type { Clock } from '../../shared/clock';
import type { Draft } from '../../shared/contract/drafts';
import type { AssistanceRequest, RequestState, WaitingRequest } from '../../shared/contract/requests';
import type { Failure } from '../../shared/failure';
import type { Log } from '../../shared/log';
import type { ManagedDevice } from '../../shared/managed-device';
import type { Owner } from '../auth/owner';
import type { RequestArchive } from '../history/port';
import type { JournalFile } from '../store/journal-file';
import type { Actor, DraftStore, LinkOpener } from './api';
import type { Ids } from './ids';
import type { AssistanceProvider, FoundThrough } from './provider';

/** A request of the signed-in person entered a state in this run. */
export interface RequestNews {
  readonly kind: RequestState;
  readonly request: AssistanceRequest;
}

/** What the assistance folder needs. */
export interface AssistancePorts {
  /** That of the connected tenant; null while none is connected, and where its profile names one of a later version. */
  readonly provider: () => AssistanceProvider | null;
  readonly actor: () => Actor | null;
  readonly journal: JournalFile;
  readonly archive: RequestArchive;
  /** The drafts of one owner; called once for each. */
  readonly drafts: (owner: Owner) => DraftStore;
  /** A request of an earlier run, from the history; null when there is none. */
  readonly past: (owner: Owner, requestId: string) => Promise<AssistanceRequest | null>;
  readonly opener: LinkOpener;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Ids;
  readonly preferences: () => { readonly expireMinutes: number };
  /** A device that was just read, with what this workstation knows where the read was blank. Never rejects. */
  readonly completed?: (device: ManagedDevice) => Promise<ManagedDevice>;
  /** Every device of a person that this workstation knows of, the freshest first. Asks nobody else. Never rejects. */
  readonly othersOf?: (userId: string) => Promise<readonly ManagedDevice[]>;
  /** What the device was found through, from main's own answers; null when it was found by itself. */
  readonly foundThrough?: (deviceId: string) => FoundThrough | null;
  /** Told with what `current()` answers, once for changes of the same moment. */
  readonly onChange: (requests: readonly AssistanceRequest[]) => void;
  readonly onWaiting: (waiting: readonly WaitingRequest[]) => void;
  readonly onDrafts: (drafts: readonly Draft[]) => void;
  readonly onEvent: (news: RequestNews) => void;
  /** Told once at the start when records of earlier runs could not be used. They were kept. */
  readonly onDamage?: (failure: Failure) => void;
}
