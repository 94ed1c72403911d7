import type { Provider as ProviderId } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';

/** One entry of the list of actions that a provider keeps of a device. */
export interface ActionResult {
  readonly name: string;
  readonly state: string;
  /** ISO 8601; null when it did not say. */
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
}

/** What a provider says about the session of one device. The link is a secret and stays in main. */
export interface SessionFacts {
  readonly deviceId: string;
  /** Empty when there is no session. */
  readonly sessionUrl: string;
  readonly errorDetails: string;
  readonly actions: readonly ActionResult[];
  /** ISO 8601; null when it did not say. */
  readonly lastCheckIn: string | null;
  /** What manages the device, in the provider's own word; empty when it did not say. */
  readonly managementAgent: string;
  /** The provider's clock at the answer, in milliseconds since 1970; null when it did not say. */
  readonly serverTime: number | null;
  /** The provider's own id of the answer, for its support. */
  readonly requestId: string | null;
}

/** What a device was found through, as main itself answered: a person who has it, or a detected app that is on it. */
export type FoundThrough =
  { readonly via: 'user'; readonly userId: string } | { readonly via: 'app'; readonly appId: string };

/** What a confirm card is made of, read afresh. */
export interface Preflight {
  readonly device: ManagedDevice;
  /** Null when they could not be read. */
  readonly facts: SessionFacts | null;
  /** Other devices of the same name. */
  readonly twins: number;
}

/** How the sending ended, to the extent that this can be known. */
export type SendOutcome =
  /** The provider took the request. */
  | {
      readonly kind: 'accepted';
      readonly requestId: string | null;
      /** ISO 8601, by the provider's clock. */
      readonly answeredAt?: string;
    }
  /**
   * A definite no, or certainly never sent: nothing runs at the provider. `isUnknownThere`: it certainly does not know the device
   * the way it was asked, so that another way may be tried.
   */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly isUnknownThere?: true }
  /** It may have been accepted. Never repeat it. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** True while a technician waits: consent and sign-in may open the browser. Default false. */
  readonly interactive?: boolean;
}

/** Where to look whether a session is there. */
export interface SessionWatch {
  read(deviceId: string, options?: ReadOptions): Promise<Outcome<SessionFacts>>;
  /** The same for several devices at once. */
  readMany(deviceIds: readonly string[], options?: ReadOptions): Promise<ReadonlyMap<string, Outcome<SessionFacts>>>;
}

/**
 * Something that starts sessions: what the core of requests needs of it. The core decides whether, when and how often something is
 * sent; a provider only does it.
 */
export interface AssistanceProvider {
  /** The word for it in records and profiles. */
  readonly id: Exclude<ProviderId, 'other'>;
  /** Reads the device and what surrounds it. `completed` fills in what the provider left blank. Sends nothing. */
  preflight(
    deviceId: string,
    completed: (device: ManagedDevice) => Promise<ManagedDevice>,
  ): Promise<Outcome<Preflight>>;
  /** Makes sure that it may be asked, before anything is journaled; may open the browser. */
  authorize(): Promise<Outcome<null>>;
  /**
   * Sends one request for the device: directly, or the way it was found through. `requestId` is the same for both attempts of one
   * confirmation.
   */
  send(deviceId: string, requestId: string, through: FoundThrough | null): Promise<SendOutcome>;
  /** Null where nothing is to be followed after sending. */
  readonly watch: SessionWatch | null;
  /** The session link of the device as it is now; empty when there is none. The caller checks it before it is opened. */
  link(deviceId: string): Promise<Outcome<string>>;
}
