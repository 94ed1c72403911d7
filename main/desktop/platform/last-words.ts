import { app } from 'electron';
import { showBox } from './system-dialogs';

/** In milliseconds. After this time the process ends even if no one has closed the box. */
const READ_LIMIT_MS = 60_000;

/** Shows in a system message box why this start ends. Resolves when it is closed, or after a minute. */
export async function sayLastWords(words: {
  readonly message: string;
  readonly detail: string;
  readonly close: string;
}): Promise<void> {
  await app.whenReady();
  const { message, detail, close } = words;
  const late = new Promise((settle) => setTimeout(settle, READ_LIMIT_MS));
  await Promise.race([
    showBox({ type: 'error', title: message, message, detail, buttons: [close], noLink: true }),
    late,
  ]);
}
