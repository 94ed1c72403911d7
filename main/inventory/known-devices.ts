import type { ManagedDevice } from '../../shared/managed-device';
import type { LocalAnswers } from './local/port';
import type { ShortlistKeeper } from './port';
import { withKnown } from './rows/with-known';

/** What this workstation knows about devices, without a call to Intune. */
export interface KnownDevices {
  /**
   * Fills blank fields of a device that was just read, from the inventory if possible, else from the shortlist. Never
   * rejects.
   */
  completed(device: ManagedDevice): Promise<ManagedDevice>;
  /** Every known device of a user, the most recently seen first. Never rejects. */
  othersOf(userId: string): Promise<readonly ManagedDevice[]>;
}

export const createKnownDevices = (
  local: Pick<LocalAnswers, 'known' | 'ofPerson' | 'opened'>,
  shortlist: Pick<ShortlistKeeper, 'known'>,
): KnownDevices => ({
  completed: async (device) =>
    withKnown(device, (await local.known(device.id, local.opened())) ?? shortlist.known(device.id)),
  othersOf: (userId) => local.ofPerson(userId, local.opened()),
});
