import type { BrowserWindow } from 'electron';
import { dialog } from 'electron';
import type { Clock } from '../../../shared/clock';
import type { Log } from '../../../shared/log';
import { RestartBudget } from '../../../shared/restart-budget';
import type { Question } from '../question';
import { boxOf } from '../question';
import { HangWatch } from './hang-watch';

/** Before the first reload; doubled with every further one. */
const RELOAD_AFTER_MS = 500;

export interface PageCare {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a page that hangs is to be loaded again, in the person's language. */
  readonly hangQuestion: () => Question;
}

/**
 * Loads the page of a window again when its process died; destroys the window when it died too often (`RestartBudget`).
 * Asks the user when it hangs; what they decide does not count as a death.
 */
export function careForPage(window: BrowserWindow, { clock, log, hangQuestion }: PageCare): void {
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
      // The quick window hides when something else has the focus: its question stands alone.
      const { response } = window.isAlwaysOnTop()
        ? await dialog.showMessageBox(box)
        : await dialog.showMessageBox(window, box);
      return response === 1;
    },
    reload() {
      if (contents.isDestroyed()) return;
      isEndedByUs = true;
      // A page that hangs would not even hear that it is to be loaded again.
      contents.forcefullyCrashRenderer();
    },
  });
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    hang.over();
    if (reason === 'clean-exit') return;
    log.warn('page.gone', { reason, exitCode });
    const delay = isEndedByUs ? 0 : budget.afterDeath();
    isEndedByUs = false;
    if (delay === null) window.destroy();
    else clock.after(delay, reload);
  });
  contents.on('unresponsive', () => hang.hung());
  contents.on('responsive', () => hang.over());
  window.on('closed', () => hang.over());
}
