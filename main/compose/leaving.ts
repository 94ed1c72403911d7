import type { RunningAssistance } from '../assistance/assistance';
import type { Dialogs } from '../desktop/dialogs';
import { leaveQuestion } from '../desktop/questions';
import type { Leaving } from '../session/leaving';
import { createLeaving, underWayCount } from '../session/leaving';
import type { Stored } from './stored';

/** Asks about requests under way before the technician leaves, in a dialog of main. */
export function composeLeaving(assistance: RunningAssistance, dialogs: Dialogs, messages: Stored['messages']): Leaving {
  const underWay = (): number => underWayCount(assistance.current(), assistance.waiting());
  return createLeaving(underWay, {
    forPage: (stake) => dialogs.askForPage(leaveQuestion(messages(), stake)),
    forTechnician: (next) =>
      dialogs.askForTechnician(() => {
        const stake = next();
        return stake === null ? null : leaveQuestion(messages(), stake);
      }),
  });
}
