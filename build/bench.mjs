// npm run bench: the budgets, measured; name a file to run only that one (npm run bench -- search).
import './setup/node-version.mjs';
import { build } from './build.mjs';
import { electronVersion } from './electron.mjs';
import { runProject } from './playwright.mjs';
import { say, script } from './setup/say.mjs';
import { setup } from './setup.mjs';

await script(async () => {
  await setup({ need: ['packages', 'system', 'desktop', 'browser', 'runtime'] });
  await build({ minify: true });
  say(`Measuring on Electron ${electronVersion()}, Node ${process.versions.node}.`);
  return runProject('bench', process.argv.slice(2));
});
