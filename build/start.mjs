// npm start: the app itself; on a Linux computer without a display the guided tour.
// Words after `--` go to the app: npm start -- --hidden
import './setup/node-version.mjs';
import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { electronPath, electronVersion, isStandIn, launchArgs } from './electron.mjs';
import { root } from './setup/places.mjs';
import { say, script, Stop } from './setup/say.mjs';
import { hasDisplay, setup } from './setup.mjs';
import { tour } from './tour.mjs';

await script(async () => {
  if (!hasDisplay()) {
    say('There is no display here, so this is the guided tour on a virtual screen.');
    return tour();
  }
  await setup({ need: ['packages', 'system', 'runtime'] });
  await build();
  say(`Starting Deskside on Electron ${electronVersion()}${isStandIn() ? ' (stand-in, for development only)' : ''}…`);
  return start();
});

function start() {
  const child = spawn(electronPath(), [...launchArgs(), root, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.once('SIGINT', () => child.kill('SIGINT')).once('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Stop(`Electron could not be started: ${error.message}`, 'Run: npm run setup')),
    );
    child.once('close', (code) => resolve(code ?? 1));
  });
}
