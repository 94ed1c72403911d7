import type { BrowserWindow } from 'electron';
import { dialog } from 'electron';

const WAKE_MS = 100;

/**
 * The dialogs of the system, on top of a window when one is given. On Linux, Electron settles the promise of a dialog
 * without waking Node's event loop. While no window is open, nothing else wakes it, so the app would never notice that
 * the dialog was closed.
 */
export const showBox = (
  box: Electron.MessageBoxOptions,
  owner: BrowserWindow | null = null,
): Promise<Electron.MessageBoxReturnValue> =>
  awake(() => (owner === null ? dialog.showMessageBox(box) : dialog.showMessageBox(owner, box)));

export const chooseTarget = (
  choice: Electron.SaveDialogOptions,
  owner: BrowserWindow | null,
): Promise<Electron.SaveDialogReturnValue> =>
  awake(() => (owner === null ? dialog.showSaveDialog(choice) : dialog.showSaveDialog(owner, choice)));

export const chooseSource = (
  choice: Electron.OpenDialogOptions,
  owner: BrowserWindow | null,
): Promise<Electron.OpenDialogReturnValue> =>
  awake(() => (owner === null ? dialog.showOpenDialog(choice) : dialog.showOpenDialog(owner, choice)));

async function awake<Result>(show: () => Promise<Result>): Promise<Result> {
  const wake = setInterval(() => undefined, WAKE_MS);
  try {
    return await show();
  } finally {
    clearInterval(wake);
  }
}
