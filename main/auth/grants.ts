import type { AuthenticationResult } from '@azure/msal-node';

/** The permissions that were granted, by name: the service writes them with or without the resource in front. */
export const namesOf = ({ scopes }: AuthenticationResult): readonly string[] =>
  scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1));

/** The service may grant less than was asked. */
export function grants(result: AuthenticationResult, scope: string): boolean {
  const wanted = scope.toLowerCase();
  return namesOf(result).some((granted) => granted.toLowerCase() === wanted);
}
