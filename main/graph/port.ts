import type { AppRow, PersonRow } from '../../shared/contract/devices';
import type { Failure, Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';

/** One entry of `deviceActionResults`. */
export interface ActionResult {
  readonly name: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
}

/** What Intune reports about the session of one device. The link is a secret and stays in main. */
export interface SessionFacts {
  readonly deviceId: string;
  /** Empty when there is no session. */
  readonly sessionUrl: string;
  readonly errorDetails: string;
  readonly actions: readonly ActionResult[];
  readonly lastCheckIn: string | null;
  /** `managementAgent` as Graph reports it; empty when absent. */
  readonly managementAgent: string;
  /** `Date` header of the response in milliseconds since 1970; null when absent. */
  readonly serverTime: number | null;
  readonly requestId: string | null;
}

/** How the POST ended, to the extent that this can be known. */
export type PostOutcome =
  /** 204 with Graph's own id: Intune accepted the command. */
  | {
      readonly kind: 'accepted';
      readonly requestId: string | null;
      /** ISO 8601; `Date` of the response. */ readonly answeredAt?: string;
    }
  /** Definitely refused, or certainly never sent: nothing runs at Intune. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It may have been accepted. Never repeat it. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** The URL form of the action; all three act on the same device. */
export type ActionForm =
  | { readonly via: 'device' }
  | { readonly via: 'user'; readonly userId: string }
  | { readonly via: 'app'; readonly appId: string };

export interface DevicePage {
  readonly devices: readonly ManagedDevice[];
  /** The service has more rows than were read. */
  readonly truncated: boolean;
  /** Continues after this page; may be retried after a failure. */
  readonly rest?: (options?: CallOptions) => Promise<Outcome<DevicePage>>;
}

/** Which page of the tenant's devices to read. */
export type DeviceListRequest =
  | { readonly kind: 'all' }
  /** Devices that checked in after `since` (ISO 8601): the only kind of change that Graph can filter for. */
  | { readonly kind: 'changed'; readonly since: string }
  /** The service's own link, unchanged. */
  | { readonly kind: 'next'; readonly link: string };

/** One page of the tenant's devices as received, to be parsed elsewhere (`readDevicePage`). */
export interface RawDevicePage {
  /** Expected to be JSON in UTF-8. */
  readonly bytes: Uint8Array;
  /** The failure to report when they are not. */
  readonly unreadable: Failure;
  /** The next link, guessed by scanning the bytes; confirmed when the page is parsed. */
  readonly hint: string | null;
  /** `Date` of the response in milliseconds since 1970; null when absent. */
  readonly serverTime: number | null;
}

export interface PageOptions extends CallOptions {
  /** Called with the page's `hint` as soon as it has arrived, while the rest is still downloading. */
  readonly onHint?: (link: string) => void;
}

/** A `$filter` on managedDevices that the metadata supports. */
export type DeviceFilter =
  | {
      readonly field: 'deviceName' | 'model' | 'emailAddress' | 'phoneNumber';
      readonly op: 'contains';
      readonly value: string;
    }
  | {
      readonly field: 'deviceName' | 'serialNumber' | 'userPrincipalName' | 'azureADDeviceId' | 'imei' | 'model';
      readonly op: 'eq';
      readonly value: string;
    };

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** True while the technician waits: consent and sign-in may open the browser. Default false. */
  readonly interactive?: boolean;
  /** True for background work: lets other calls go first while Graph throttles. Default false. */
  readonly background?: boolean;
}

/** Typed calls to Microsoft Graph. No other part of Graph is reachable through it. */
export interface GraphPort {
  /** Several filters in one `$batch`; the outcome of each in the order given. Values are never empty. */
  findDevices(filters: readonly DeviceFilter[], options?: CallOptions): Promise<readonly Outcome<DevicePage>[]>;
  device(deviceId: string, options?: CallOptions): Promise<Outcome<ManagedDevice>>;
  /** One page of up to 1,000 of the tenant's devices. Graph may ignore the filter and return every device. */
  devicePage(request: DeviceListRequest, options?: PageOptions): Promise<Outcome<RawDevicePage>>;
  /** `GET /users/{id}/managedDevices`, falling back to a filter on the UPN. */
  devicesOfUser(userId: string, options?: CallOptions): Promise<Outcome<DevicePage>>;
  user(userId: string, options?: CallOptions): Promise<Outcome<PersonRow>>;
  searchPeople(text: string, options?: CallOptions): Promise<Outcome<readonly PersonRow[]>>;
  searchApps(text: string, options?: CallOptions): Promise<Outcome<readonly AppRow[]>>;
  devicesOfApp(appId: string, options?: CallOptions): Promise<Outcome<DevicePage>>;
  /** A single GET with `$select`; no other read returns the session link. */
  sessionFacts(deviceId: string, options?: CallOptions): Promise<Outcome<SessionFacts>>;
  /** The same for several devices with `$batch` (20 per request). */
  sessionFactsOf(
    deviceIds: readonly string[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, Outcome<SessionFacts>>>;
  /** Ensures the write scope before anything is journaled; may open the browser for consent. */
  ensureWriteScope(): Promise<Outcome<null>>;
  /**
   * POST requestRemoteAssistance. Sent at most once, except after proof that it did not run (a 401 or 429 with Graph's
   * own request id, a connection that was never made), and then only with the same `clientRequestId`.
   */
  requestRemoteAssistance(deviceId: string, clientRequestId: string, form?: ActionForm): Promise<PostOutcome>;
}
