import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { Log } from '../../../shared/log';
import type { InventoryProcess } from '../../inventory/local/port';

/** Starts the built inventory process. `folder`: of the built main process. */
export function startInventoryProcess(folder: string, log: Log, onGone: () => void): InventoryProcess {
  const child = utilityProcess.fork(join(folder, 'inventory-process.js'), [], {
    serviceName: 'Deskside inventory',
    stdio: 'ignore',
  });
  let isStopped = false;
  child.once('exit', (code) => {
    log.info('inventory.process-ended', { code });
    if (!isStopped) onGone();
  });
  return {
    port: {
      post: (message) => child.postMessage(message),
      listen: (onMessage) => void child.on('message', onMessage),
    },
    stop() {
      isStopped = true;
      child.kill();
    },
  };
}
