// Runs one project of playwright.config.ts inside a private desktop; shared by tour, shots, bench and chaos.
import { runInDesktop } from './desktop-session.mjs';
import { at } from './setup/places.mjs';

/** Returns Playwright's exit code. `words` are passed on, such as a file name or `-g`. */
export function runProject(project, words = [], { env = {}, reporter } = {}) {
  const cli = at('node_modules', '@playwright', 'test', 'cli.js');
  const chosen = reporter === undefined ? [] : [`--reporter=${reporter}`];
  return runInDesktop(process.execPath, [cli, 'test', `--project=${project}`, ...chosen, ...words], { env });
}
