import type { DeviceListRequest } from '../../../main/graph/port';
import type { SnapshotOwner } from '../../../main/inventory/snapshot/frames';
import type { AskedPage } from '../../../main/inventory/sync/port';
import { pageOf } from '../../unit/inventory/sync/support';

/**
 * A tenant that changes with every page that is asked for: devices come, go, and check in. Everything follows from its
 * owner and its version, so that what another process saw of it can be judged later.
 */
const FIRST = 500;
const PAGE = 40;
const BORN = Date.UTC(2026, 0, 1);

export const ownerText = ({ tenantId, accountId }: SnapshotOwner): string => `${tenantId} ${accountId}`;

const spread = (n: number): number => Math.imul(n + 1, 0x9e37_79b1) >>> 8;
const exists = (n: number, version: number): boolean =>
  n < FIRST + Math.floor(version / 3) && (spread(n) + Math.floor(version / 25)) % 23 !== 0;
/** A device checks in every 30 versions, each device at another one. */
const revisionAt = (n: number, version: number): number => Math.floor((version + (spread(n) % 30)) / 30);
const idOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** Names of the devices at a version; a name contains the owner, the device and its revision. */
export function namesAt(owner: SnapshotOwner, version: number): readonly string[] {
  const names: string[] = [];
  for (let n = 0; n < FIRST + version; n += 1)
    if (exists(n, version)) names.push(`${ownerText(owner)} ${n} ${revisionAt(n, version)}`);
  return names;
}

/** Whether a device of this owner had this name at some version up to now. */
export function wasOnce(owner: SnapshotOwner, name: string, version: number): boolean {
  const match = /^(.*) (\d+) (\d+)$/.exec(name);
  if (match?.[1] !== ownerText(owner)) return false;
  const [n, revision] = [Number(match[2]), Number(match[3])];
  for (let at = 0; at <= version; at += 1) if (exists(n, at) && revisionAt(n, at) === revision) return true;
  return false;
}

/** One page as Graph would send it, sometimes with invalid entries and with a device twice. */
export function pageAt(owner: SnapshotOwner, version: number, request: DeviceListRequest): AskedPage {
  const link =
    request.kind === 'next' ? request.link.split('|') : ['0', request.kind === 'changed' ? request.since : ''];
  const [from, since] = [Number(link[0]), link[1] ?? ''];
  const items: unknown[] = [];
  let n = from;
  for (; n < FIRST + version && items.length < PAGE; n += 1) {
    const checkIn = new Date(BORN + revisionAt(n, version) * 3_600_000 + n).toISOString();
    if (!exists(n, version) || checkIn <= since) continue;
    items.push({
      id: idOf(n),
      deviceName: `${ownerText(owner)} ${n} ${revisionAt(n, version)}`,
      userDisplayName: '佐藤 健太',
      lastSyncDateTime: checkIn,
    });
  }
  const next = n < FIRST + version ? `${n}|${since}` : null;
  if (version % 7 === 0) items.push(null, { id: '../x' }, items[0]);
  return pageOf(items, next);
}
