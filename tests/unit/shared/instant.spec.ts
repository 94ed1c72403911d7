import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalInstant, parseInstant } from '../../../shared/instant';

const odd = [
  '',
  'now',
  '2026-02-31T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2024-02-29T12:00:00Z',
  '2026-04-31T00:00:00.000Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T24:00:01Z',
  '2026-01-01T23:60:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T00:00:00z',
  '2026-01-01t00:00:00Z',
  '2026-01-01 00:00:00Z',
  '0001-01-01T00:00:00Z',
  '0099-12-31T23:59:59Z',
  '0100-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T24:00:00Z',
  '2026-01-01T00:00:00.1Z',
  '2026-01-01T00:00:00.1234567Z',
  '2026-01-01T00:00:00,123Z',
  '2026-01-01T00:00:00.12+Z',
  '2026-01-01T00:00:00+09:00',
  '2026-1-01T00:00:00.00Z',
  '２０２６-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
];
const asDate = (text: string): number => Date.parse(text);
const asIso = (text: string): string | null => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString());

describe('an instant', () => {
  it.each(odd)('%j is read as Date reads it', (text) => {
    expect(parseInstant(text)).toBe(asDate(text));
    expect(canonicalInstant(text)).toBe(asIso(text));
  });

  it('is read as Date reads it, on any day at any time', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        dates,
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom('0', '9', 'Z', ' ', '-', ':', 'x'),
        (date, at, other) => {
          const whole = date.toISOString();
          const seconds = `${whole.slice(0, 19)}Z`;
          for (const text of [
            whole,
            seconds,
            whole.slice(0, at) + other + whole.slice(at + 1),
            seconds.slice(0, at) + other + seconds.slice(at + 1),
          ]) {
            expect(parseInstant(text)).toBe(asDate(text));
            expect(canonicalInstant(text)).toBe(asIso(text));
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
