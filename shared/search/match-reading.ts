import type { ManagedDevice } from '../managed-device';
import { hasForm } from './forms';
import { grades, type Match, matchDevice, termsOf } from './match';
import type { SearchReading } from './stages';

const isBetter = (one: Match, other: Match | null): boolean => other === null || grades.indexOf(one.grade) < grades.indexOf(other.grade);

/** A form alone marks no letters. */
const ofForm: Match = { reason: { field: 'model', ranges: [] }, grade: 'contains' };

/**
 * How a device answers a reading as it was typed, by the best of its texts; null when it does not, or when the reading looks for
 * what is only similar.
 */
export function matchReading(device: ManagedDevice, { text, alternatives = [], fields, form, mode }: SearchReading): Match | null {
  if (mode !== 'as-typed' || (form !== undefined && !hasForm(device, form))) return null;
  if (text === '') return form === undefined ? null : ofForm;
  let best: Match | null = null;
  for (const one of [text, ...alternatives]) {
    const match = matchDevice(device, termsOf(one), fields ?? null);
    if (match !== null && isBetter(match, best)) best = match;
  }
  return best;
}
