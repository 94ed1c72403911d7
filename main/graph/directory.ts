import * as v from 'valibot';
import { type AppRow, IdSchema, type PersonRow } from '../../shared/contract/devices';
import { TextField } from './managed-device';

export const PERSON_SELECT = 'id,displayName,userPrincipalName,mail';

const RawPerson = v.object({ id: IdSchema, displayName: TextField, userPrincipalName: TextField, mail: TextField });

/** Parses a directory user; null without a usable id. */
export function parsePerson(raw: unknown): PersonRow | null {
  const parsed = v.safeParse(RawPerson, raw);
  if (!parsed.success) return null;
  const { id, displayName, userPrincipalName, mail } = parsed.output;
  return { id, name: displayName, upn: userPrincipalName, mail };
}

const Count = v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0);

const RawApp = v.object({
  id: IdSchema,
  displayName: TextField,
  version: TextField,
  publisher: TextField,
  deviceCount: Count,
});

/** Parses a detected app; null without a usable id. */
export function parseApp(raw: unknown): AppRow | null {
  const parsed = v.safeParse(RawApp, raw);
  if (!parsed.success) return null;
  const { id, displayName, version, publisher, deviceCount } = parsed.output;
  return { id, name: displayName, version, publisher, deviceCount };
}
