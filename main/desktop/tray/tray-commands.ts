import type { Intent } from '../../../shared/contract/app';
import type { OutsideCommand } from '../outside-commands';
import type { TrayCommand } from './tray-model';

export interface TrayActions {
  quick(): void;
  open(intent: Intent | null): void;
  command(command: OutsideCommand): void;
  pause(): void;
  resume(): void;
}

/** What each entry of the tray menu does. None of them sends a request: a device opens its confirm card. */
export function createTrayCommands(actions: TrayActions): (command: TrayCommand) => void {
  return (command) => {
    switch (command.kind) {
      case 'quick':
        return actions.quick();
      case 'open-session':
        return actions.command({ kind: 'open-session', requestId: command.requestId });
      case 'show-request':
        return actions.open({ kind: 'request', requestId: command.requestId });
      case 'card':
        return actions.open({ kind: 'device', by: 'id', value: command.deviceId, card: true });
      case 'pause-shortcut':
        return actions.pause();
      case 'resume-shortcut':
        return actions.resume();
      case 'sign-in':
        actions.open(null);
        return actions.command({ kind: 'sign-in' });
      case 'show-main':
        return actions.open(null);
      case 'quit':
        return actions.command({ kind: 'quit' });
    }
  };
}
