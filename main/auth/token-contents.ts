import * as v from 'valibot';

/** What an access token says about itself. Used for the wording of failures only: what a token allows, the service decides. */
export interface TokenContents {
  /** Delegated permissions (`scp`). */
  readonly scopes: readonly string[];
  /** Template ids of the directory roles of the account (`wids`). */
  readonly directoryRoles: readonly string[];
}

const TOKEN_LIMIT = 64 * 1024;
const Payload = v.object({ scp: v.string(), wids: v.fallback(v.array(v.string()), []) });

/** Global Administrator and Intune Administrator: the same in every tenant. */
const INTUNE_ADMINISTRATORS: ReadonlySet<string> = new Set([
  '62e90394-69f5-4237-9190-012177145e10',
  '3a2c62db-5318-420d-8d23-23affee5d9d5',
]);

/** Reads a JSON web token without verifying it; null when it is not one, or says nothing about permissions. */
export function tokenContents(token: string): TokenContents | null {
  const payload = token.length > TOKEN_LIMIT ? undefined : token.split('.')[1];
  try {
    const { scp, wids } = v.parse(Payload, JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8')));
    return { scopes: scp.split(' ').filter((scope) => scope !== ''), directoryRoles: wids };
  } catch {
    return null;
  }
}

export const isIntuneAdministrator = ({ directoryRoles }: TokenContents): boolean =>
  directoryRoles.some((role) => INTUNE_ADMINISTRATORS.has(role.toLowerCase()));

/** A wider permission includes the narrower ones of the same family. */
const WIDER: readonly (readonly [narrow: RegExp, wide: string])[] = [
  [/\.Read\.All$/i, '.ReadWrite.All'],
  [/\.ReadBasic\.All$/i, '.Read.All'],
  [/\.ReadBasic\.All$/i, '.ReadWrite.All'],
];

/** The wanted permissions that the token lacks. */
export function missingScopes(wanted: readonly string[], { scopes }: TokenContents): readonly string[] {
  const held = new Set(scopes.map((scope) => scope.toLowerCase().slice(scope.lastIndexOf('/') + 1)));
  const isHeld = (scope: string): boolean =>
    held.has(scope.toLowerCase()) ||
    WIDER.some(([narrow, wide]) => narrow.test(scope) && held.has(scope.replace(narrow, wide).toLowerCase()));
  return wanted.filter((scope) => !isHeld(scope));
}
