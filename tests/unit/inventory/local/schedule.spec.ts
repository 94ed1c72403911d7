import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AGAIN_LATER_MS,
  AGAIN_SOON_MS,
  CHANGES_EVERY_MS,
  FULL_EVERY_MS,
  LONGEST_WAIT_MS,
  nextRun,
} from '../../../../main/inventory/local/schedule';
import type { SyncState } from '../../../../main/inventory/sync/port';
import { freshState } from '../../../../main/inventory/sync/port';
import { failureCodes } from '../../../../shared/failure';

const NOW = Date.UTC(2026, 10, 23);
const known: SyncState = {
  ...freshState,
  watermark: '2026-11-22T23:00:00.000Z',
  lastFullAt: NOW - 3_600_000,
  lastRunAt: NOW - 60_000,
};
const openRun = { kind: 'full', next: 'x', since: null, startedAt: NOW, newest: null, pages: 1, devices: 1 } as const;

describe('the next run after opening', () => {
  it.each<[string, Partial<SyncState>, number, boolean]>([
    ['reads everything at once when nothing is known', freshState, 0, true],
    ['goes on at once with one that was interrupted', { open: openRun }, 0, false],
    ['reads changes five minutes after the last one', {}, CHANGES_EVERY_MS - 60_000, false],
    ['reads changes at once when the last one is long ago', { lastRunAt: NOW - 7_200_000 }, 0, false],
    ['reads everything once a day', { lastFullAt: NOW - FULL_EVERY_MS }, 0, true],
    [
      'reads everything when a day ends before five minutes do',
      { lastFullAt: NOW - FULL_EVERY_MS + 60_000 },
      60_000,
      true,
    ],
    ['reads everything at once when the clock was set back behind the last full run', { lastFullAt: NOW + 1 }, 0, true],
    ['reads changes at once when the clock was set back behind the last run', { lastRunAt: NOW + 1 }, 0, false],
    ['reads changes at once when none was ever read', { lastRunAt: null }, 0, false],
  ])('%s', (_what, state, wait, full) => {
    expect(nextRun({ ...known, ...state }, NOW, null)).toEqual({ at: NOW + wait, full });
  });
});

describe('the next run after one that failed', () => {
  it.each<[(typeof failureCodes)[number], number | undefined, number]>([
    ['network.offline', undefined, AGAIN_SOON_MS],
    ['internal', undefined, AGAIN_SOON_MS],
    ['graph.throttled', undefined, AGAIN_SOON_MS],
    ['graph.throttled', 5, AGAIN_SOON_MS],
    ['graph.throttled', 300, 300_000],
    ['graph.throttled', 1e12, LONGEST_WAIT_MS],
    ['graph.forbidden', undefined, AGAIN_LATER_MS],
    ['auth.required', undefined, AGAIN_LATER_MS],
    ['cancelled', undefined, AGAIN_LATER_MS],
    ['auth.cancelled', undefined, AGAIN_LATER_MS],
  ])('by %s, with a wait of %s s from the service, comes after %i ms', (code, retryAfter, wait) => {
    expect(nextRun(known, NOW, { code, ...(retryAfter === undefined ? {} : { retryAfter }) })).toEqual({
      at: NOW + wait,
      full: false,
    });
  });
});

describe('the next run after a response of a proxy, or a refusal', () => {
  it.each([
    [{ code: 'network.proxy', status: 403 }, AGAIN_LATER_MS],
    [{ code: 'network.proxy-auth', status: 407 }, AGAIN_LATER_MS],
    [{ code: 'network.portal', status: 511 }, AGAIN_SOON_MS],
    [{ code: 'network.portal' }, AGAIN_SOON_MS],
    [{ code: 'graph.rejected', status: 400 }, AGAIN_LATER_MS],
    [{ code: 'graph.server', status: 400 }, AGAIN_LATER_MS],
  ] as const)('by %j is retried after %i ms', (failure, wait) => {
    expect(nextRun(known, NOW, failure).at - NOW).toBe(wait);
  });

  it('never comes automatically when the tenant has no Intune', () => {
    expect(nextRun(known, NOW, { code: 'graph.license', status: 400 }).at).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the next run after a complete one', () => {
  it('comes five minutes later', () => {
    expect(nextRun({ ...known, lastRunAt: NOW }, NOW, 'complete')).toEqual({ at: NOW + CHANGES_EVERY_MS, full: false });
  });

  it('reads everything when a day is over by then', () => {
    expect(nextRun({ ...known, lastFullAt: NOW - FULL_EVERY_MS + 1_000 }, NOW, 'complete').full).toBe(true);
    expect(nextRun({ ...known, lastFullAt: NOW + FULL_EVERY_MS }, NOW, 'complete').full).toBe(true);
  });
});

it('there is a pause after every run, whatever its state', () => {
  const time = fc.option(fc.integer({ min: NOW - 1e10, max: NOW + 1e10 }));
  const end = fc.oneof(
    fc.constant('complete' as const),
    fc.record({ code: fc.constantFrom(...failureCodes), retryAfter: fc.nat() }),
  );
  fc.assert(
    fc.property(time, time, fc.boolean(), end, (lastFullAt, lastRunAt, isOpen, last) => {
      const { at } = nextRun({ ...known, lastFullAt, lastRunAt, open: isOpen ? openRun : null }, NOW, last);
      expect(at - NOW).toBeGreaterThanOrEqual(AGAIN_SOON_MS);
      // Only an administrator can fix a tenant without Intune.
      const isLasting = last !== 'complete' && last.code === 'graph.license';
      expect(at - NOW).toBeLessThanOrEqual(isLasting ? Number.POSITIVE_INFINITY : LONGEST_WAIT_MS);
      expect(Number.isFinite(at)).toBe(!isLasting);
    }),
  );
});
