import type { DeviceField, ManagedDevice, MatchReason } from '../../../shared/managed-device';
import { matchDevice, searchedFields } from '../../../shared/search/match';
import { isGuid } from './guid';
import { placeOfRank } from './ranking';
import type { ReadingSearch } from './stage';
import { ID_TERM_MIN } from './term';
import { typoReason } from './typo';

/** A device without any text to be found. */
const blank: ManagedDevice = {
  id: '', name: '', serial: '', entraId: '', userId: '', userName: '', upn: '', mail: '', os: '', osVersion: '', platform: 'other', manufacturer: '', model: '',
  imei: '', phone: '', category: '', compliance: 'unknown', ownership: 'unknown', enrollment: '', lastCheckIn: null, enrolledAt: null,
};

const withoutGuid = (id: string): string => (isGuid(id) ? '' : id);

/** Short words are never looked for in GUIDs, so a GUID that has one by chance must not show up as the reason. */
function reasonOf(device: ManagedDevice, terms: readonly string[], fields: readonly DeviceField[] | null, rank: number | undefined): MatchReason | null {
  const field = rank === undefined || terms.length > 1 ? undefined : searchedFields[placeOfRank(rank)];
  // The rank of one word tells the field: the others need not be looked at.
  const told = field === undefined ? null : matchDevice({ ...blank, [field]: device[field] }, terms);
  if (told !== null) return told.reason;
  const hasShort = terms.some((term) => term.length < ID_TERM_MIN);
  const visible = hasShort ? matchDevice({ ...device, id: withoutGuid(device.id), entraId: withoutGuid(device.entraId) }, terms, fields) : null;
  return (visible ?? matchDevice(device, terms, fields))?.reason ?? null;
}

/** Why a device is in the answer to a search; null when it is no longer what was found, or nothing was typed. */
export function reasonFor(device: ManagedDevice, { terms, fields, mistyped }: ReadingSearch, rank: number | undefined): MatchReason | null {
  const words = terms.map(({ text }) => text);
  if (words.length === 0) return null;
  return mistyped.size > 0 ? typoReason(device, words, mistyped, fields) : reasonOf(device, words, fields, rank);
}
