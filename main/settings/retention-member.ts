import { parsePreferences } from '../../shared/contract/preferences';
import { parseForeignJson } from '../store/foreign-json';

/** The member `retentionDays` of a stored profile or a profile file; undefined when there is none that can be used. */
export function retentionDaysIn(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('retentionDays' in raw)) return undefined;
  try {
    return parsePreferences({ retentionDays: raw.retentionDays }).retentionDays;
  } catch {
    return undefined;
  }
}

/** The same for the text of a profile file. */
export function retentionDaysInText(text: string): number | undefined {
  try {
    return retentionDaysIn(parseForeignJson(text));
  } catch {
    return undefined;
  }
}
