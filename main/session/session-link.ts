import { err } from '../../shared/result';
import type { SessionKeeper } from './session-keeper';

/**
 * The way from a tenant's connection to the session keeper. It is made before both, because the keeper starts with a
 * connection. Until the keeper has joined, no token is given and nothing is shown of a sign-in.
 */
export interface SessionLink extends Pick<SessionKeeper, 'tokensOf' | 'browserOpened' | 'accountAsked'> {
  join(keeper: SessionKeeper): void;
}

export function createSessionLink(): SessionLink {
  let joined: SessionKeeper | null = null;
  return {
    join(keeper) {
      joined = keeper;
    },
    tokensOf: (signIn) => ({
      token: async (request) => joined?.tokensOf(signIn).token(request) ?? err({ code: 'auth.required' }),
    }),
    browserOpened: (signIn) => joined?.browserOpened(signIn),
    accountAsked: (signIn, question) => joined?.accountAsked(signIn, question),
  };
}
