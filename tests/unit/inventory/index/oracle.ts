import type { DeviceChips } from '../../../../main/inventory/index/filters';
import { findTypo, mayBeMistyped, pointsOf, typoFields } from '../../../../main/inventory/index/typo';
import type { ManagedDevice, MatchReason } from '../../../../shared/managed-device';
import { foldText } from '../../../../shared/search/fold';
import type { Match } from '../../../../shared/search/match';
import { matchDevice, termsOf } from '../../../../shared/search/match';
import { compareHits } from '../../../../shared/search/rank';

export interface Shortlist {
  readonly pinned?: readonly string[];
  readonly recent?: readonly string[];
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shown = (id: string): string => (GUID.test(id) ? '' : id);

/** The shared rules applied to one device after the other. Words under four letters are not looked for in GUIDs. */
export function bruteForce(devices: readonly ManagedDevice[], text: string, shortlist: Shortlist = {}): readonly string[] {
  const terms = termsOf(text);
  const hits = devices.flatMap((device) => {
    const match = matchOf(device, terms);
    return match === null ? [] : [{ device, match, pinned: shortlist.pinned?.includes(device.id) === true, recent: shortlist.recent?.includes(device.id) === true }];
  });
  return hits.sort(compareHits).map(({ device }) => device.id);
}

/** How a device answers the words. If one of them is short, a GUID counts only when nothing else has the others, and never for that one. */
export function matchOf(device: ManagedDevice, terms: readonly string[]): Match | null {
  const bare = { ...device, id: shown(device.id), entraId: shown(device.entraId) };
  const short = terms.filter((term) => term.length < 4);
  if (short.some((term) => matchDevice(bare, [term]) === null)) return null;
  return (short.length > 0 ? matchDevice(bare, terms) : null) ?? matchDevice(device, terms);
}

export const reasonOf = (device: ManagedDevice, terms: readonly string[]): MatchReason | null => matchOf(device, terms)?.reason ?? null;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Without words: pins, recents, then the newest check-in. */
export function listed(devices: readonly ManagedDevice[], { pinned = [], recent = [] }: Shortlist = {}): readonly string[] {
  const tier = ({ id }: ManagedDevice): number => (pinned.includes(id) ? 0 : recent.includes(id) ? 1 : 2);
  return [...devices]
    .sort((a, b) => tier(a) - tier(b) || byText(b.lastCheckIn ?? '', a.lastCheckIn ?? '') || byText(foldText(a.name), foldText(b.name)) || byText(a.id, b.id))
    .map(({ id }) => id);
}

/** Whether a device passes the chips, told from their description. */
export function passes(device: ManagedDevice, { platforms = [], compliance = [], ownership = [], categories = [], checkIn }: DeviceChips): boolean {
  const isOneOf = (wanted: readonly string[], value: string): boolean => wanted.length === 0 || wanted.includes(value);
  if (!isOneOf(platforms, device.platform) || !isOneOf(compliance, device.compliance) || !isOneOf(ownership, device.ownership) || !isOneOf(categories, device.category)) return false;
  if (checkIn === undefined) return true;
  if (device.lastCheckIn === null) return checkIn.never === true;
  if (checkIn.since === undefined && checkIn.before === undefined) return checkIn.never !== true;
  const at = Date.parse(device.lastCheckIn);
  return (checkIn.since === undefined || at >= checkIn.since) && (checkIn.before === undefined || at < checkIn.before);
}

/** What stands before the domain of an address, where the index keeps the domain apart. */
export const localPart = (address: string): string => /^([^]*)@[!-?A-~]{1,253}$/.exec(address)?.[1] ?? address;

/** Devices in which a word of a text begins as the word, with one typo; domains are not looked at. */
export function mistyped(devices: readonly ManagedDevice[], word: string): readonly string[] {
  if (!mayBeMistyped(word)) return [];
  const textOf = (device: ManagedDevice, field: (typeof typoFields)[number]): string => foldText(field === 'upn' || field === 'mail' ? localPart(device[field]) : device[field]);
  return devices.filter((device) => typoFields.some((field) => findTypo(pointsOf(textOf(device, field)), pointsOf(word)) !== null)).map(({ id }) => id);
}
