import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentSpec } from '../../../main/store/document';
import { load, loadText } from '../../../main/store/document';

/** Three versions: a name, then a list of names, then an object that keeps what it does not know. */
const spec: DocumentSpec<Record<string, unknown>> = {
  empty: { names: [] },
  steps: [(old: unknown): unknown => [old], (old: unknown): unknown => ({ names: old })],
  parse: (raw) => {
    if (typeof raw === 'object' && raw !== null && 'names' in raw && Array.isArray(raw.names)) return { ...raw };
    throw new TypeError('names are missing');
  },
};

describe('what a stored value means', () => {
  it.each([
    ['nothing', undefined, 'fresh', { names: [] }],
    ['the present version', { version: 2, data: { names: ['a'], more: 1 } }, 'current', { names: ['a'], more: 1 }],
    ['one version ago', { version: 1, data: ['a'] }, 'migrated', { names: ['a'] }],
    ['two versions ago', { version: 0, data: 'a' }, 'migrated', { names: ['a'] }],
    ['a later version', { version: 3, data: { names: ['b'] } }, 'newer', { names: ['b'] }],
    ['a later version that means nothing here', { version: 3, data: 5 }, 'newer', { names: [] }],
    ['no document', { data: {} }, 'damaged', { names: [] }],
    ['a broken version', { version: 1.5, data: {} }, 'damaged', { names: [] }],
    ['data that does not parse', { version: 2, data: {} }, 'damaged', { names: [] }],
  ])('%s', (_what, stored, state, data) => expect(load(spec, stored)).toMatchObject({ state, data }));

  it('is determined for any text without an exception', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof loadText(spec, text).state === 'string'),
      { numRuns: 500 },
    ));

  it('keeps members of the envelope', () => {
    expect(loadText(spec, '\uFEFF{"version":2,"data":{"names":[]},"$schema":"x"}')).toMatchObject({
      extras: { $schema: 'x' },
    });
  });

  it('is the same after a random sequence of older and current versions of the app, 200 times', () => {
    const older: DocumentSpec<unknown> = { empty: null, steps: spec.steps.slice(0, 1), parse: (raw) => raw };
    fc.assert(
      fc.property(fc.string(), fc.array(fc.constantFrom('older', 'present')), (name, walk) => {
        let stored: { version: number; data: unknown } = { version: 0, data: name };
        for (const app of walk) {
          const found = app === 'older' ? load(older, stored) : load(spec, stored);
          // What is newer is never written.
          if (found.state !== 'newer') stored = { version: app === 'older' ? 1 : 2, data: found.data };
        }
        expect(load(spec, stored).data).toEqual({ names: [name] });
      }),
      { numRuns: 200 },
    );
  });
});
