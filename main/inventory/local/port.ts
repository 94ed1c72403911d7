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
  /** Folder of its own for what is kept, absolute; null when nothing may be kept. */
  readonly folder: string | null;
  readonly pages: InventoryPages<RawDevicePage>;
  /** Resolves when nobody waits for an answer of the service. */
  readonly quiet: () => Promise<void>;
}

/** A running inventory process. */
export interface InventoryProcess {
  readonly port: ProcessPort;
  stop(): void;
}

export interface InventoryPorts {
  /** Starts the process; `onGone` when it has ended by itself. */
  readonly startProcess: (onGone: () => void) => InventoryProcess;
  /** The file of a key in a tenant's folder, encrypted by the operating system. */
  readonly keyFile: (path: string) => SecretFile;
}

/**
 * Questions to the local inventory that is open. Where `from` is taken, it is what `opened` answered before the service was
 * asked: what comes back for one tenant and account never reaches the inventory of another.
 */
export interface LocalAnswers {
  /** The open inventory; null while there is none that answers. */
  opened(): InventoryAsker | null;
  /** Null when there is no inventory to ask. A newer question of the same lane ends an older one (`cancelled`). */
  find(query: DeviceQuery, lane: string): Promise<Outcome<LocalAnswer | null>>;
  /** Null when the answer is no longer kept. */
  page(page: ResultPage): Promise<Outcome<readonly DeviceRow[] | null>>;
  /** A device as the inventory knows it; null when it does not, or is no longer the open one. */
  known(deviceId: string, from: InventoryAsker | null): Promise<ManagedDevice | null>;
  /**
   * Live hits as rows beside the local answer: those that the newest one of the lane has too are marked so, the others
   * pass the filters or are left out. The inventory learns all of them.
   */
  join(rows: readonly DeviceRow[], asked: LiveQuestion, from: InventoryAsker | null): Promise<readonly DeviceRow[]>;
  /** Rows seen elsewhere, fresher than what is known. Resolves when they are on their way. */
  learn(devices: readonly ManagedDevice[], from: InventoryAsker | null): Promise<void>;
  /** The service no longer knows the device. */
  remove(deviceId: string, from: InventoryAsker | null): void;
  ofPerson(userId: string, from: InventoryAsker | null): Promise<readonly DeviceRow[]>;
  /**
   * Every device of an answer of the inventory that is open at the call, in its order, some hundreds at a time, with the
   * number of all of them. Throws `AnswerLost`.
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

/** The process, as far as it answers for one tenant and account. Another object for each opening. */
export interface InventoryAsker {
  ask: InventoryClient['ask'];
  /** The service has answered somebody: what waited for the network goes on. */
  reached(): void;
}

/** Decides whose inventory is open, and keeps it up to date. */
export interface InventoryKeeper {
  current(): InventoryView;
  /** Starts a run, or goes on with a stopped one. `full`: everything is read, so that deleted devices go. */
  refresh(full: boolean): void;
  cancel(): void;
  /** The open inventory; null while there is none that answers. */
  open(): InventoryAsker | null;
  /** Opens another inventory, or none. `forget`: the one before is deleted with its key, whether it could be opened or not. */
  use(tenant: InventoryTenant | null, options?: { readonly forget: boolean }): Promise<void>;
  /** The setting of where it is kept may have changed, or the tenants. */
  reconsider(): void;
  /** The workstation woke up, or the network is back. */
  wake(): void;
  /** Writes what is not on the disk yet and ends the process. */
  finish(): Promise<void>;
}
