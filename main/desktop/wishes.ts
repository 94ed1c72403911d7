import type { Outcome } from '../../shared/failure';
import type { Leaving } from '../session/leaving';

/** What the technician wants of the app from outside its windows: the tray, the menu, a notification. */
export type Wish =
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'open-session'; readonly requestId: string }
  | { readonly kind: 'quit' };

export interface WishParts {
  readonly leaving: Leaving;
  readonly signIn: () => void;
  readonly openSession: (requestId: string) => Promise<Outcome<unknown>>;
  /** Shows the request in the main window. */
  readonly showRequest: (requestId: string) => void;
  readonly quit: () => void;
}

/** Fulfils wishes. A session that cannot be opened shows its request, which says why. None of them sends a request. */
export function createWishes({
  leaving,
  signIn,
  openSession,
  showRequest,
  quit,
}: WishParts): (wish: Wish) => Promise<void> {
  return async (wish) => {
    switch (wish.kind) {
      case 'sign-in':
        return signIn();
      case 'open-session':
        if (!(await openSession(wish.requestId)).ok) showRequest(wish.requestId);
        return;
      case 'quit':
        if (await leaving.may('quit')) quit();
    }
  };
}
