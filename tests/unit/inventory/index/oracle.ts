import type { DeviceChips } from '../../../../main/inventory/index/search/filters';
import { findTypo, mayBeMistyped, pointsOf, typoFields } from '../../../../main/inventory/index/search/typo';
import type { DeviceField, ManagedDevice, MatchReason } from '../../../../shared/managed-device';
import { foldAll, foldText } from '../../../../shared/search/fold';
import { matchDevice, termsOf } from '../../../../shared/search/match';
import { compareHits } from '../../../../shared/search/rank';
import { shownText } from '../../../../shared/search/shown';

export interface Beside {
  readonly pinned?: readonly string[];
  readonly recent?: readonly string[];
  readonly staleBefore?: number;
}

/** The words of a text in each of its spellings. */
export const wordsOf = (text: string): readonly (readonly string[])[] =>
  foldAll(text.normalize('NFC')).map((folded) => termsOf(folded.text));

const lower = (text: string): string => text.normalize('NFC').toLowerCase();

/**
 * Whether a device has one of the words in its field, but not letter by letter: where the text or the word is written with marks,
 * or with letters or signs that are folded, a field that holds the word as it was typed stands first.
 */
function isWrittenOtherwise(device: ManagedDevice, field: DeviceField, typed: string): boolean {
  if (field !== 'name' && field !== 'serial' && field !== 'userName') return false;
  const held = shownText(device, field);
  const hasOneSpelling = (text: string): boolean => foldAll(text).length === 1 && foldText(text) === text.toLowerCase();
  const words = lower(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.some(
    (word) =>
      (!hasOneSpelling(held) || word !== foldText(word)) &&
      !lower(held).includes(word) &&
      matchDevice(device, [foldText(word)], [field]) !== null,
  );
}

/** The shared rules applied to one device after the other; what another spelling of the text finds stands behind. */
export function bruteForce(
  devices: readonly ManagedDevice[],
  text: string,
  { pinned = [], recent = [], staleBefore = Number.NEGATIVE_INFINITY }: Beside = {},
): readonly string[] {
  const isStale = ({ lastCheckIn }: ManagedDevice): boolean =>
    staleBefore > Number.NEGATIVE_INFINITY && (lastCheckIn === null || Date.parse(lastCheckIn) < staleBefore);
  const found = foldAll(text.normalize('NFC')).flatMap((folded, at) => {
    const terms = termsOf(folded.text);
    const typed = at === 0 ? text : folded.text;
    const hits = devices.flatMap((device) => {
      const plain = matchDevice(device, terms);
      const match =
        plain !== null && isWrittenOtherwise(device, plain.reason.field, typed)
          ? { ...plain, isRespelled: true as const }
          : plain;
      return match === null
        ? []
        : [
            {
              device,
              match,
              pinned: pinned.includes(device.id),
              recent: recent.includes(device.id),
              stale: isStale(device),
            },
          ];
    });
    return hits.sort(compareHits).map(({ device }) => device.id);
  });
  return [...new Set(found)];
}

export const reasonOf = (device: ManagedDevice, text: string): MatchReason | null =>
  wordsOf(text)
    .map((terms) => matchDevice(device, terms))
    .find((match) => match !== null)?.reason ?? null;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Without words: pins, recents, then the newest check-in. */
export function listed(
  devices: readonly ManagedDevice[],
  { pinned = [], recent = [] }: Beside = {},
): readonly string[] {
  const tier = ({ id }: ManagedDevice): number => (pinned.includes(id) ? 0 : recent.includes(id) ? 1 : 2);
  return [...devices]
    .sort(
      (a, b) =>
        tier(a) - tier(b) ||
        byText(b.lastCheckIn ?? '', a.lastCheckIn ?? '') ||
        byText(foldText(a.name), foldText(b.name)) ||
        byText(a.id, b.id),
    )
    .map(({ id }) => id);
}

/** Whether a device passes the chips, told from their description. */
export function passes(
  device: ManagedDevice,
  { platforms = [], compliance = [], ownership = [], categories = [], checkIn }: DeviceChips,
): boolean {
  const isOneOf = (wanted: readonly string[], value: string): boolean => wanted.length === 0 || wanted.includes(value);
  if (
    !isOneOf(platforms, device.platform) ||
    !isOneOf(compliance, device.compliance) ||
    !isOneOf(ownership, device.ownership) ||
    !isOneOf(categories, device.category)
  )
    return false;
  if (checkIn === undefined) return true;
  if (device.lastCheckIn === null) return checkIn.never === true;
  if (checkIn.since === undefined && checkIn.before === undefined) return checkIn.never !== true;
  const at = Date.parse(device.lastCheckIn);
  return (checkIn.since === undefined || at >= checkIn.since) && (checkIn.before === undefined || at < checkIn.before);
}

/** What stands before the domain of an address, where the index keeps the domain apart. */
export const localPart = (address: string): string => /^([^]*)@[!-?A-~]{1,253}$/.exec(address)?.[1] ?? address;

/** Devices in which a word of a text, in any spelling, begins as the word, with one typo; domains are not looked at. */
export function mistyped(devices: readonly ManagedDevice[], word: string): readonly string[] {
  if (!mayBeMistyped(word)) return [];
  const textsOf = (device: ManagedDevice, field: (typeof typoFields)[number]): readonly string[] =>
    field === 'upn' || field === 'mail'
      ? [foldText(localPart(device[field]))]
      : foldAll(shownText(device, field)).map((folded) => folded.text);
  return devices
    .filter((device) =>
      typoFields.some((field) =>
        textsOf(device, field).some((text) => findTypo(pointsOf(text), pointsOf(word)) !== null),
      ),
    )
    .map(({ id }) => id);
}
