import type { DeviceField, ManagedDevice, MatchReason } from '../../../../shared/managed-device';
import { matchHeard } from '../../../../shared/search/heard';
import { matchDevice, reasonIn, searchedFields } from '../../../../shared/search/match';
import { placeOfRank } from './ranking';
import type { ReadingSearch } from './stage';
import { typoReason } from './typo';

function reasonOf(
  device: ManagedDevice,
  terms: readonly string[],
  fields: readonly DeviceField[] | null,
  rank: number | undefined,
): MatchReason | null {
  const field = rank === undefined ? undefined : searchedFields[placeOfRank(rank)];
  // The rank contains the field, so the others need no check.
  const reason = field === undefined ? null : reasonIn(device, terms, field);
  return reason ?? matchDevice(device, terms, fields)?.reason ?? null;
}

/**
 * Why a device is in the result of a search; null when the device has changed and no longer matches, or nothing was
 * typed. `rank`: of the current state of the device, else undefined.
 */
export function reasonFor(
  device: ManagedDevice,
  { terms, fields, heard, similar, mistyped }: ReadingSearch,
  rank: number | undefined,
): MatchReason | null {
  const words = terms.map(({ text }) => text);
  if (words.length === 0) return null;
  if (heard !== undefined) return matchHeard(device, heard, fields)?.reason ?? null;
  if (mistyped.size > 0) return typoReason(device, words, mistyped, fields);
  const reason = reasonOf(device, words, fields, rank);
  return reason !== null && similar === true ? { field: reason.field, ranges: [], isSimilar: true } : reason;
}
