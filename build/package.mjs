// npm run package: the packages that this computer can make, into dist/; for every other one it says why not.
//   npm run package -- --dir        only the unpacked, hardened app (fast)
//   npm run package -- --release    refuses unless everything is fit for release
// Without --release the file names say `test`.
import './setup/node-version.mjs';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { electronFolder, electronVersion, isStandIn } from './electron.mjs';
import { requireReleasable } from './package/release-gate.mjs';
import { targets } from './package/targets.mjs';
import { at } from './setup/places.mjs';
import { wantedVersion } from './setup/runtime.mjs';
import { say, script, secondsSince, Stop } from './setup/say.mjs';
import { setup } from './setup.mjs';

const UNPACKED = { win32: 'win-unpacked', linux: 'linux-unpacked', darwin: 'mac' }[process.platform];
const PROGRAM = { win32: 'Deskside.exe', linux: 'deskside', darwin: 'Deskside.app' }[process.platform];

await script(async () => {
  const words = process.argv.slice(2);
  const unknown = words.filter((word) => !['--dir', '--release'].includes(word));
  if (unknown.length > 0) throw new Stop(`Unknown: ${unknown.join(' ')}.`, 'Use --dir or --release.');
  const release = words.includes('--release');
  await setup({ need: ['packages', 'runtime'] });
  if (release)
    requireReleasable({
      version: electronVersion(),
      wanted: wantedVersion(),
      standIn: isStandIn(),
      today: new Date(),
      contacts: contacts(),
    });
  await build({ minify: true });
  return words.includes('--dir') ? packageDir() : packageAll(release);
});

function contacts() {
  const { homepage, author } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  return { homepage, 'author.email': author?.email };
}

async function packageDir() {
  const start = performance.now();
  await makePackages('dir', false);
  say(
    `dist/${UNPACKED} is ready on Electron ${electronVersion()}, ${await countFuses()} fuses as decided (${secondsSince(start)}). A test build.`,
  );
  return 0;
}

async function packageAll(release) {
  const all = targets({ standIn: isStandIn() });
  const possible = all.filter(({ reason }) => reason === undefined);
  const lines = all
    .filter(({ reason }) => reason !== undefined)
    .map(({ kind, reason }) => `  ${kind}: not made; ${reason}.`);
  for (const { kind } of possible) {
    const start = performance.now();
    say(`Making ${kind}…`);
    const [file] = await makePackages(kind, release);
    if (file === undefined) throw new Stop(`${kind} was not made.`);
    lines.push(`  ${kind}: ${file} (${Math.round(statSync(file).size / 1e6)} MB, ${secondsSince(start)}).`);
  }
  if (possible.length > 0) say(`${await countFuses()} fuses read back from dist/${UNPACKED}, all as decided.`);
  say(`\n${release ? 'Release' : 'Test packages'} on Electron ${electronVersion()}:\n${lines.sort().join('\n')}`);
  return possible.length > 0 ? 0 : 1;
}

/** Runs electron-builder for one kind of package; returns the new files. */
async function makePackages(kind, release) {
  const { build: pack, Platform } = await import('electron-builder');
  const mark = release ? '' : '-test';
  if (kind === 'dir') rmSync(at('dist', UNPACKED), { recursive: true, force: true });
  if (process.platform === 'linux') {
    process.env.CUSTOM_FPM_PATH = at('build', 'package', 'fpm.mjs');
    if (!release) process.env.DESKSIDE_DEB_LEVEL = '1';
  }
  const files = await pack({
    targets: Platform.current().createTarget(kind),
    publish: 'never',
    config: {
      extends: at('electron-builder.yml'),
      electronVersion: electronVersion(),
      electronDist: electronFolder(),
      artifactName: `deskside-\${version}${mark}-\${arch}.\${ext}`,
    },
  });
  return files.filter((file) => !file.endsWith('.blockmap') && !file.endsWith('.yml'));
}

async function countFuses() {
  const { requireFuses } = await import('./package/fuses.mjs');
  const folders = readdirSync(at('dist')).filter((name) => name.startsWith(UNPACKED));
  const counts = await Promise.all(folders.map((folder) => requireFuses(join(at('dist', folder), PROGRAM))));
  return Math.max(...counts);
}
