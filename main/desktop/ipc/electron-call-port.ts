import { ipcMain } from 'electron';
import type { SenderWindow } from '../security/trusted-sender';
import type { CallPort } from './serve';

/** Calls over Electron's IPC. The sender is checked synchronously, because its frame is gone after a navigation. */
export function electronCallPort(windowOf: SenderWindow): CallPort {
  return {
    handle(channel, answer) {
      ipcMain.handle(channel, (event, input: unknown) => answer({ window: windowOf(event), input }));
    },
  };
}

/**
 * Removes every IPC listener that a library adds: electron-store tells any sender the user-data path. Our own calls are
 * handlers, not listeners, so they are not affected.
 */
export function refuseOtherListeners(): void {
  const emitter: NodeJS.EventEmitter = ipcMain;
  emitter.on('newListener', (channel: string | symbol) => {
    if (channel !== 'newListener' && channel !== 'error') queueMicrotask(() => emitter.removeAllListeners(channel));
  });
}
