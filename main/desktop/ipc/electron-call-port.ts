import { ipcMain } from 'electron';
import type { SenderWindow } from '../security/trusted-sender';
import type { CallPort } from './serve';

/** Calls over Electron's IPC. The sender is judged at once: its frame is gone after a navigation. */
export function electronCallPort(windowOf: SenderWindow): CallPort {
  return {
    handle(channel, answer) {
      ipcMain.handle(channel, (event, input: unknown) => answer({ window: windowOf(event), input }));
    },
  };
}
