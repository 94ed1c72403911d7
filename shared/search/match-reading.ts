import type { ManagedDevice } from '../managed-device';
import { foldAll } from './fold';
import { hasForm } from './forms';
import { matchHeard } from './heard';
import { isBetterGrade, isWholeGrade, type Match, matchDevice, termsOf } from './match';
import { isRespelled } from './respelled';
import type { SearchReading } from './stages';

/** A match by form alone marks no letters. */
const ofForm: Match = { reason: { field: 'model', ranges: [] }, grade: 'contains' };

/** How a device matches a text. With `whole`, a field must equal it. */
function matchText(
  device: ManagedDevice,
  text: string,
  { fields, whole }: Pick<SearchReading, 'fields' | 'whole'>,
): Match | null {
  for (const [spelling, folded] of foldAll(text.normalize('NFC')).entries()) {
    const match = matchDevice(device, termsOf(folded.text), fields ?? null);
    if (match === null || (whole === true && !isWholeGrade(match.grade))) continue;
    return spelling > 0 || isRespelled(device, match.reason.field, text) ? { ...match, isRespelled: true } : match;
  }
  return null;
}

/** A guess marks nothing, because the typed text does not occur as such. */
const guessed = ({ reason: { field }, grade }: Match): Match => ({
  reason: { field, ranges: [], isSimilar: true },
  grade,
});

/**
 * How a device matches a reading, by the best of its texts; null when it does not. Typos are searched only in the local
 * list, never here.
 */
export function matchReading(device: ManagedDevice, reading: SearchReading): Match | null {
  const { text, alternatives = [], fields = null, form, mode, similar } = reading;
  if (mode === 'typo' || (form !== undefined && !hasForm(device, form))) return null;
  if (mode === 'heard') return matchHeard(device, text, fields);
  if (text === '') return form === undefined ? null : ofForm;
  let best: Match | null = null;
  for (const one of [text, ...alternatives]) {
    const match = matchText(device, one, reading);
    if (match !== null && (best === null || isBetterGrade(match.grade, best.grade))) best = match;
  }
  return best !== null && similar === true ? guessed(best) : best;
}
