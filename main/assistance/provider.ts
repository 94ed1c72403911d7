import type { Provider as ProviderId } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';

/** One entry of the action list that a provider keeps for a device. */
export interface ActionResult {
  readonly name: string;
  readonly state: string;
  /** ISO 8601; null when the provider did not report it. */
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
  /** ISO 8601; null when the provider did not report it. */
  readonly lastCheckIn: string | null;
  /** What manages the device, in the provider's own term; empty when not reported. */
  readonly managementAgent: string;
  /** The provider's clock at the response, in milliseconds since 1970; null when not reported. */
  readonly serverTime: number | null;
  /** The provider's own id of the response, for its support. */
  readonly requestId: string | null;
}

/** What a device was found through in main's own search results: its user, or an app detected on it. */
export type FoundThrough =
  { readonly via: 'user'; readonly userId: string } | { readonly via: 'app'; readonly appId: string };

/** Everything a confirmation card needs, freshly read. */
export interface Preflight {
  readonly device: ManagedDevice;
  /** Null when they could not be read, or when the provider has no `watch`. */
  readonly facts: SessionFacts | null;
  /** Other devices of the same name. */
  readonly twins: number;
}

/** How sending ended, to the extent that this can be known. */
export type SendOutcome =
  /** The provider accepted the request. */
  | {
      readonly kind: 'accepted';
      readonly requestId: string | null;
      /** ISO 8601, by the provider's clock. */
      readonly answeredAt?: string;
    }
  /**
   * Definitely refused, or certainly never sent: nothing runs at the provider. `isUnknownThere`: the provider certainly
   * cannot find the device on this path, so another path may be tried.
   */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly isUnknownThere?: true }
  /** It may have been accepted. Never repeat it. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** True while a technician waits: consent and sign-in may open the browser. Default false. */
  readonly interactive?: boolean;
}

/** Reads whether a session is available. */
export interface SessionWatch {
  read(deviceId: string, options?: ReadOptions): Promise<Outcome<SessionFacts>>;
  /** The same for several devices in one call. */
  readMany(deviceIds: readonly string[], options?: ReadOptions): Promise<ReadonlyMap<string, Outcome<SessionFacts>>>;
}

/**
 * Starts sessions. The core of requests decides whether, when and how often something is sent; a provider only carries
 * it out.
 */
export interface AssistanceProvider {
  /** Its id in records and profiles. */
  readonly id: Exclude<ProviderId, 'other'>;
  /** Reads the device and its context for a card. `completed` fills in what the provider left blank. Sends nothing. */
  preflight(
    deviceId: string,
    completed: (device: ManagedDevice) => Promise<ManagedDevice>,
  ): Promise<Outcome<Preflight>>;
  /** Ensures the needed permission before anything is journaled; may open the browser. */
  authorize(): Promise<Outcome<null>>;
  /**
   * Sends one request for the device: directly, or on the path it was found through. `requestId` is the same for both
   * attempts of one confirmation.
   */
  send(deviceId: string, requestId: string, through: FoundThrough | null): Promise<SendOutcome>;
  /**
   * Null when there is nothing to poll after sending: an accepted request then waits until the technician stops waiting,
   * and the card says nothing about an existing session.
   */
  readonly watch: SessionWatch | null;
  /** The current session link of the device; empty when there is none. The caller checks it before opening it. */
  link(deviceId: string): Promise<Outcome<string>>;
}
