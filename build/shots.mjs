// npm run shots: pictures of every screen and state from the real app, in both languages and themes.
import './setup/node-version.mjs';
import { build } from './build.mjs';
import { runProject } from './playwright.mjs';
import { script } from './setup/say.mjs';
import { setup } from './setup.mjs';

await script(async () => {
  await setup({ need: ['packages', 'system', 'desktop', 'browser', 'runtime'] });
  await build();
  return runProject('shots', process.argv.slice(2));
});
