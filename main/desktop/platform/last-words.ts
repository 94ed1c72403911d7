import { app, dialog } from 'electron';

/** In milliseconds. A start that has nothing to show ends also when nobody reads why. */
const READ_LIMIT_MS = 60_000;

/** Tells, in a box of the system, why this start ends. Resolves when it was closed, or after a minute. */
export async function sayLastWords(words: {
  readonly message: string;
  readonly detail: string;
  readonly close: string;
}): Promise<void> {
  await app.whenReady();
  const { message, detail, close } = words;
  const late = new Promise((settle) => setTimeout(settle, READ_LIMIT_MS));
  await Promise.race([
    dialog.showMessageBox({ type: 'error', title: 'Deskside', message, detail, buttons: [close], noLink: true }),
    late,
  ]);
}
