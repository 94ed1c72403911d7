import type { DeviceChips, DeviceQuery } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { InventoryView, LocalAnswer, ResultPage } from '../../../shared/contract/inventory';
import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import type { SecretFile } from '../../auth/secret-file';
import type { RawDevicePage } from '../../graph/port';
import type { InventoryClient } from '../process/client';
import type { ProcessPort } from '../process/protocol';
import type { SnapshotOwner } from '../snapshot/frames';
import type { InventoryPages } from '../sync/port';

/** Whose inventory it is, and where its devices come from. */
export interface InventoryTenant {
  readonly owner: SnapshotOwner;
  /** Absolute path of the folder for stored data; null when nothing may be stored. */
  readonly folder: string | null;
  readonly pages: InventoryPages<RawDevicePage>;
  /** Resolves when no call of the technician is in flight. */
  readonly quiet: () => Promise<void>;
}

/** A running inventory process. */
export interface InventoryProcess {
  readonly port: ProcessPort;
  stop(): void;
}

export interface InventoryPorts {
  /** Starts the process; calls `onGone` when it has ended on its own. */
  readonly startProcess: (onGone: () => void) => InventoryProcess;
  /** The file of a key in a tenant's folder, encrypted by the operating system. */
  readonly keyFile: (path: string) => SecretFile;
}

/**
 * Queries to the open local inventory. `from`: what `opened` returned before the service was called, so that an answer for one
 * tenant and account never reaches the inventory of another.
 */
export interface LocalAnswers {
  /** The open inventory; null while none is ready. */
  opened(): InventoryAsker | null;
  /** Null when no inventory is open. A newer query of the same lane ends an older one (`cancelled`). */
  find(query: DeviceQuery, lane: string): Promise<Outcome<LocalAnswer | null>>;
  /** Null when the result is no longer stored. */
  page(page: ResultPage): Promise<Outcome<readonly DeviceRow[] | null>>;
  /** A device as the inventory knows it; null when it does not, or when another inventory is open. */
  known(deviceId: string, from: InventoryAsker | null): Promise<ManagedDevice | null>;
  /**
   * Hits of Intune as rows beside the local answer: those that the newest answer of the lane has too are marked `listed`, the
   * others pass the filters or are left out. The inventory learns all of them.
   */
  join(rows: readonly DeviceRow[], asked: LiveQuestion, from: InventoryAsker | null): Promise<readonly DeviceRow[]>;
  /** Stores devices that were just read elsewhere. Resolves when they have been sent to the process. */
  learn(devices: readonly ManagedDevice[], from: InventoryAsker | null): Promise<void>;
  /** The service no longer knows the device. */
  remove(deviceId: string, from: InventoryAsker | null): void;
  ofPerson(userId: string, from: InventoryAsker | null): Promise<readonly DeviceRow[]>;
  /**
   * Every device of a result, in order, some hundreds at a time, each portion with the total. From the inventory that is open at
   * the time of the call. Throws `AnswerLost`.
   */
  all(query: DeviceQuery): AsyncGenerator<DevicesPart, void>;
}

export interface LiveQuestion {
  readonly text: string;
  readonly chips: DeviceChips;
  readonly lane: string;
}

export interface DevicesPart {
  readonly devices: readonly ManagedDevice[];
  readonly total: number;
}

/** The process, limited to the inventory of one tenant and account. A new object for each opening. */
export interface InventoryAsker {
  ask: InventoryClient['ask'];
  /** The service was reached: a run that waits for the network resumes. */
  reached(): void;
}

/** Opens the inventory of an account and keeps it up to date. */
export interface InventoryKeeper {
  current(): InventoryView;
  /** Starts a run, or resumes a stopped one. `full`: everything is read, so that deleted devices are removed. */
  refresh(full: boolean): void;
  cancel(): void;
  /** The open inventory; null while none is ready. */
  open(): InventoryAsker | null;
  /** Opens another inventory, or none. `forget`: the previous one is deleted with its key, even if it could not be opened. */
  use(tenant: InventoryTenant | null, options?: { readonly forget: boolean }): Promise<void>;
  /** Call when the setting of where it is stored, or the list of tenants, may have changed. */
  reconsider(): void;
  /** Call when the workstation woke up, or the network is back. */
  wake(): void;
  /** Writes unwritten changes and ends the process. */
  finish(): Promise<void>;
}
