import type { ManagedDevice } from '../../../../shared/managed-device';
import { matchDevice, termsOf } from '../../../../shared/search/match';
import { compareHits } from '../../../../shared/search/rank';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shown = (id: string): string => (GUID.test(id) ? '' : id);

/** The shared rules applied to one device after the other. Words under four letters are not looked for in GUIDs. */
export function bruteForce(devices: readonly ManagedDevice[], text: string, shortlist: { pinned?: readonly string[]; recent?: readonly string[] } = {}): readonly string[] {
  const terms = termsOf(text);
  const short = terms.filter((term) => term.length < 4);
  const hits = devices.flatMap((device) => {
    const bare = { ...device, id: shown(device.id), entraId: shown(device.entraId) };
    const hasShort = short.every((term) => matchDevice(bare, [term]) !== null);
    const match = hasShort ? (matchDevice(bare, terms) ?? matchDevice(device, terms)) : null;
    return match === null ? [] : [{ device, match, pinned: shortlist.pinned?.includes(device.id) === true, recent: shortlist.recent?.includes(device.id) === true }];
  });
  return hits.sort(compareHits).map(({ device }) => device.id);
}
