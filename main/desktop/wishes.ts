import type { Intent } from '../../shared/contract/app';
import type { Outcome } from '../../shared/failure';
import type { Leaving } from '../session/leaving';

/** Commands from outside the windows: from the tray, the menu or a notification. */
export type Wish =
  | { readonly kind: 'open'; readonly intent: Intent }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'open-session'; readonly requestId: string }
  | { readonly kind: 'quit' };

export interface WishParts {
  readonly leaving: Leaving;
  readonly signIn: () => void;
  readonly openSession: (requestId: string) => Promise<Outcome<unknown>>;
  readonly open: (intent: Intent) => void;
  readonly quit: () => void;
}

/**
 * Runs these commands. If a session cannot be opened, its request is shown with the reason. No command sends a request.
 */
export function createWishes(parts: WishParts): (wish: Wish) => Promise<void> {
  const { leaving, signIn, openSession, open, quit } = parts;
  let isAsked = false;
  return async (wish) => {
    switch (wish.kind) {
      case 'open':
        return open(wish.intent);
      case 'sign-in':
        return signIn();
      case 'open-session':
        if (!(await openSession(wish.requestId)).ok) open({ kind: 'request', requestId: wish.requestId });
        return;
      case 'quit': {
        // However often it is wanted before the answer, there is one question.
        if (isAsked) return;
        isAsked = true;
        const may = await leaving.mayForTechnician('quit');
        isAsked = false;
        if (may.ok && may.value) quit();
      }
    }
  };
}
