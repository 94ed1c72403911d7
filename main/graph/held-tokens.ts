import type { Failure } from '../../shared/failure';
import type { Scope, TokenPort } from '../auth/port';
import { isIntuneAdministrator, missingScopes, type TokenContents, tokenContents } from '../auth/token-contents';

/** A token port that remembers the claims of the last token for each set of scopes. */
export interface HeldTokens {
  readonly tokens: TokenPort;
  /** Adds what is missing when the service refuses without a reason: a permission that the token lacks, else a role. */
  explain(failure: Failure, scopes: readonly Scope[]): Failure;
}

const keyOf = (scopes: readonly Scope[]): string => [...scopes].sort().join(' ');
/** Permissions to read the directory, which do not depend on Intune roles. */
const isOfDirectory = (scopes: readonly Scope[]): boolean =>
  scopes.length > 0 && scopes.every((scope) => /^User\./.test(scope));

export function holdTokens(tokens: TokenPort): HeldTokens {
  const held = new Map<string, TokenContents>();
  return {
    tokens: {
      async token(request) {
        const token = await tokens.token(request);
        if (token.ok) {
          const { value, scopes = request.scopes } = token.value;
          held.set(keyOf(request.scopes), tokenContents(value) ?? { scopes, directoryRoles: [] });
        }
        return token;
      },
    },
    explain(failure, scopes) {
      const contents = held.get(keyOf(scopes));
      if (failure.code !== 'graph.forbidden' || contents === undefined) return failure;
      const missing = missingScopes(scopes, contents);
      if (missing.length > 0) return { ...failure, code: 'graph.scope-missing', scopes: missing };
      if (isOfDirectory(scopes)) return { ...failure, why: 'directory' };
      return isIntuneAdministrator(contents) ? { ...failure, why: 'administrator' } : failure;
    },
  };
}
