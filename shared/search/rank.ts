import type { DeviceField, ManagedDevice } from '../managed-device';
import { foldText } from './fold';
import { type Grade, grades, isIdField, isWholeGrade, type Match, searchedFields } from './match';

/** The input of the ranking. */
export interface Ranked {
  readonly device: ManagedDevice;
  readonly match: Match;
  readonly pinned: boolean;
  readonly recent: boolean;
  /** It has not checked in for a long time, or never. */
  readonly stale: boolean;
}

/** Fields that identify one device or its user. */
export const IDENTIFYING: ReadonlySet<DeviceField> = new Set([
  'name',
  'serial',
  'upn',
  'mail',
  'imei',
  'phone',
  'wifiMac',
  'entraId',
  'id',
]);

const WITHIN: Readonly<Record<Grade, number>> = { exact: 0, same: 1, prefix: 2, token: 3, contains: 4 };

/** Exact serial or name, other exact identities, pins, recents, then by grade; parts of ids last. */
function tier({ match, pinned, recent }: Ranked): number {
  const { field } = match.reason;
  if (isWholeGrade(match.grade) && (field === 'serial' || field === 'name')) return 0;
  if (isWholeGrade(match.grade) && IDENTIFYING.has(field)) return 1;
  if (isIdField(field)) return 4 + grades.length;
  if (pinned) return 2;
  if (recent) return 3;
  return 4 + WITHIN[match.grade];
}

/** Orders texts by their UTF-16 units, whatever the language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders hits, best first: within a grade the fresh before the stale, and what is written as it was typed before another spelling of it. The last check-in breaks ties, then name and id, so the order never flickers. */
export function compareHits(a: Ranked, b: Ranked): number {
  return (
    tier(a) - tier(b) ||
    grades.indexOf(a.match.grade) - grades.indexOf(b.match.grade) ||
    Number(a.stale) - Number(b.stale) ||
    searchedFields.indexOf(a.match.reason.field) - searchedFields.indexOf(b.match.reason.field) ||
    Number(a.match.isRespelled === true) - Number(b.match.isRespelled === true) ||
    byText(b.device.lastCheckIn ?? '', a.device.lastCheckIn ?? '') ||
    byText(foldText(a.device.name), foldText(b.device.name)) ||
    byText(a.device.id, b.device.id)
  );
}

/** Devices per folded name. */
export function nameCounts(devices: readonly ManagedDevice[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of devices) {
    const key = foldText(name);
    if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
