import type { AuthenticationResult } from '@azure/msal-node';

/** The service may grant less than was asked, and writes scopes with or without the resource in front. */
export function grants(result: AuthenticationResult, scope: string): boolean {
  const wanted = scope.toLowerCase();
  return result.scopes.some((granted) => granted.toLowerCase().split('/').at(-1) === wanted);
}
