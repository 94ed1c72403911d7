import { app } from 'electron';
import type { Log } from '../../../shared/log';
import { showBox } from './system-dialogs';

const ANSWER_LIMIT_MS = 60_000;
const QUIT_LIMIT_MS = 3_000;

/** The texts shown after a fault in the main process. */
export interface CrashTexts {
  readonly title: string;
  readonly body: (ref: string) => string;
  readonly restart: string;
  readonly quit: string;
}

/**
 * An unexpected error in the main process ends the app: it is logged, a packaged app shows the reference and offers a
 * restart, and the app exits with 1. Requests in progress are in the journal.
 */
export function exitOnFault(log: Log, texts: () => CrashTexts): void {
  let ending = false;
  const end = (event: string, cause: unknown): void => {
    const ref = log.fault(event, cause);
    if (ending) return;
    ending = true;
    process.stderr.write(`Deskside stopped after an unexpected error (${ref}).\n`);
    void askToRestart(texts(), ref).finally(() => app.exit(1));
  };
  process.on('uncaughtException', (cause) => end('process.exception', cause));
  process.on('unhandledRejection', (cause) => end('process.rejection', cause));
}

async function askToRestart(texts: CrashTexts, ref: string): Promise<void> {
  if (!app.isPackaged || !app.isReady()) return;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), ANSWER_LIMIT_MS));
  const question = showBox({
    type: 'error',
    title: texts.title,
    message: texts.title,
    detail: texts.body(ref),
    buttons: [texts.restart, texts.quit],
    noLink: true,
  });
  const answer = await Promise.race([question, late]);
  if (answer?.response === 0) app.relaunch();
}

/** Lets the app finish writing before it quits, for at most three seconds. */
export function finishBeforeQuit(finish: () => Promise<void>, log: Log): void {
  let started = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (started) return;
    started = true;
    const late = new Promise<void>((resolve) => setTimeout(resolve, QUIT_LIMIT_MS));
    const work = finish().catch((cause: unknown) => void log.fault('quit.unfinished', cause));
    // `quit` would do nothing while this event is still being emitted; the windows are closed already.
    void Promise.race([work, late]).then(() => setImmediate(() => app.exit(0)));
  });
}
