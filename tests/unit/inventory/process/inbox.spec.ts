import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { finish } from '../../../../main/inventory/index/segments/segment';
import { Inbox } from '../../../../main/inventory/process/inbox';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';

const idOf = (n: number): string => `0000000d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const device = (n: number, name: string): ManagedDevice => aDevice({ id: idOf(n), name });

function inbox() {
  const index = new DeviceIndex();
  return { index, box: new Inbox(index) };
}

/** Names of all devices that a search for everything finds. */
const namesIn = (index: DeviceIndex): readonly string[] =>
  index
    .query(asTyped({ text: '', limit: 1_000 }))
    .rows.map((row) => row.device.name)
    .sort();

describe('the inbox', () => {
  it('returns a device before the index has it', () => {
    const { index, box } = inbox();
    box.put([device(1, 'A')]);
    expect(box.read(idOf(1))?.name).toBe('A');
    expect(index.read(idOf(1))).toBeNull();
    expect(box.size).toBe(1);
  });

  it('builds one segment of the waiting devices', () => {
    const { index, box } = inbox();
    for (let n = 0; n < 50; n += 1) box.put([device(n, `N${n}`)]);
    finish(box.fold());
    expect(index.segments).toHaveLength(1);
    expect(index.size).toBe(50);
    expect(box.isEmpty).toBe(true);
  });

  it('stores the newer state of a device that arrives while the segment with the older one is built', () => {
    const { index, box } = inbox();
    box.put([device(1, 'old')]);
    const work = box.fold();
    work.next();
    box.put([device(1, 'new')]);
    expect(box.read(idOf(1))?.name).toBe('new');
    finish(work);
    expect(box.read(idOf(1))?.name).toBe('new');
    expect(box.size).toBe(1);
    finish(box.fold());
    expect(namesIn(index)).toEqual(['new']);
  });

  it('does not restore a device that was removed while its segment was built', () => {
    const { index, box } = inbox();
    box.put([device(1, 'A'), device(2, 'B')]);
    const work = box.fold();
    work.next();
    expect(box.remove([idOf(1)])).toBe(1);
    finish(work);
    expect(namesIn(index)).toEqual(['B']);
  });

  it('discards the segment that is being built with everything else', () => {
    const { index, box } = inbox();
    box.put([device(1, 'A')]);
    const work = box.fold();
    work.next();
    box.clear();
    index.replace([]);
    finish(work);
    expect(index.size).toBe(0);
    expect(box.isEmpty).toBe(true);
  });

  it('has nothing to do when it is empty', () => {
    const { index, box } = inbox();
    finish(box.fold());
    box.foldNow();
    expect(index.segments).toHaveLength(0);
  });

  it('ends with the content of a plain map, for any sequence of changes', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), n: fc.nat(12), name: fc.string({ maxLength: 4 }) }),
      fc.record({ kind: fc.constant('remove' as const), n: fc.nat(12) }),
      fc.record({ kind: fc.constantFrom('slice' as const, 'fold' as const, 'now' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { index, box } = inbox();
        const model = new Map<string, string>();
        let work: Generator<void, void> | null = null;
        for (const one of steps) {
          if (one.kind === 'put') {
            model.set(idOf(one.n), one.name);
            box.put([device(one.n, one.name)]);
          } else if (one.kind === 'remove') {
            expect(box.remove([idOf(one.n)])).toBe(model.delete(idOf(one.n)) ? 1 : 0);
          } else if (one.kind === 'slice') {
            work ??= box.fold();
            if (work.next().done === true) work = null;
          } else if (one.kind === 'fold') {
            finish(box.fold());
          } else {
            box.foldNow();
          }
          expect(box.size).toBe(model.size);
          for (const [id, name] of model) expect(box.read(id)?.name).toBe(name);
        }
        box.foldNow();
        expect(namesIn(index)).toEqual([...model.values()].sort());
        expect(index.size).toBe(model.size);
      }),
    );
  });
});
