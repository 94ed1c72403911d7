import * as v from 'valibot';
import { providers } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import { isGuid } from '../../shared/guid';
import { isRecord } from '../../shared/record';
import { err, ok } from '../../shared/result';
import type { JsonFault } from '../store/foreign-json';
import { readJson } from '../store/foreign-json';
import { knownOrOther } from '../store/known-or-other';
import type { TenantProfile } from './port';
import { practiceId } from './practice-profile';
import { isFileId, profileId } from './profile-id';
import { isReadableName, looksLikePractice, NAME_LIMIT, shortenedName, visibleName } from './profile-name';

const HOST_LIMIT = 32;
/** Longest text that is read from a member of a profile file, in UTF-16 units. */
const LONGEST_TEXT = 10_000;
const hostPattern = '(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const host = new RegExp(`^${hostPattern}$`);

const lower = v.pipe(
  v.string(),
  v.maxLength(300),
  v.transform((text) => text.trim().toLowerCase()),
);

/** `common` and the like name no tenant, so a domain needs a dot. */
const TenantId = v.pipe(
  lower,
  v.check((text) => isGuid(text) || host.test(text)),
);

const Name = v.pipe(
  v.string(),
  v.transform((text) => shortenedName(visibleName(text.slice(0, LONGEST_TEXT)))),
  v.check(isReadableName),
  v.check((name) => !looksLikePractice(name)),
);

const Root = v.pipe(
  v.string(),
  v.maxLength(300),
  v.transform((text) => text.trim()),
  v.check((text) => rootOf(text) !== null),
  v.transform((text) => rootOf(text) ?? ''),
);

const Cloud = v.lazy((raw) =>
  typeof raw === 'string'
    ? v.picklist(['global', 'usgov', 'usgov-dod', 'china'])
    : v.object({ authority: Root, graph: Root }),
);

const ProfileFile = v.object({
  id: v.optional(v.pipe(v.string(), v.check(isFileId))),
  name: Name,
  tenantId: TenantId,
  clientId: v.pipe(lower, v.check(isGuid)),
  cloud: Cloud,
  color: v.nullish(v.pipe(lower, v.regex(/^#[0-9a-f]{6}$/))),
  provider: v.optional(knownOrOther(providers), 'graph'),
  sessionHosts: v.optional(v.pipe(v.array(v.pipe(lower, v.regex(host))), v.maxLength(HOST_LIMIT)), []),
});

/**
 * Reads a tenant profile; a provider of a later version is `other`. `profile.invalid` names the member that is wrong in
 * `detail` (`cloud.graph`).
 */
export function parseProfile(raw: unknown): Outcome<TenantProfile> {
  const read = v.safeParse(ProfileFile, raw, { abortEarly: true });
  if (!read.success) return err({ code: 'profile.invalid', detail: v.getDotPath(read.issues[0]) ?? 'file' });
  const { id, color, sessionHosts, ...rest } = read.output;
  return ok({
    ...rest,
    id: id === undefined || id === practiceId ? profileId(rest.tenantId, rest.clientId) : id,
    color: color ?? null,
    sessionHosts: [...new Set(sessionHosts)],
  });
}

/**
 * Reads the text of a `*.deskside.json` file. An `id` in it is ignored: it could replace another profile. What can be
 * corrected here is refused, and tolerated in a profile that is stored already: a name that is too long, a provider that this
 * version does not know.
 */
export function parseProfileFile(text: string): Outcome<TenantProfile> {
  const json = readJson(text);
  if (!json.ok) return err(notJson(json.fault));
  const raw = json.value;
  const read = parseProfile(raw);
  if (!read.ok) return read;
  if (read.value.provider === 'other') return err({ code: 'profile.invalid', detail: 'provider' });
  return isTooLong(raw)
    ? err({ code: 'profile.invalid', detail: 'name' })
    : ok({ ...read.value, id: profileId(read.value.tenantId, read.value.clientId) });
}

/** A text that does not even begin like JSON gets no line and column: they would not help. */
function notJson({ kind, line, column }: JsonFault): Failure {
  const isNone = kind === 'text' && line === 1 && column === 1;
  return isNone
    ? { code: 'profile.invalid', detail: 'file' }
    : { code: 'profile.invalid', detail: `file.${kind}`, place: { line, column } };
}

const isTooLong = (raw: unknown): boolean =>
  isRecord(raw) && typeof raw['name'] === 'string' && visibleName(raw['name']).length > NAME_LIMIT;

/** `https://host[:port]` of a root without path, query, fragment or user info; null for anything else. */
function rootOf(text: string): string | null {
  if (!/^https:\/\/[^\s\\/?#@]+\/?$/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' && url.pathname === '/' ? url.origin : null;
}
