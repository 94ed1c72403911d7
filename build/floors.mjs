// The floors and cycles of .dependency-cruiser.cjs. Called as a library: the command insists on a newer Node.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { at, isStarted } from './setup/places.mjs';
import { say, script } from './setup/say.mjs';

/** The exit code, after printing what is wrong. */
async function checkFloors() {
  const { forbidden, options } = createRequire(import.meta.url)(at('.dependency-cruiser.cjs'));
  const folders = ['main', 'preload', 'renderer', 'shared', 'practice'].filter((folder) => existsSync(at(folder)));
  const settings = { ...options, ruleSet: { forbidden }, validate: true, outputType: 'err' };
  const { output, exitCode } = await cruise(folders, settings, undefined, {
    tsConfig: extractTSConfig(at('tsconfig.json')),
  });
  say(output.trim());
  return exitCode;
}

if (isStarted(import.meta.url)) await script(checkFloors);
