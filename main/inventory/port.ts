import type { DeviceChips } from '../../shared/contract/device-query';
import type { DeviceList, DeviceRow, SearchAnswer, Shortlist } from '../../shared/contract/devices';
import type { Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';

/** Finds devices. */
export interface DeviceFinder {
  /** A newer text of the same box ends the previous search, which then returns an empty answer for its own text. */
  search(text: string, box?: string, chips?: DeviceChips): Promise<Outcome<SearchAnswer>>;
  /** Reads one device again. With `glance` it does not become a recent device. */
  read(deviceId: string, glance?: boolean): Promise<Outcome<DeviceRow>>;
  ofPerson(userId: string): Promise<Outcome<DeviceList>>;
  ofApp(appId: string): Promise<Outcome<DeviceList>>;
  /** Continues a list of a person's or an app's devices. */
  more(handle: string): Promise<Outcome<DeviceList>>;
}

/** A device as it was last seen. */
export interface KeptDevice extends ManagedDevice {
  /** When that was, ISO 8601; null if an older version of the app stored it. */
  readonly asOf: string | null;
}

/** Pins and recents as they are stored: whole, cleaned rows, so that they can be shown without any request. */
export interface ShortlistData {
  readonly pinned: readonly KeptDevice[];
  /** Newest first. */
  readonly recent: readonly KeptDevice[];
}

/** Stores the shortlist of one tenant profile and account. */
export interface ShortlistStore {
  load(): ShortlistData;
  save(data: ShortlistData): Promise<Outcome<null>>;
  /** Deletes the list and every copy of it. */
  forget(): Promise<Outcome<null>>;
}

export interface ShortlistKeeper {
  current(): Shortlist;
  data(): ShortlistData;
  /** Stands for the current owner of the list: a new object after every `use`. */
  owner(): object;
  /** Changes profile or account; null when no one is signed in. */
  use(store: ShortlistStore | null): void;
  /** The device as it was last seen in this run of the app, or as it is stored. */
  known(deviceId: string): KeptDevice | null;
  /** Remembers rows that were just read: they can be pinned, and stored rows stay current. `asOf`: when read; default now. */
  learn(devices: readonly ManagedDevice[], asOf?: string): void;
  /** Makes a device that was viewed or requested the most recent one. `asOf` as for `learn`. */
  touch(device: ManagedDevice, asOf?: string | null): void;
  /** `input.invalid` for pinning a device that is not known here. */
  pin(deviceId: string, pinned: boolean): Promise<Outcome<Shortlist>>;
  /** Deletes all pins and recents of the current owner, including those on disk. */
  forget(): Promise<Outcome<null>>;
}
