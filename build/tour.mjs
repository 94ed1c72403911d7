// npm run tour: the main job on the practice tenant, step by step, in a real Electron on a virtual screen.
import './setup/node-version.mjs';
import { electronVersion } from './electron.mjs';
import { build } from './build.mjs';
import { runProject } from './playwright.mjs';
import { at, isStarted } from './setup/places.mjs';
import { say, script } from './setup/say.mjs';
import { setup } from './setup.mjs';

/** Sets up, builds and runs the tour; returns the exit code. */
export async function tour(words = []) {
  await setup({ need: ['packages', 'system', 'desktop', 'runtime'] });
  await build();
  say(`\nGuided tour of Deskside on Electron ${electronVersion()}, practice tenant\n`);
  const code = await runProject('tour', words, { reporter: at('build', 'tour-reporter.mjs') });
  say(code === 0 ? '\nThe pictures are in out/tour/.' : '\nThe tour stopped early.');
  return code;
}

if (isStarted(import.meta.url)) await script(() => tour(process.argv.slice(2)));
