import type { Story } from '../stories';
import type { DeviceFacts } from './device-facts';
import { createDeviceFacts } from './device-facts';
import type { Landmark } from './landmarks';
import { hostileDevices, landmarks } from './landmarks';
import type { People } from './people';
import { createPeople } from './people';
import { draw, pick, share } from './random';

/** A property of the managed device, computed for one device at one moment. */
export type Property = (index: number, now: number) => unknown;

/** The practice tenant's devices and people. Index 0 … count-1; the landmarks come first. */
export interface Inventory {
  readonly count: number;
  readonly people: People;
  readonly facts: DeviceFacts;
  readonly landmarkCount: number;
  readonly landmark: (index: number) => Landmark | undefined;
  readonly id: (index: number) => string;
  readonly indexOf: (id: string) => number | undefined;
  readonly name: (index: number) => unknown;
  readonly owner: (index: number) => number | undefined;
  /** The seeded story, before a test scripts another one. */
  readonly defaultStory: (index: number) => Story;
  /** Last check-in without any story, in milliseconds; undefined = never. */
  readonly lastSync: (index: number, now: number) => number | undefined;
}

export interface InventoryOptions {
  readonly seed: number;
  readonly devices: number;
  readonly hostile: boolean;
  readonly born: number;
}

function generatedStory(seed: number, index: number, facts: DeviceFacts, stale: boolean): Story {
  if (facts.kind(index).unsupported === true) return { kind: 'refused' };
  const luck = share(seed, 50, index);
  const afterMs = 3_000 + (draw(seed, 51, index) % 17_001);
  if (stale)
    return luck < 0.5
      ? { kind: 'never' }
      : { kind: 'offline', backAfterMs: 60_000 + (draw(seed, 52, index) % 240_000), afterMs };
  if (luck < 0.04)
    return {
      kind: 'error',
      afterMs,
      details: pick(
        ['The TeamViewer session could not be created.', 'The connector did not answer in time.'],
        draw(seed, 53, index),
      ),
    };
  if (luck < 0.08) return { kind: 'never' };
  if (luck < 0.1) return { kind: 'lingering', afterMs };
  return luck < 0.11 ? { kind: 'open', afterMs } : { kind: 'ready', afterMs };
}

/** The tenant's inventory. Nothing is built per device, so its cost does not grow with the number of devices. */
export function createInventory({ seed, devices, hostile, born }: InventoryOptions): Inventory {
  const fixed: readonly Landmark[] = [...Object.values(landmarks), ...(hostile ? hostileDevices : [])].slice(
    0,
    devices,
  );
  const people = createPeople(seed, Math.max(12, Math.floor(devices * 0.62)));
  const facts = createDeviceFacts({ seed, count: devices, people, born });
  const byId = new Map(fixed.map((landmark, index) => [landmark.id, index]));
  const lastSync = (index: number, now: number): number | undefined => {
    const landmark = fixed[index];
    if (landmark === undefined) return facts.lastSync(index, now);
    return landmark.lastSync === 'never' ? undefined : born - landmark.lastSync;
  };
  return {
    count: devices,
    people,
    facts,
    landmarkCount: fixed.length,
    landmark: (index) => fixed[index],
    id: (index) => fixed[index]?.id ?? facts.id(index),
    indexOf: (id) => {
      const known = byId.get(id.toLowerCase());
      if (known !== undefined) return known;
      const index = facts.indexOf(id);
      return index !== undefined && index >= fixed.length && index < devices ? index : undefined;
    },
    name: (index) => fixed[index]?.name ?? facts.name(index),
    owner: (index) => {
      const landmark = fixed[index];
      return landmark === undefined ? facts.owner(index) : (landmark.owner ?? undefined);
    },
    lastSync,
    defaultStory: (index) => {
      const landmark = fixed[index];
      if (landmark !== undefined) return landmark.story;
      const seen = facts.lastSync(index, born);
      return generatedStory(seed, index, facts, seen === undefined || born - seen > 8 * 86_400_000);
    },
  };
}
