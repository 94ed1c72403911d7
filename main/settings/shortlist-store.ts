import { join } from 'node:path';
import * as v from 'valibot';
import type { Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';
import { complianceStates, ownerships } from '../../shared/managed-device';
import type { DocumentSpec } from '../store/document';
import { openDocument } from '../store/document-file';
import { sweepTempFiles } from '../store/durable-write';
import { partitionName } from '../store/partition';

/** Pinned and recent devices as they were last seen. */
export interface KeptShortlist {
  readonly pinned: readonly ManagedDevice[];
  /** Newest first. */
  readonly recent: readonly ManagedDevice[];
}

export interface ShortlistFile {
  load(): KeptShortlist;
  save(data: KeptShortlist): Promise<Outcome<null>>;
}

/** Whose list it is. */
export interface ShortlistPartition {
  readonly profileId: string;
  readonly homeAccountId: string;
}

const deviceLimit = 200;
const Text = v.fallback(v.pipe(v.string(), v.maxLength(1024)), '');
const Time = v.fallback(v.nullable(v.pipe(v.string(), v.maxLength(40))), null);
const platforms = ['windows', 'macos', 'ios', 'android', 'linux', 'chromeos', 'other'] as const;

const Device: v.GenericSchema<unknown, ManagedDevice> = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)),
  name: Text,
  serial: Text,
  entraId: Text,
  userId: Text,
  userName: Text,
  upn: Text,
  mail: Text,
  os: Text,
  osVersion: Text,
  platform: v.fallback(v.picklist(platforms), 'other'),
  manufacturer: Text,
  model: Text,
  imei: Text,
  phone: Text,
  category: Text,
  compliance: v.fallback(v.picklist(complianceStates), 'other'),
  ownership: v.fallback(v.picklist(ownerships), 'unknown'),
  enrollment: Text,
  lastCheckIn: Time,
  enrolledAt: Time,
});

/** A device that cannot be read is left out: it comes back from Intune when it is found again. */
function devicesOf(raw: unknown): readonly ManagedDevice[] {
  if (!Array.isArray(raw)) return [];
  return raw
    .slice(0, deviceLimit)
    .map((device: unknown) => v.safeParse(Device, device))
    .flatMap((read) => (read.success ? [read.output] : []));
}

const spec: DocumentSpec<KeptShortlist> = {
  empty: { pinned: [], recent: [] },
  steps: [(old: unknown): unknown => old],
  parse: (raw) => {
    if (typeof raw !== 'object' || raw === null) throw new TypeError('a shortlist is an object');
    return { pinned: devicesOf('pinned' in raw ? raw.pinned : []), recent: devicesOf('recent' in raw ? raw.recent : []) };
  },
};

/** The shortlist of one account in one tenant profile: `shortlist/<partition>/shortlist.json` below `folder`. */
export function createShortlistStore(
  folder: string,
  partition: ShortlistPartition,
  now: () => number = Date.now,
): ShortlistFile {
  const place = join(folder, 'shortlist', partitionName(partition.profileId, partition.homeAccountId));
  sweepTempFiles(place);
  const document = openDocument({ folder: place, name: 'shortlist', spec, now });
  return {
    load: () => document.read(),
    save: (data) => document.write({ pinned: devicesOf(data.pinned), recent: devicesOf(data.recent) }),
  };
}
