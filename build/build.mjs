// npm run build: renderer, main process and preload into out/. Skipped when no input has changed.
import './setup/node-version.mjs';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticesOf, recordModules } from './notices.mjs';
import { at, isStarted, root } from './setup/places.mjs';
import { lastWords, run } from './setup/run.mjs';
import { say, script, secondsSince, Stop } from './setup/say.mjs';

const SOURCES = ['main', 'preload', 'renderer', 'shared', 'practice', 'locales', 'build/licences'];
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'build/bundles.mjs',
  'build/build.mjs',
  'build/notices.mjs',
  'build/i18n.mjs',
  'build/icons.mjs',
];
/** Scripts that write a source file from other files. */
const GENERATORS = [
  {
    script: at('build', 'i18n.mjs'),
    writes: at('shared', 'i18n', 'messages.gen.ts'),
    from: 'the messages of locales/',
  },
  { script: at('build', 'icons.mjs'), writes: at('renderer', 'ui', 'icons.gen.ts'), from: 'the icons' },
  // After the messages, whose words it uses.
  { script: at('build', 'policies.mjs'), writes: at('docs', 'policies.md'), from: 'the table of preferences' },
];
const NOTICES = 'THIRD-PARTY-NOTICES.txt';
const stampFile = at('out', '.build-stamp');

/** Builds what changed since the last build; `minify` is for packages. */
export async function build({ minify = false, force = false } = {}) {
  const stamp = `${fingerprint()} ${minify ? 'minified' : 'plain'}`;
  if (!force && isBuilt(stamp)) return;
  const start = performance.now();
  rmSync(stampFile, { force: true });
  await generateSources();
  const modules = new Set();
  await Promise.all([buildRenderer(minify, modules), buildBundles(minify, modules)]);
  mkdirSync(at('out'), { recursive: true });
  writeFileSync(at('out', NOTICES), noticesOf(modules));
  writeFileSync(stampFile, stamp);
  say(`Built out/ (${secondsSince(start)}).`);
}

/** Runs the generators: typed messages of both languages, icons, the list of policies. */
export async function generateSources() {
  for (const { script: file, from } of GENERATORS.filter((generator) => existsSync(generator.script))) {
    const { code, output } = await run(process.execPath, [file], { cwd: root });
    if (code !== 0)
      throw new Stop(`Source code could not be generated from ${from}:
${lastWords(output, 20)}`);
  }
}

function isBuilt(stamp) {
  if (GENERATORS.some(({ script: file, writes }) => existsSync(file) && !existsSync(writes))) return false;
  const outputs = ['main/main.js', 'preload/preload.cjs', 'renderer/index.html', 'renderer/quick.html', NOTICES];
  if (!outputs.every((file) => existsSync(at('out', file)))) return false;
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function fingerprint() {
  const hash = createHash('sha256');
  const files = SOURCES.filter((folder) => existsSync(at(folder))).flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.gen.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, ...SETTINGS.map((name) => at(name)).filter((name) => existsSync(name))].sort()) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

async function buildRenderer(minify, modules) {
  const { build: viteBuild } = await import('vite');
  await explained('The pages', () =>
    viteBuild({
      configFile: at('vite.config.ts'),
      logLevel: 'warn',
      plugins: [recordModules(modules)],
      build: { minify: minify ? 'oxc' : false, sourcemap: !minify },
    }),
  );
}

async function buildBundles(minify, modules) {
  const { rolldown } = await import('rolldown');
  const { bundles } = await import('./bundles.mjs');
  await explained('The main process', async () => {
    for (const { output, ...input } of bundles({ minify })) {
      const bundle = await rolldown({ ...input, plugins: [recordModules(modules)], logLevel: 'warn' });
      await bundle.write(output);
      await bundle.close();
    }
  });
}

async function explained(what, work) {
  try {
    await work();
  } catch (error) {
    throw new Stop(`${what} could not be built:\n${error instanceof Error ? error.message : String(error)}`);
  }
}

if (isStarted(import.meta.url)) {
  await script(async () => {
    await build({ minify: process.argv.includes('--minify'), force: process.argv.includes('--force') });
  });
}
