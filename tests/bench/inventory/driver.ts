import { readFileSync } from 'node:fs';
import type { ElectronApplication, Page } from '@playwright/test';
import { pssOf } from '../support/memory';

/** Runs in the app's main process; Electron hides `require` from it. */
const LOOP = 'deskside-bench-loop';

/** Begins to watch how long the main process is busy without a pause. */
export async function watchMainLoop(app: ElectronApplication): Promise<void> {
  await app.evaluate((_, key) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    Reflect.set(globalThis, key, delay);
  }, LOOP);
}

/** The longest time in milliseconds for which the main process did nothing else since it is watched. */
export const longestMainTask = (app: ElectronApplication): Promise<number> =>
  app.evaluate((_, key) => {
    const delay = Reflect.get(globalThis, key) as { readonly max: number; disable(): boolean };
    delay.disable();
    return delay.max / 1e6;
  }, LOOP);

const pidOfUtility = (app: ElectronApplication, name: string): Promise<number> =>
  app.evaluate(
    ({ app: electron }, wanted) =>
      electron.getAppMetrics().find((one) => one.name === wanted || one.serviceName === wanted)?.pid ?? 0,
    name,
  );

/** Proportional set size in bytes of the utility process of that name; 0 when there is none. */
export async function pssOfUtility(app: ElectronApplication, name: string): Promise<number> {
  const pid = await pidOfUtility(app, name);
  return pid === 0 ? 0 : pssOf(pid) * 1024;
}

const REST_MS = 10_000;
const REST_SHARE = 0.02;
/** So many looks in a row: longer than the time after which changes are written to the snapshot, which is work, too. */
const REST_LOOKS = 5;
const REST_LIMIT_MS = 240_000;

/** The same once the process has had next to nothing to do for most of a minute, and has stopped giving memory back. */
export async function pssAtRest(app: ElectronApplication, name: string): Promise<number> {
  const pid = await pidOfUtility(app, name);
  const look = () => ({ processor: processorMs(pid), memory: pssOf(pid) * 1024 });
  const limit = performance.now() + REST_LIMIT_MS;
  let resting = 0;
  for (let before = look(); ;) {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const now = look();
    const isIdle = now.processor - before.processor < REST_MS * REST_SHARE;
    resting = isIdle && now.memory > before.memory * (1 - REST_SHARE) ? resting + 1 : 0;
    if (resting === REST_LOOKS) return now.memory;
    if (performance.now() > limit) throw new Error(`${name} does not come to rest.`);
    before = now;
  }
}

const TICK_MS = 10;

/** Processor time that a process has used, in milliseconds. */
function processorMs(pid: number): number {
  // Behind the name, which may contain blanks: user time is the 12th value, system time the 13th.
  const values =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ') ?? [];
  return (Number(values[11]) + Number(values[12])) * TICK_MS;
}

/** Starts a utility process that only waits, and returns its proportional set size in bytes. */
export async function pssOfEmptyUtility(app: ElectronApplication, script: string): Promise<number> {
  const pid = await app.evaluate(
    ({ utilityProcess }, file) =>
      new Promise<number>((settle) => {
        const child = utilityProcess.fork(file, [], { serviceName: 'empty', stdio: 'ignore' });
        child.once('message', () => settle(child.pid ?? 0));
      }),
    script,
  );
  return pssOf(pid) * 1024;
}

/** Milliseconds from a key press until something was painted. */
export interface KeyPress {
  /** The box with the new text: what an empty list costs. */
  readonly box: number;
  /** The rows that answer the text, or that there are none. */
  readonly rows: number;
}

/**
 * Lets the page measure the next input. The rows on screen say in `data-answers` which text they answer; a frame is painted
 * when the task after its animation callbacks runs.
 */
export function nextKeyPress(window: Page, text: string): Promise<KeyPress> {
  return window.evaluate(
    (wanted) =>
      new Promise<{ box: number; rows: number }>((settle, reject) => {
        setTimeout(() => reject(new Error(`No rows were painted for ${wanted}`)), 10_000);
        const field = document.getElementById('device-search');
        field?.addEventListener(
          'input',
          (event) => {
            const begun = event.timeStamp;
            let box = 0;
            const look = (): void => {
              const isAnswered = document.querySelector('[data-answers]')?.getAttribute('data-answers') === wanted;
              setTimeout(() => {
                const ms = performance.now() - begun;
                box ||= ms;
                if (isAnswered) settle({ box, rows: ms });
                else requestAnimationFrame(look);
              });
            };
            requestAnimationFrame(look);
          },
          { once: true },
        );
      }),
    text,
  );
}
