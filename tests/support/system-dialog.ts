import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const run = promisify(execFile);
const OPEN_LIMIT_MS = 20_000;

/** A message box of the operating system, found by its title and answered with keys, as a person does. */
export interface SystemDialog {
  /** Presses the button that has the focus when the box opens: the safe one. */
  pressDefault(): Promise<void>;
  /** Presses Esc. */
  escape(): Promise<void>;
  /** Goes to the other button and presses it. */
  proceed(): Promise<void>;
}

/** Waits for the box of this title. There is no window manager on the test's screen, so the box is given the keyboard here. */
export async function systemDialog(title: string): Promise<SystemDialog> {
  await expect
    .poll(() => isOpen(title), { timeout: OPEN_LIMIT_MS, message: `a dialog with the title ${title}` })
    .toBe(true);
  const answer = async (...keys: readonly string[]): Promise<void> => {
    await pressInWindow(title, ...keys);
    await expect.poll(() => isOpen(title), { message: `the dialog ${title} is gone` }).toBe(false);
  };
  return {
    pressDefault: () => answer('Return'),
    escape: () => answer('Escape'),
    proceed: () => answer('Tab', 'Return'),
  };
}

/** Presses keys in the window of this title, as the keyboard would: what only the system hears is heard too. */
export async function pressInWindow(title: string, ...keys: readonly string[]): Promise<void> {
  await focus(title);
  for (const key of keys) await run('xdotool', ['key', '--clearmodifiers', key]);
}

/** True while a box of this title is on the screen. */
export const isOpen = async (title: string): Promise<boolean> => (await windowsOf(title)).length > 0;

async function windowsOf(title: string): Promise<readonly string[]> {
  const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', '']).catch(() => ({ stdout: '' }));
  const ids = stdout.split('\n').filter((id) => id !== '');
  const titles = await Promise.all(ids.map(titleOf));
  return ids.filter((_id, index) => titles[index] === title);
}

/** The search compares names without the characters outside ASCII. A window may be gone by now. */
const titleOf = (id: string): Promise<string | null> =>
  run('xdotool', ['getwindowname', id]).then(
    ({ stdout }) => stdout.trimEnd(),
    () => null,
  );

async function focus(title: string): Promise<void> {
  const [id] = await windowsOf(title);
  if (id === undefined) throw new Error(`No dialog with the title ${title}`);
  await run('xdotool', ['windowfocus', '--sync', id]);
}
