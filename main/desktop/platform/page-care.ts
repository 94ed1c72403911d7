import type { BrowserWindow } from 'electron';
import type { Clock } from '../../../shared/clock';
import type { Log } from '../../../shared/log';
import { RestartBudget } from '../../../shared/restart-budget';
import type { Question } from '../question';
import { boxOf } from '../question';
import { HangWatch } from './hang-watch';
import { showBox } from './system-dialogs';

/** Delay in milliseconds before the first reload; doubled with every further one. */
const RELOAD_AFTER_MS = 500;

export interface PageCare {
  readonly clock: Clock;
  readonly log: Log;
  /** The question whether to reload a page that hangs, in the user's language. */
  readonly hangQuestion: () => Question;
}

/**
 * Reloads the page of a window when its process has crashed; calls `giveUp` after too many crashes (`RestartBudget`).
 * Asks the user when it hangs; a reload after that does not count as a crash.
 */
export function careForPage(
  window: BrowserWindow,
  { clock, log, hangQuestion }: PageCare,
  giveUp: () => void = () => window.destroy(),
): void {
  const contents = window.webContents;
  const budget = new RestartBudget(clock, RELOAD_AFTER_MS);
  let isEndedByUs = false;
  const reload = (): void => {
    if (!contents.isDestroyed()) contents.reload();
  };
  const hang = new HangWatch({
    clock,
    log,
    async ask(withdrawn) {
      const box = { ...boxOf(hangQuestion()), signal: withdrawn };
      // The quick window hides when it loses the focus, so its dialog has no parent window.
      const { response } = await showBox(box, window.isAlwaysOnTop() ? null : window);
      return response === 1;
    },
    reload() {
      if (contents.isDestroyed()) return;
      isEndedByUs = true;
      // A page that hangs cannot process a reload.
      contents.forcefullyCrashRenderer();
    },
  });
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    hang.over();
    if (reason === 'clean-exit') return;
    log.warn('page.gone', { reason, exitCode });
    const delay = isEndedByUs ? 0 : budget.afterDeath();
    isEndedByUs = false;
    if (delay === null) giveUp();
    else clock.after(delay, reload);
  });
  contents.on('unresponsive', () => hang.hung());
  contents.on('responsive', () => hang.over());
  window.on('closed', () => hang.over());
}
