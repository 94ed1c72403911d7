import type { DeviceChips } from '../../shared/contract/device-query';
import type { DeviceList, DeviceRow, SearchAnswer, Shortlist } from '../../shared/contract/devices';
import type { Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';

/** Where devices are found. */
export interface DeviceFinder {
  /** A newer text of the same box ends the search before it, which then answers with nothing for its own text. */
  search(text: string, box?: string, chips?: DeviceChips): Promise<Outcome<SearchAnswer>>;
  /** One device, read afresh. With `glance` it does not become a recent one. */
  read(deviceId: string, glance?: boolean): Promise<Outcome<DeviceRow>>;
  ofPerson(userId: string): Promise<Outcome<DeviceList>>;
  ofApp(appId: string): Promise<Outcome<DeviceList>>;
  /** Goes on with a list of a person's or an app's devices. */
  more(handle: string): Promise<Outcome<DeviceList>>;
}

/** A device as somebody saw it last. */
export interface KeptDevice extends ManagedDevice {
  /** When that was, ISO 8601; null when an older version of the app kept it. */
  readonly asOf: string | null;
}

/** Pins and recents as they are kept: whole cleaned rows, so that they show without asking anybody. */
export interface ShortlistData {
  readonly pinned: readonly KeptDevice[];
  /** Newest first. */
  readonly recent: readonly KeptDevice[];
}

/** Keeps the short list of one tenant profile and account. */
export interface ShortlistStore {
  load(): ShortlistData;
  save(data: ShortlistData): Promise<Outcome<null>>;
  /** Removes the list with every copy of it. */
  forget(): Promise<Outcome<null>>;
}

export interface ShortlistKeeper {
  current(): Shortlist;
  data(): ShortlistData;
  /** Whoever the list belongs to now, by identity: another one after every `use`. */
  owner(): object;
  /** Changes profile or account; null when nobody is signed in. */
  use(store: ShortlistStore | null): void;
  /** The device as it was last seen in this run, or as it is kept. */
  known(deviceId: string): KeptDevice | null;
  /** Remembers fresh rows, so that they can be pinned and kept rows stay current. `asOf`: when they were read, now if absent. */
  learn(devices: readonly ManagedDevice[], asOf?: string): void;
  /** Puts a device that was looked at or asked for first among the recents. `asOf` as for `learn`. */
  touch(device: ManagedDevice, asOf?: string | null): void;
  /** `input.invalid` for pinning a device that is not known here. */
  pin(deviceId: string, pinned: boolean): Promise<Outcome<Shortlist>>;
  /** Removes all pins and recents of whoever it belongs to now, on the disk as well. */
  forget(): Promise<Outcome<null>>;
}
