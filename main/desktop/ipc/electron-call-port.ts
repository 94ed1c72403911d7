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

/**
 * Removes every listener that a library adds beside our calls: electron-store answers the user-data path to any sender.
 * Our own calls are handlers, not listeners, so nothing of ours goes with them.
 */
export function refuseOtherListeners(): void {
  const emitter: NodeJS.EventEmitter = ipcMain;
  emitter.on('newListener', (channel: string | symbol) => {
    if (channel !== 'newListener' && channel !== 'error') queueMicrotask(() => emitter.removeAllListeners(channel));
  });
}
