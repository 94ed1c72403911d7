import type { Place } from '../../../shared/contract/app';
import type { TrayCommand } from './tray-model';

export interface TrayActions {
  quick(): void;
  showMain(place: Place | null): void;
  openSession(requestId: string): Promise<void>;
  signIn(): void;
  pause(): void;
  resume(): void;
  quit(): void;
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
        return void actions.openSession(command.requestId);
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
        return actions.signIn();
      case 'show-main':
        return actions.showMain(null);
      case 'quit':
        return actions.quit();
    }
  };
}
