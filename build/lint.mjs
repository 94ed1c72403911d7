// npm run lint: the house rules (ESLint), the format (Prettier), the floors and cycles (dependency-cruiser), dead exports (knip).
import './setup/node-version.mjs';
import { generateSources } from './build.mjs';
import { at, isStarted, root } from './setup/places.mjs';
import { run } from './setup/run.mjs';
import { say, script } from './setup/say.mjs';

const program = (...parts) => at('node_modules', ...parts);
const checks = [
  {
    name: 'eslint',
    args: [program('eslint', 'bin', 'eslint.js'), '.', '--cache', '--cache-location', program('.cache', 'eslint')],
  },
  {
    name: 'format',
    args: [
      program('prettier', 'bin', 'prettier.cjs'),
      '.',
      '--list-different',
      '--cache',
      '--cache-location',
      program('.cache', 'format'),
    ],
  },
  { name: 'floors', args: [at('build', 'floors.mjs')] },
  { name: 'knip', args: [program('knip', 'bin', 'knip.js'), '--no-progress'] },
];

/** Runs every check and returns the complaints, as text; empty when there are none. Prints the floors as measured. */
export async function lintErrors() {
  await generateSources();
  const complaints = [];
  for (const { name, args } of checks) {
    const { code, output } = await run(process.execPath, args, { cwd: root });
    if (code === 0 && name === 'floors') say(output.trim());
    if (code !== 0) complaints.push(`${name}:\n${output.trim()}`);
  }
  return complaints.join('\n\n');
}

if (isStarted(import.meta.url)) {
  await script(async () => {
    const complaints = await lintErrors();
    say(complaints === '' ? 'Lint is clean.' : complaints);
    return complaints === '' ? 0 : 1;
  });
}
