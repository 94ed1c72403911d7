import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ProcessPort } from './protocol';
import { InventoryServer } from './server';

/** The end of the line that a utility process is born with. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const isParentPort = (port: unknown): port is ParentPort =>
  typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port;

const parent: unknown = Reflect.get(process, 'parentPort');
if (!isParentPort(parent)) throw new Error('The inventory process is started by the main process only.');

const isRunnable = (value: unknown): value is () => void => typeof value === 'function';

/** The engine's collector. A utility process takes no flags of the engine when it starts: it is told while it runs. */
function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collector: unknown = runInNewContext('gc');
  return isRunnable(collector) ? collector : () => undefined;
}

const port: ProcessPort = {
  post: (message) => parent.postMessage(message),
  listen: (onMessage) => parent.on('message', ({ data }) => onMessage(data)),
};

new InventoryServer({
  port,
  clock: {
    now: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  defer: (run) => void setImmediate(run),
  ticks: () => performance.now(),
  collect: findCollector(),
}).start();
