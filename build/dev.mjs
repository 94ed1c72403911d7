// npm run dev: the pages with hot reload, the main process rebuilt and Electron restarted on changes.
import './setup/node-version.mjs';
import { spawn } from 'node:child_process';
import { generateSources } from './build.mjs';
import { bundles } from './bundles.mjs';
import { electronPath, launchArgs } from './electron.mjs';
import { at, root } from './setup/places.mjs';
import { say, script } from './setup/say.mjs';
import { setup } from './setup.mjs';

const RESTART_DELAY_MS = 50;

await script(async () => {
  await setup({ need: ['packages', 'system', 'runtime'] });
  await generateSources();
  const { createServer } = await import('vite');
  const { watch } = await import('rolldown');
  const server = await (await createServer({ configFile: at('vite.config.ts') })).listen();
  const url = server.resolvedUrls.local[0].replace(/\/$/, '');
  const watcher = watch(bundles());
  return new Promise((resolve) => {
    const app = restartable(url, async (code) => {
      await watcher.close();
      await server.close();
      resolve(code);
    });
    watcher.on('event', async (event) => {
      if (event.code === 'BUNDLE_END') await event.result.close();
      if (event.code === 'ERROR') say(event.error.message);
      if (event.code === 'END') app.restart();
    });
    process.once('SIGINT', app.stop).once('SIGTERM', app.stop);
  });
});

/** Electron, restarted after every build; when the user quits it, everything ends. */
function restartable(url, onQuit) {
  let child;
  let again = false;
  let timer;
  const start = () => {
    again = false;
    child = spawn(electronPath(), [...launchArgs(), root, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, VITE_DEV_SERVER_URL: url },
    });
    child.once('close', (code) => (again ? start() : void onQuit(code ?? 0)));
  };
  return {
    restart: () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (child === undefined) return start();
        say('Main process changed: restarting Electron.');
        again = true;
        child.kill();
      }, RESTART_DELAY_MS);
    },
    stop: () => child?.kill(),
  };
}
