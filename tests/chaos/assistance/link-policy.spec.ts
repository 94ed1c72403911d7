import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInSessionHosts, checkSessionLink } from '../../../main/assistance/link-policy';
import { anyLink, isSafe } from '../../unit/assistance/any-link';
import { counted } from '../rows';

test('100,000 hostile links: none is opened', () =>
  counted('hostile links', (row) => {
    let trusted = 0;
    fc.assert(
      fc.property(anyLink, (raw) => {
        row.ran();
        const checked = checkSessionLink(raw, []);
        if (checked.ok) trusted += 1;
        return !checked.ok || isSafe(checked.value, raw, builtInSessionHosts);
      }),
      { numRuns: 100_000 },
    );
    expect(trusted).toBeGreaterThan(100);
  }));
