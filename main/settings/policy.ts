import type { PreferenceName, PreferencesPatch } from '../../shared/contract/preferences';
import { preferenceFields } from '../../shared/contract/preferences';
import type { Failure } from '../../shared/failure';
import { isRecord } from '../../shared/record';
import { decodeText } from '../store/decode';
import { isOpenToOthers } from '../store/file-owner';
import { errorCode } from '../store/file-steps';
import { faultOf, parseForeignJson } from '../store/foreign-json';
import { readOwnFileSync } from '../store/own-file';
import { systemLanguage } from '../store/system-language';
import { readPreferences } from './preferences';

/** What the organization has set; it overrides the technician's own choice. */
export interface Policy {
  readonly preferences: PreferencesPatch;
  /** One for each part that could not be used. */
  readonly problems: readonly Failure[];
}

export const noPolicy: Policy = { preferences: {}, problems: [] };

/** Bytes. */
export const SIZE_LIMIT = 65_536;
const damaged = (detail: string): Failure => ({ code: 'storage.damaged', detail });
const unusable = (cause?: unknown): Policy => ({
  preferences: {},
  problems: [{ ...damaged('policy'), ...faultOf(cause) }],
});
/** There is no policy. Any other error means that there is one, and must be reported. */
const absent = new Set(['ENOENT', 'ENOTDIR']);

/** `{ "preferences": { … } }` with the names and values of the settings document. A part that cannot be used is left out and named in `problems`. */
export function parsePolicy(text: string): Policy {
  let raw: unknown;
  try {
    raw = parseForeignJson(text);
  } catch (cause) {
    return unusable(cause);
  }
  const stored: unknown = isRecord(raw) ? (raw['preferences'] ?? {}) : null;
  if (!isRecord(stored)) return unusable();
  const { patch, bad } = readPreferences(stored, isLockable);
  return { preferences: patch, problems: bad.map((name) => damaged(`policy.${name}`)) };
}

/**
 * The policy of a file that only an administrator can write; none when there is no such file. One that others could have written
 * is not used. `owners` are the users who count as administrators.
 */
export function readPolicyFile(path: string, owners: readonly number[] = [0]): Policy {
  try {
    if (isOpenToOthers(path, owners))
      return { preferences: {}, problems: [{ code: 'storage.untrusted', detail: 'policy' }] };
    // An administrator may have put a link there; who could have written it is judged above.
    return parsePolicy(decodeText(readOwnFileSync(path, { limit: SIZE_LIMIT, isChosen: true }), systemLanguage()));
  } catch (cause) {
    return absent.has(errorCode(cause)) ? noPolicy : unusable(cause);
  }
}

/** Whether nothing of it can be used; unlike an empty policy, which sets nothing. */
export const isUnusable = ({ problems }: Policy): boolean => problems.some(({ detail }) => detail === 'policy');

/** What a problem is about, as a notice names it: the file, and the member of it that could not be used. */
export const aboutPolicy = (path: string, { detail = 'policy' }: Failure): string =>
  detail.startsWith('policy.') ? `${path}: ${detail.slice('policy.'.length)}` : path;

export const managedBy = ({ preferences }: Policy): readonly PreferenceName[] =>
  Object.keys(preferences) as PreferenceName[];

const isLockable = (name: PreferenceName): boolean => preferenceFields[name].isLockable;
