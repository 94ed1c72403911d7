import * as v from 'valibot';
import { IdSchema } from '../../../shared/contract/devices';
import { macText } from '../../../shared/mac-address';
import { complianceStates, ownerships } from '../../../shared/managed-device';
import { clean } from '../../graph/clean';
import { platformOf } from '../../graph/managed-device';
import type { KeptDevice, ShortlistData } from '../port';

const Text = v.fallback(
  v.pipe(
    v.string(),
    v.transform((text) => clean(text)),
  ),
  '',
);
const Instant = v.fallback(v.nullable(v.pipe(v.string(), v.isoTimestamp())), null);

const KeptSchema = v.pipe(
  v.object({
    id: IdSchema,
    name: Text,
    serial: Text,
    entraId: Text,
    userId: Text,
    userName: Text,
    upn: Text,
    mail: Text,
    os: Text,
    osVersion: Text,
    manufacturer: Text,
    model: Text,
    imei: Text,
    phone: Text,
    wifiMac: v.fallback(v.pipe(v.string(), v.transform(macText)), ''),
    ethernetMac: v.optional(v.fallback(v.pipe(v.string(), v.transform(macText)), '')),
    category: Text,
    compliance: v.fallback(v.picklist(complianceStates), 'other'),
    ownership: v.fallback(v.picklist(ownerships), 'unknown'),
    enrollment: Text,
    lastCheckIn: Instant,
    enrolledAt: Instant,
    asOf: Instant,
  }),
  v.transform(({ ethernetMac, ...device }): KeptDevice => ({
    ...device,
    platform: platformOf(device.os),
    ...(ethernetMac && { ethernetMac }),
  })),
);

/** Far above what the app stores; a larger list was not written by it. */
const KEPT_LIMIT = 200;

function devicesOf(raw: readonly unknown[]): readonly KeptDevice[] {
  const devices = new Map<string, KeptDevice>();
  for (const entry of raw.slice(0, KEPT_LIMIT)) {
    const parsed = v.safeParse(KeptSchema, entry);
    if (parsed.success) devices.set(parsed.output.id, parsed.output);
  }
  return [...devices.values()];
}

const List = v.fallback(v.array(v.unknown()), []);
const Kept = v.fallback(v.object({ pinned: List, recent: List }), { pinned: [], recent: [] });

/** Parses a stored list, checked and cleaned like an answer of the service. Unusable rows are left out. */
export function parseShortlist(raw: unknown): ShortlistData {
  const { pinned, recent } = v.parse(Kept, raw);
  return { pinned: devicesOf(pinned), recent: devicesOf(recent) };
}
