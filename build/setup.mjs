// Makes a fresh checkout ready, with Node's own modules only. Quick when there is nothing to do.
//   node build/setup.mjs               everything a run and the tests need
//   node build/setup.mjs --official    insist on the official Electron download
import './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { isStarted } from './setup/places.mjs';
import { ensureRuntime } from './setup/runtime.mjs';
import { say, script } from './setup/say.mjs';
import { ensureSystem } from './setup/system.mjs';

/**
 * Prepares the named things, in this order:
 * `packages` (npm), `system` (shared libraries), `desktop` (virtual screen, bus, keyring, fonts),
 * `browser` (Chromium and test tools), `runtime` (Electron).
 */
export async function setup({ need, officialOnly = false }) {
  if (need.includes('packages')) await ensurePackages();
  await ensureSystem(...['system', 'desktop', 'browser'].filter((group) => need.includes(group)));
  if (need.includes('runtime')) await ensureRuntime({ officialOnly });
}

/** Whether windows can be shown here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}

if (isStarted(import.meta.url)) {
  await script(async () => {
    await setup({
      need: ['packages', 'system', 'desktop', 'browser', 'runtime'],
      officialOnly: process.argv.includes('--official'),
    });
    say('Ready.');
  });
}
