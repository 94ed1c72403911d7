import type { Intent } from '../../shared/contract/app';
import type { Failure, Outcome } from '../../shared/failure';
import type { Leaving } from '../session/leaving';

/** Commands from outside the windows: from the tray, the menu or a notification. */
export type Wish =
  | { readonly kind: 'open'; readonly intent: Intent }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'open-session'; readonly requestId: string }
  /** `page`: the window was closed, which its page can do too. */
  | { readonly kind: 'quit'; readonly by: 'technician' | 'page' };

export interface WishParts {
  readonly leaving: Leaving;
  readonly signIn: () => void;
  readonly openSession: (requestId: string) => Promise<Outcome<unknown>>;
  readonly open: (intent: Intent) => void;
  readonly quit: () => void;
  /** Reports why the technician was not asked whether to quit. */
  readonly notAsked: (failure: Failure) => void;
}

/**
 * Runs these commands. If a session cannot be opened, its request is shown with the reason. No command sends a request.
 */
export function createWishes(parts: WishParts): (wish: Wish) => Promise<void> {
  const { leaving, signIn, openSession, open, quit, notAsked } = parts;
  let isQuitting = false;
  const mayQuit = (by: 'technician' | 'page'): Promise<Outcome<boolean>> =>
    by === 'page' ? leaving.mayForPage('quit') : leaving.mayForTechnician('quit');
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
        // Asked once, however often it is wanted in the meantime.
        if (isQuitting) return;
        isQuitting = true;
        const may = await mayQuit(wish.by);
        isQuitting = false;
        if (!may.ok) notAsked(may.error);
        else if (may.value) quit();
      }
    }
  };
}
