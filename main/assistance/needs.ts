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

/** A request of the signed-in technician entered a state in this run. */
export interface RequestNews {
  readonly kind: RequestState;
  readonly request: AssistanceRequest;
}

/** Dependencies of the assistance folder. */
export interface AssistancePorts {
  /**
   * The provider of the connected tenant; null while no tenant is connected, or if its profile names a provider of a
   * later version.
   */
  readonly provider: () => AssistanceProvider | null;
  readonly actor: () => Actor | null;
  readonly journal: JournalFile;
  readonly archive: RequestArchive;
  /** The drafts of one owner; called once for each. */
  readonly drafts: (owner: Owner) => DraftStore;
  /** Finds a request of an earlier run in the history; null when there is none. */
  readonly past: (owner: Owner, requestId: string) => Promise<AssistanceRequest | null>;
  readonly opener: LinkOpener;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Ids;
  readonly preferences: () => { readonly expireMinutes: number };
  /** Fills blank fields of a device that was just read with what this workstation knows. Never rejects. */
  readonly completed?: (device: ManagedDevice) => Promise<ManagedDevice>;
  /**
   * All devices of a user that this workstation knows, the most recently seen first. No network call. Never rejects.
   */
  readonly othersOf?: (userId: string) => Promise<readonly ManagedDevice[]>;
  /** What the device was found through, according to main's own search results; null when it was found directly. */
  readonly foundThrough?: (deviceId: string) => FoundThrough | null;
  /** Called with `current()`, once for all changes of one tick. */
  readonly onChange: (requests: readonly AssistanceRequest[]) => void;
  readonly onWaiting: (waiting: readonly WaitingRequest[]) => void;
  readonly onDrafts: (drafts: readonly Draft[]) => void;
  readonly onEvent: (news: RequestNews) => void;
  /** Called once at the start when records of earlier runs could not be used. They are kept. */
  readonly onDamage?: (failure: Failure) => void;
}
