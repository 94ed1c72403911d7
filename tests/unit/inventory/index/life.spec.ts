import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortColumns } from '../../../../main/inventory/index/columns/column-order';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import type { DeviceChips } from '../../../../main/inventory/index/search/filters';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { complianceStates, ownerships, platforms } from '../../../../shared/managed-device';
import { foldText } from '../../../../shared/search/fold';
import { termsOf } from '../../../../shared/search/match';
import { nameCounts } from '../../../../shared/search/rank';
import type { TypedQuery } from '../../../support/typed-query';
import { asTyped } from '../../../support/typed-query';
import { bruteForce, listed, localPart, passes } from './oracle';
import { anyDevice, anyInventory, anyQuery } from './support';

const day = fc.integer({ min: -1, max: 8 }).map((offset) => Date.UTC(2026, 0, 1 + offset));
const anyChips: fc.Arbitrary<DeviceChips> = fc.record(
  {
    platforms: fc.subarray([...platforms], { maxLength: 3 }),
    compliance: fc.subarray([...complianceStates], { maxLength: 4 }),
    ownership: fc.subarray([...ownerships]),
    categories: fc.subarray(['Office', 'LT', '', 'none']),
    checkIn: fc.record({ since: day, before: day, never: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

type Step =
  | { readonly kind: 'upsert'; readonly devices: readonly ManagedDevice[] }
  | { readonly kind: 'rename' | 'remove'; readonly pick: number }
  | { readonly kind: 'join'; readonly slices: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.array(anyDevice, { maxLength: 8 }).map((devices): Step => ({ kind: 'upsert', devices })),
  fc.nat().map((pick): Step => ({ kind: 'rename', pick })),
  fc.nat().map((pick): Step => ({ kind: 'remove', pick })),
  fc.nat(6).map((slices): Step => ({ kind: 'join', slices })),
);

/** An index beside the plain list of what must be in it. */
class Life {
  readonly index = new DeviceIndex();
  readonly kept = new Map<string, ManagedDevice>();
  #join: Generator<void, void> | null = null;

  take(devices: readonly ManagedDevice[]): void {
    this.index.upsert(devices);
    for (const device of devices) this.kept.set(device.id, device);
  }

  live(step: Step): void {
    if (step.kind === 'upsert') return this.take(step.devices);
    if (step.kind === 'join') {
      for (let slice = 0; slice < step.slices; slice += 1) {
        this.#join ??= this.index.compact(true);
        if (this.#join.next().done === true) this.#join = null;
      }
      return;
    }
    const device = [...this.kept.values()][step.pick % Math.max(1, this.kept.size)];
    if (device === undefined) return;
    if (step.kind === 'rename') return this.take([{ ...device, name: `${device.name}x`, lastCheckIn: null }]);
    this.index.remove([device.id]);
    this.kept.delete(device.id);
  }

  get devices(): readonly ManagedDevice[] {
    return [...this.kept.values()];
  }

  /** All ids of an answer, read page by page. */
  ids(query: TypedQuery, page: number): readonly string[] {
    const answer = this.index.query(asTyped(query));
    if (answer.isSimilar) return [];
    const found: string[] = [];
    for (let offset = 0; ; offset += page) {
      const rows = this.index.page(answer.resultId, offset, page) ?? [];
      found.push(...rows.map(({ device }) => device.id));
      if (rows.length < page) return found;
    }
  }
}

const life = fc.tuple(anyInventory(25), fc.array(anyStep, { maxLength: 8 })).map(([devices, steps]) => {
  const lived = new Life();
  lived.take(devices);
  for (const step of steps) lived.live(step);
  return lived;
});
const lifeAndQuery = life.chain((lived) =>
  fc.tuple(fc.constant(lived), fc.oneof(anyQuery(lived.devices), fc.constantFrom('', ' '))),
);

test('after any sequence of changes, chips, pins, recents and words give the same result as a full scan', () => {
  fc.assert(
    fc.property(
      lifeAndQuery,
      anyChips,
      fc.integer({ min: 1, max: 9 }),
      fc.nat(3),
      ([lived, text], chips, page, shortlisted) => {
        const some = lived.devices.map(({ id }) => id);
        const shortlist = { pinned: some.slice(0, shortlisted), recent: some.slice(shortlisted, 2 * shortlisted) };
        const left = lived.devices.filter((device) => passes(device, chips));
        const wanted = termsOf(text).length === 0 ? listed(left, shortlist) : bruteForce(left, text, shortlist);
        expect(lived.ids({ text, chips, limit: page, ...shortlist }, page)).toEqual(wanted);
      },
    ),
    { numRuns: 50 },
  );
});

test('after any sequence of changes, exactly the current devices can be read', () => {
  fc.assert(
    fc.property(life, (lived) => {
      expect(lived.index.size).toBe(lived.kept.size);
      expect([...lived.index.ids()].sort()).toEqual([...lived.kept.keys()].sort());
      for (const [id, device] of lived.kept) expect(lived.index.read(id)).toEqual(device);
      for (const { userId } of lived.devices) {
        const same = lived.devices.filter((device) => userId !== '' && device.userId === userId);
        expect(
          lived.index
            .ofPerson(userId)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(same.map(({ id }) => id).sort());
      }
    }),
    { numRuns: 30 },
  );
});

test('after any sequence of changes, twins and categories are those of the remaining devices', () => {
  fc.assert(
    fc.property(life, (lived) => {
      const counts = nameCounts(lived.devices);
      const { rows } = lived.index.query(asTyped({ text: '', limit: 200 }));
      for (const { device, twins } of rows)
        expect(twins).toBe(Math.max(0, (counts.get(foldText(device.name)) ?? 1) - 1));
      const categories = new Set(lived.devices.map(({ category }) => category).filter((category) => category !== ''));
      expect(lived.index.categories()).toEqual([...categories].sort());
    }),
    { numRuns: 30 },
  );
});

test('a sorted result has the same rows, in ascending or descending order of the column', () => {
  const key = (device: ManagedDevice, column: (typeof sortColumns)[number]): string => {
    if (column === 'lastCheckIn' || column === 'enrolledAt' || column === 'compliance') return device[column] ?? '';
    return Buffer.from(foldText(column === 'upn' ? localPart(device.upn) : device[column])).toString('latin1');
  };
  fc.assert(
    fc.property(
      lifeAndQuery,
      fc.constantFrom(...sortColumns),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      ([lived, text], column, descending, page) => {
        fc.pre(termsOf(text).length === 0 || bruteForce(lived.devices, text).length > 0);
        const sorted = lived.ids({ text, limit: page, sort: { column, descending } }, page);
        const ranked = termsOf(text).length === 0 ? listed(lived.devices) : bruteForce(lived.devices, text);
        expect([...sorted].sort()).toEqual([...ranked].sort());
        const keys = sorted.flatMap((id) => lived.kept.get(id) ?? []).map((device) => key(device, column));
        const wanted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(keys).toEqual(descending ? wanted.reverse() : wanted);
      },
    ),
    { numRuns: 50 },
  );
});

test('a word typed letter by letter gives the same result as typed at once', () => {
  fc.assert(
    fc.property(lifeAndQuery, ([lived, text]) => {
      const letters = Array.from(text);
      for (let size = 1; size <= letters.length; size += 1)
        lived.index.query(asTyped({ text: letters.slice(0, size).join(''), limit: 5 }));
      const typed = lived.index.query(asTyped({ text, limit: 50 })).rows;
      const fresh = new DeviceIndex();
      fresh.upsert(lived.devices);
      expect(typed).toEqual(fresh.query(asTyped({ text, limit: 50 })).rows);
    }),
    { numRuns: 30 },
  );
});
