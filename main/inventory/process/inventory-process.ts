import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ProcessPort } from './protocol';
import { InventoryServer } from './server';

/** The message port that every utility process has. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const isParentPort = (port: unknown): port is ParentPort =>
  typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port;

const parent: unknown = Reflect.get(process, 'parentPort');
if (!isParentPort(parent)) throw new Error('The inventory process is started by the main process only.');

const isRunnable = (value: unknown): value is () => void => typeof value === 'function';

/** V8's garbage collector. `utilityProcess.fork` takes no V8 flags, so `--expose-gc` is set at run time. */
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
