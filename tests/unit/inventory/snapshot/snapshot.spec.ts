import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { buildSegment, finish } from '../../../../main/inventory/index/segments/segment';
import { snapshotSegments } from '../../../../main/inventory/snapshot/content';
import type { SnapshotPlace } from '../../../../main/inventory/snapshot/snapshot';
import { readSnapshot, writeSnapshot } from '../../../../main/inventory/snapshot/snapshot';
import { aDevice } from '../../../support/builders';
import { anyInventory } from '../index/support';

let folder = '';
let place: SnapshotPlace;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-snapshot-'));
  place = {
    path: join(folder, 'inventory', 'a.snapshot'),
    owner: { tenantId: 't1', accountId: 'a1' },
    key: randomBytes(32),
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const indexOf = (count: number): DeviceIndex => {
  const index = new DeviceIndex();
  index.upsert(
    Array.from({ length: count }, (_, at) =>
      aDevice({ name: `TYO-LT-${at}`, userName: '佐藤 健太', upn: `kenta${at}@contoso.example` }),
    ),
  );
  return index;
};
const save = (index: DeviceIndex, state: unknown = null, seen?: Uint32Array): Promise<number> =>
  writeSnapshot(place, snapshotSegments(index.segments), state, seen);
const load = async (): Promise<{ index: DeviceIndex; state: unknown }> => {
  const read = await readSnapshot(place);
  if (read.kind === 'dropped') throw new Error(read.reason);
  const index = new DeviceIndex();
  index.replace(
    read.segments.map(({ columns, deleted }) => {
      const segment = finish(buildSegment(columns));
      for (let row = 0; row < columns.rows; row += 1)
        if (((deleted[row >>> 5]! >>> (row & 31)) & 1) === 1) segment.remove(row);
      return segment;
    }),
  );
  return { index, state: read.state };
};
const dropped = async (other: Partial<SnapshotPlace> = {}): Promise<string> => {
  const read = await readSnapshot({ ...place, ...other });
  return read.kind === 'dropped' ? read.reason : 'read';
};

test('written devices are read back, without removed ones', async () => {
  await fc.assert(
    fc.asyncProperty(anyInventory(), async (devices) => {
      const index = new DeviceIndex();
      index.upsert(devices);
      const [first] = devices;
      if (first !== undefined) index.remove([first.id]);
      await save(index, { watermark: 'w' });
      const again = await load();
      expect(again.state).toEqual({ watermark: 'w' });
      expect(again.index.size).toBe(index.size);
      for (const { id } of devices) expect(again.index.read(id)).toEqual(index.read(id));
    }),
    { numRuns: 40 },
  );
});

test('a platform or an owner that only a later version knows leaves the snapshot readable', async () => {
  const index = new DeviceIndex();
  const devices = Array.from({ length: 20 }, (_, at) => aDevice({ name: `TYO-LT-${at}`, userName: '佐藤 健太' }));
  index.upsert(devices);
  const later = { platform: 'visionos', ownership: 'leased' };
  for (const { columns } of index.segments) for (const kind of columns.kindTable) Object.assign(kind, later);
  await save(index, { watermark: 'w' });
  const again = await load();
  expect([again.state, again.index.size]).toEqual([{ watermark: 'w' }, 20]);
  for (const { id, name } of devices)
    expect(again.index.read(id)).toMatchObject({ name, platform: 'other', ownership: 'unknown' });
});

test('a segment merged during deletions is read back', async () => {
  const index = indexOf(3_000);
  const later = Array.from({ length: 3_000 }, (_, at) =>
    aDevice({
      name: `ZRH-${String(at).padStart(4, '0')}`,
      entraId: `99999999-0000-4000-8000-${String(at).padStart(12, '0')}`,
    }),
  );
  index.upsert(later);
  const join = index.compact(true);
  join.next();
  index.remove(later.slice(-30).map(({ id }) => id));
  for (const _ of join);
  await save(index);
  const again = await load();
  expect(again.index.size).toBe(5_970);
  for (const id of index.ids()) expect(again.index.read(id)).toEqual(index.read(id));
});

test('the file contains no readable text, and only its owner may read it', async () => {
  await save(indexOf(50));
  const bytes = await readFile(place.path);
  for (const text of ['TYO-LT', 'contoso', '佐藤', 'kenta']) expect(bytes.includes(text)).toBe(false);
  if (process.platform !== 'win32') expect((await stat(place.path)).mode & 0o777).toBe(0o600);
});

test('another tenant, account or key gets nothing, and the file is deleted', async () => {
  const others: readonly [Partial<SnapshotPlace>, string][] = [
    [{ owner: { tenantId: 't2', accountId: 'a1' } }, 'foreign'],
    [{ owner: { tenantId: 't1', accountId: 'a2' } }, 'foreign'],
    [{ key: randomBytes(32) }, 'damaged'],
  ];
  for (const [other, reason] of others) {
    await save(indexOf(3));
    expect(await dropped(other)).toBe(reason);
    expect(await dropped()).toBe('missing');
  }
});

test('an owner mark copied from the right owner does not open a foreign file', async () => {
  await save(indexOf(3));
  const own = await readFile(place.path);
  const other = { ...place, owner: { tenantId: 't2', accountId: 'a1' } };
  await writeSnapshot(other, snapshotSegments(indexOf(3).segments), null);
  const forged = await readFile(other.path);
  own.copy(forged, 0, 0, 25);
  await writeFile(place.path, forged);
  expect(await dropped()).toBe('damaged');
});

test('an earlier or later version is dropped and reported as such', async () => {
  for (const [version, reason] of [
    [1, 'older'],
    [4, 'newer'],
    [2, 'damaged'],
  ] as const) {
    await save(indexOf(3));
    const bytes = await readFile(place.path);
    bytes[8] = version;
    await writeFile(place.path, bytes);
    expect(await dropped()).toBe(reason);
  }
});

test('the devices that an open run has seen are stored with it', async () => {
  const seen = Uint32Array.from({ length: 300_000 }, (_, at) => at * 7);
  await save(indexOf(3), { open: true }, seen);
  const read = await readSnapshot(place);
  expect(read.kind === 'read' && Buffer.from(read.seen.buffer).equals(Buffer.from(seen.buffer))).toBe(true);
  await save(indexOf(3));
  const without = await readSnapshot(place);
  expect(without.kind === 'read' && without.seen).toHaveLength(0);
});

/** Where each kind of byte of a file lies: the header, then head, cipher text and tag of every frame. */
function layout(bytes: Buffer): Readonly<Record<string, readonly number[]>> {
  const places: Record<string, number[]> = {
    magic: range(0, 8),
    version: [8],
    owner: range(9, 25),
    prefix: range(25, 33),
    flag: [],
    length: [],
    cipher: [],
    tag: [],
  };
  for (let at = 33; at < bytes.length;) {
    const size = bytes.readUInt32BE(at + 1);
    places['flag']?.push(at);
    places['length']?.push(...range(at + 1, at + 5));
    places['cipher']?.push(...range(at + 5, at + 5 + size));
    places['tag']?.push(...range(at + 5 + size, at + 21 + size));
    at += 21 + size;
  }
  return places;
}
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

test.each(['magic', 'version', 'owner', 'prefix', 'flag', 'length', 'cipher', 'tag'])(
  'damage to any byte of each %s is detected, and the file is deleted',
  async (kind) => {
    await save(indexOf(5), { watermark: 'w' }, Uint32Array.of(1, 2));
    const whole = await readFile(place.path);
    const places = layout(whole)[kind] ?? [];
    // Of the cipher text, some: every byte of it is like any other.
    const some = places.filter((_, at) => at % Math.ceil(places.length / 60) === 0);
    expect(some.length).toBeGreaterThan(0);
    for (const at of some) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 0xa5;
      await writeFile(place.path, bytes);
      expect(await dropped()).toBe({ version: 'newer', owner: 'foreign' }[kind] ?? 'damaged');
      expect(await dropped()).toBe('missing');
    }
  },
);

test('a file truncated anywhere is dropped', async () => {
  await save(indexOf(5));
  const whole = await readFile(place.path);
  const { flag = [], tag = [] } = layout(whole);
  for (const size of [
    ...range(0, 40),
    ...flag,
    ...flag.map((at) => at + 3),
    ...flag.map((at) => at + 9),
    ...tag,
    whole.length - 1,
  ]) {
    await writeFile(place.path, whole.subarray(0, size));
    expect(await dropped()).toMatch(size === whole.length ? 'read' : 'damaged');
  }
});

test('a file that is no snapshot is dropped', async () => {
  await save(indexOf(1));
  const header = (await readFile(place.path)).subarray(0, 33);
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('hello'),
    Buffer.alloc(4_096),
    randomBytes(4_096),
    Buffer.concat([header, randomBytes(4_096)]),
    Buffer.concat([header, Buffer.alloc(4_096, 255)]),
  ]) {
    await writeFile(place.path, bytes);
    expect(await dropped()).toBe('damaged');
  }
});

test('sealed numbers that point beyond their tables are damage', async () => {
  const good = snapshotSegments(indexOf(3).segments);
  const [part] = good;
  if (part === undefined) throw new Error('no part');
  const { columns } = part;
  const bad: readonly Partial<typeof columns>[] = [
    { offsets: columns.offsets.map((offset) => offset + 1) },
    { offsets: columns.offsets.map(() => 0) },
    { kinds: columns.kinds.map(() => 99) },
    { upnDomains: columns.upnDomains.map(() => 99) },
    { mailDomains: columns.mailDomains.map(() => 99) },
  ];
  for (const change of bad) {
    await writeSnapshot(place, [{ ...part, columns: { ...columns, ...change } }], null);
    expect(await dropped()).toBe('damaged');
  }
});

test('a sealed head that promises more than the file contains allocates no memory for it', async () => {
  const [part] = snapshotSegments(indexOf(3).segments);
  if (part === undefined) throw new Error('no part');
  await writeSnapshot(place, [{ ...part, columns: { ...part.columns, rows: 3_999_999 } }], null);
  expect(await dropped()).toBe('damaged');
});

test('a file that cannot be removed is not used, and is no reason to fail', async () => {
  await save(indexOf(3));
  await writeFile(place.path, 'damaged');
  const parent = join(folder, 'inventory');
  await chmod(parent, 0o500);
  try {
    expect(await dropped()).toBe('damaged');
  } finally {
    await chmod(parent, 0o700);
  }
});

test('any flipped bit, truncation or addition is detected', async () => {
  await save(indexOf(20));
  const whole = await readFile(place.path);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.nat(7),
      fc.constantFrom('flip', 'cut', 'add'),
      async (at, bit, harm) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 1 << bit;
        await writeFile(
          place.path,
          harm === 'cut'
            ? whole.subarray(0, at)
            : harm === 'add'
              ? Buffer.concat([whole, Buffer.alloc(at + 1)])
              : bytes,
        );
        expect(await dropped()).toMatch(/damaged|older|newer|foreign/);
      },
    ),
    { numRuns: 150 },
  );
});

test('frames in another order are detected', async () => {
  await save(indexOf(20));
  const bytes = await readFile(place.path);
  const frames: Buffer[] = [];
  for (let at = 33; at < bytes.length;) {
    const size = 5 + bytes.readUInt32BE(at + 1) + 16;
    frames.push(bytes.subarray(at, at + size));
    at += size;
  }
  [frames[4], frames[5]] = [frames[5]!, frames[4]!];
  await writeFile(place.path, Buffer.concat([bytes.subarray(0, 33), ...frames]));
  expect(await dropped()).toBe('damaged');
});

test('a failed write leaves the old snapshot and no temp copy', async () => {
  await save(indexOf(3));
  await expect(writeSnapshot({ ...place, key: randomBytes(5) }, [], null)).rejects.toThrow(RangeError);
  const circular: { self?: unknown } = {};
  circular.self = circular;
  await expect(writeSnapshot(place, snapshotSegments(indexOf(9).segments), circular)).rejects.toThrow();
  expect((await load()).index.size).toBe(3);
  expect(await readdir(join(folder, 'inventory'))).toEqual(['a.snapshot']);
});
