import type { Intent } from '../../shared/contract/app';
import type { Outcome } from '../../shared/failure';
import type { Leaving } from '../session/leaving';

/** Commands from outside the windows: from the tray, the menu or a notification. */
export type OutsideCommand =
  | { readonly kind: 'open'; readonly intent: Intent }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'open-session'; readonly requestId: string }
  | { readonly kind: 'quit' };

export interface OutsideCommandParts {
  readonly leaving: Leaving;
  readonly signIn: () => void;
  readonly openSession: (requestId: string) => Promise<Outcome<unknown>>;
  readonly open: (intent: Intent) => void;
  readonly quit: () => void;
}

/**
 * Runs these commands. If a session cannot be opened, its request is shown with the reason. No command sends a request.
 */
export function createOutsideCommands(parts: OutsideCommandParts): (command: OutsideCommand) => Promise<void> {
  const { leaving, signIn, openSession, open, quit } = parts;
  let isAsked = false;
  return async (command) => {
    switch (command.kind) {
      case 'open':
        return open(command.intent);
      case 'sign-in':
        return signIn();
      case 'open-session':
        if (!(await openSession(command.requestId)).ok) open({ kind: 'request', requestId: command.requestId });
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
