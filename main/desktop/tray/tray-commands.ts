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

const at = (place: Partial<Place>): Place => ({ section: 'devices', deviceId: null, requestId: null, card: false, ...place });

/** What each entry of the tray menu does. None of them sends a request: a device opens its confirm card. */
export function createTrayCommands(actions: TrayActions): (command: TrayCommand) => void {
  return (command) => {
    switch (command.kind) {
      case 'quick':
        { actions.quick(); return; }
      case 'open-session':
        return void actions.openSession(command.requestId);
      case 'show-request':
        { actions.showMain(at({ requestId: command.requestId })); return; }
      case 'card':
        { actions.showMain(at({ deviceId: command.deviceId, card: true })); return; }
      case 'pause-shortcut':
        { actions.pause(); return; }
      case 'resume-shortcut':
        { actions.resume(); return; }
      case 'sign-in':
        actions.showMain(null);
        { actions.signIn(); return; }
      case 'show-main':
        { actions.showMain(null); return; }
      case 'quit':
        { actions.quit(); return; }
    }
  };
}
