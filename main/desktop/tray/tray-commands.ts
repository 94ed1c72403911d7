import type { Place } from '../../../shared/contract/app';
import type { Wish } from '../wishes';
import type { TrayCommand } from './tray-model';

export interface TrayActions {
  quick(): void;
  showMain(place: Place | null): void;
  wish(wish: Wish): void;
  pause(): void;
  resume(): void;
}

const at = (place: Partial<Place>): Place => ({
  section: 'devices',
  deviceId: null,
  requestId: null,
  card: false,
  ...place,
});

/** What each entry of the tray menu does. None of them sends a request: a device opens its confirm card. */
export function createTrayCommands(actions: TrayActions): (command: TrayCommand) => void {
  return (command) => {
    switch (command.kind) {
      case 'quick':
        return actions.quick();
      case 'open-session':
        return actions.wish({ kind: 'open-session', requestId: command.requestId });
      case 'show-request':
        return actions.showMain(at({ requestId: command.requestId }));
      case 'card':
        return actions.showMain(at({ deviceId: command.deviceId, card: true }));
      case 'pause-shortcut':
        return actions.pause();
      case 'resume-shortcut':
        return actions.resume();
      case 'sign-in':
        actions.showMain(null);
        return actions.wish({ kind: 'sign-in' });
      case 'show-main':
        return actions.showMain(null);
      case 'quit':
        return actions.wish({ kind: 'quit' });
    }
  };
}
