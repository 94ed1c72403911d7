// npm run types: everything against the declared Electron, the main process once more against the oldest
// Electron it runs on, and the pages with Svelte's own checker.
import './setup/node-version.mjs';
import { generateSources } from './build.mjs';
import { at, isStarted, root } from './setup/places.mjs';
import { run } from './setup/run.mjs';
import { say, script } from './setup/say.mjs';

const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
const memory = (name) => ['--incremental', '--tsBuildInfoFile', at('node_modules', '.cache', `${name}.tsbuildinfo`)];
const checks = [
  { name: 'main', args: [tsc, '-p', 'tsconfig.json', ...memory('main')] },
  { name: 'main on the oldest Electron', args: [tsc, '-p', 'tsconfig.rt33.json', ...memory('rt33')] },
  { name: 'tests', args: [tsc, '-p', 'tsconfig.tests.json', ...memory('tests')] },
  {
    name: 'pages',
    args: [
      at('node_modules', 'svelte-check', 'bin', 'svelte-check'),
      '--tsconfig',
      'tsconfig.renderer.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ],
  },
];

/** Runs every check and returns the errors, as text; empty when there are none. */
export async function typeErrors() {
  await generateSources();
  const complaints = [];
  for (const { name, args } of checks) {
    const { code, output } = await run(process.execPath, args, { cwd: root });
    if (code !== 0) complaints.push(`types of ${name}:\n${output.trim()}`);
  }
  return complaints.join('\n\n');
}

if (isStarted(import.meta.url)) {
  await script(async () => {
    const complaints = await typeErrors();
    say(complaints === '' ? 'Types are sound.' : complaints);
    return complaints === '' ? 0 : 1;
  });
}
