import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInventory } from '../../../practice/data/inventory';
import { draw, gather, guidCodec, pick, scatter } from '../../../practice/data/random';
import { landmarks } from '../../../practice/index';
import { START } from './support';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const inventory = (devices: number, seed = 7, hostile = false) =>
  createInventory({ seed, devices, hostile, born: START });
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('seeded numbers', () => {
  it('scatters every number to another one and back', () => {
    fc.assert(fc.property(uint32, (value) => gather(scatter(value)) === value));
  });
  it('draws the same for the same seed, stream and index', () => {
    fc.assert(
      fc.property(
        uint32,
        uint32,
        uint32,
        (seed, stream, index) => draw(seed, stream, index) === draw(seed, stream, index),
      ),
    );
  });
  it('refuses to pick from nothing', () => {
    expect(() => pick([], 1)).toThrow(RangeError);
  });
});

describe('ids', () => {
  it('are GUID-shaped and lead back to their index', () => {
    fc.assert(
      fc.property(uint32, fc.integer({ min: 0, max: 2_000_000 }), (seed, index) => {
        const codec = guidCodec(seed, 200);
        const id = codec.encode(index);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(codec.decode(id.toUpperCase())).toBe(index);
      }),
    );
  });
  it('do not lead anywhere when they are invented', () => {
    fc.assert(fc.property(fc.oneof(fc.uuid(), fc.string()), (id) => guidCodec(7, 200).decode(id) === undefined));
  });
});

describe('the inventory', () => {
  it('is the same for the same seed and another for another', () => {
    const names = (seed: number) => range(200).map((index) => inventory(200, seed).name(index));
    expect(names(7)).toEqual(names(7));
    expect(names(7)).not.toEqual(names(8));
  });
  it('finds every device by its id and none by an unknown one', () => {
    const { id, indexOf } = inventory(500);
    for (const index of range(500)) expect(indexOf(id(index))).toBe(index);
    expect(indexOf('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    expect(indexOf(inventory(501).id(500))).toBeUndefined();
  });
  it('gives no two devices the same serial number', () => {
    const { facts } = inventory(20_000);
    expect(new Set(range(20_000).map((index) => facts.serial(index))).size).toBe(20_000);
  });
  it('gives no two people the same sign-in name, and only plain letters in it', () => {
    const { people } = inventory(20_000);
    const upns = range(people.count).map((index) => people.upn(index));
    expect(new Set(upns).size).toBe(people.count);
    expect(upns.filter((upn) => !/^[a-z0-9.-]+(?:_[a-z0-9.-]+#EXT#)?@contoso\.example$/.test(upn))).toEqual([]);
  });
  it('has people who share a full name', () => {
    const { people } = inventory(2_500);
    expect(new Set(range(people.count).map((index) => people.displayName(index))).size).toBeLessThan(people.count);
  });
  it('finds people by id and by sign-in name', () => {
    const { people } = inventory(500);
    for (const index of [0, 3, 7, 100]) {
      expect(people.find(people.at(index).id)).toBe(index);
      expect(people.find(people.upn(index).toUpperCase())).toBe(index);
    }
    expect(people.find('nobody@contoso.example')).toBeUndefined();
    expect(people.find('not-an-id')).toBeUndefined();
  });
  it('keeps landmark names out of the generated ones', () => {
    const { name, landmarkCount } = inventory(20_000);
    const fixed = new Set<unknown>(Object.values(landmarks).map((landmark) => landmark.name));
    expect(range(20_000).filter((index) => index >= landmarkCount && fixed.has(name(index)))).toEqual([]);
  });
  it('has twins, userless, stale, never-seen and unsupported devices', () => {
    const { facts, name, owner, lastSync, count } = inventory(2_500);
    const all = range(count);
    expect(new Set(all.map(name)).size).toBeLessThan(count);
    expect(all.some((index) => owner(index) === undefined)).toBe(true);
    expect(all.some((index) => lastSync(index, START) === undefined)).toBe(true);
    expect(all.some((index) => (lastSync(index, START) ?? START) < START - 90 * 86_400_000)).toBe(true);
    expect(all.some((index) => facts.kind(index).unsupported === true)).toBe(true);
  });
  it('lets devices in use check in again as time goes on, never in the future', () => {
    const { lastSync, count } = inventory(500);
    const later = START + 30 * 86_400_000;
    for (const index of range(count)) expect(lastSync(index, later) ?? 0).toBeLessThanOrEqual(later);
    expect(range(count).filter((index) => (lastSync(index, later) ?? 0) > START).length).toBeGreaterThan(250);
  });
  it('is created in no time, however large', () => {
    const large = inventory(500_000);
    expect(large.indexOf(large.id(499_999))).toBe(499_999);
  });
  it('gives IMEIs a valid check digit', () => {
    const { facts } = inventory(1_000);
    const imei =
      range(1_000)
        .map((index) => facts.imei(index))
        .find((value) => value !== null) ?? '';
    const sum = Array.from(imei)
      .reverse()
      .reduce(
        (total, digit, place) =>
          total + Array.from(String(Number(digit) * (place % 2 === 1 ? 2 : 1))).reduce((a, b) => a + Number(b), 0),
        0,
      );
    expect(imei).toHaveLength(15);
    expect(sum % 10).toBe(0);
  });
});
