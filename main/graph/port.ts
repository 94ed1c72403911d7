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

/** What Intune says about the session of one device. The link is a secret and stays in main. */
export interface SessionFacts {
  readonly deviceId: string;
  /** Empty when there is no session. */
  readonly sessionUrl: string;
  readonly errorDetails: string;
  readonly actions: readonly ActionResult[];
  readonly lastCheckIn: string | null;
  /** `managementAgent` as Graph words it; empty when it did not say. */
  readonly managementAgent: string;
  /** `Date` header of the answer in milliseconds since 1970; null when absent. */
  readonly serverTime: number | null;
  readonly requestId: string | null;
}

/** How the POST ended, as far as can be known. */
export type PostOutcome =
  /** 204 with Graph's own id: Intune accepted the command. */
  | {
      readonly kind: 'accepted';
      readonly requestId: string | null;
      /** ISO 8601; `Date` of the answer. */ readonly answeredAt?: string;
    }
  /** A definite no, or certainly never sent: nothing runs at Intune. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It may have been accepted. Never repeat it. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** The path through which the action is called; all three act on the same device. */
export type ActionForm =
  | { readonly via: 'device' }
  | { readonly via: 'user'; readonly userId: string }
  | { readonly via: 'app'; readonly appId: string };

export interface DevicePage {
  readonly devices: readonly ManagedDevice[];
  /** The service holds more than was taken. */
  readonly truncated: boolean;
  /** Goes on where this page ends; a try that failed may be made again. */
  readonly rest?: (options?: CallOptions) => Promise<Outcome<DevicePage>>;
}

/** Which page of the tenant's devices is asked for. */
export type DeviceListRequest =
  | { readonly kind: 'all' }
  /** Devices that checked in after `since` (ISO 8601): the only change that Graph can be asked for. */
  | { readonly kind: 'changed'; readonly since: string }
  /** The service's own link, unchanged. */
  | { readonly kind: 'next'; readonly link: string };

/** One page of the tenant's devices as the service sent it, to be read elsewhere (`readDevicePage`). */
export interface RawDevicePage {
  /** JSON in UTF-8, if the service keeps its word. */
  readonly bytes: Uint8Array;
  /** What has failed when they turn out to be something else. */
  readonly unreadable: Failure;
  /** Where the next page seems to be, by a glance at the bytes. Only reading them tells for sure. */
  readonly hint: string | null;
  /** `Date` of the answer in milliseconds since 1970; null when absent. */
  readonly serverTime: number | null;
}

export interface PageOptions extends CallOptions {
  /** Hears the hint of the page as soon as it can be seen, while the rest is on its way. */
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
  /** True while a person waits: consent and sign-in may open the browser. Default false. */
  readonly interactive?: boolean;
  /** True when nobody waits for the answer: it lets others go first while Graph throttles. Default false. */
  readonly background?: boolean;
}

/** Typed calls to Microsoft Graph. Nothing else of Graph can be reached through it. */
export interface GraphPort {
  /** Several filters in one `$batch`; the outcome of each in the order given. Values are never empty. */
  findDevices(filters: readonly DeviceFilter[], options?: CallOptions): Promise<readonly Outcome<DevicePage>[]>;
  device(deviceId: string, options?: CallOptions): Promise<Outcome<ManagedDevice>>;
  /** One page of up to 1,000 of the tenant's devices. Graph may ignore the filter and answer with every device. */
  devicePage(request: DeviceListRequest, options?: PageOptions): Promise<Outcome<RawDevicePage>>;
  /** `GET /users/{id}/managedDevices`, falling back to a filter on the UPN. */
  devicesOfUser(userId: string, options?: CallOptions): Promise<Outcome<DevicePage>>;
  user(userId: string, options?: CallOptions): Promise<Outcome<PersonRow>>;
  searchPeople(text: string, options?: CallOptions): Promise<Outcome<readonly PersonRow[]>>;
  searchApps(text: string, options?: CallOptions): Promise<Outcome<readonly AppRow[]>>;
  devicesOfApp(appId: string, options?: CallOptions): Promise<Outcome<DevicePage>>;
  /** The single GET with `$select` that alone shows the session link. */
  sessionFacts(deviceId: string, options?: CallOptions): Promise<Outcome<SessionFacts>>;
  /** The same for several devices with `$batch` (20 a request). */
  sessionFactsOf(
    deviceIds: readonly string[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, Outcome<SessionFacts>>>;
  /** Makes sure the write scope is there before anything is journaled; may open the browser for consent. */
  ensureWriteScope(): Promise<Outcome<null>>;
  /**
   * POST requestRemoteAssistance. Sent at most once, except after what proves that it did not run (a 401 or 429 that bears
   * Graph's own id, a connection that was never made), and then only under the same `clientRequestId`.
   */
  requestRemoteAssistance(deviceId: string, clientRequestId: string, form?: ActionForm): Promise<PostOutcome>;
}
