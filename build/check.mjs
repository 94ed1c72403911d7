// npm run check: lint, types and unit tests side by side, for the minute between two edits.
//   npm run check -- FILE   passes words on to the unit tests, for example the path of one test
import './setup/node-version.mjs';
import { generateSources } from './build.mjs';
import { lintErrors } from './lint.mjs';
import { at, root } from './setup/places.mjs';
import { run } from './setup/run.mjs';
import { say, script, secondsSince } from './setup/say.mjs';
import { setup } from './setup.mjs';
import { typeErrors } from './types.mjs';

await script(async () => {
  await setup({ need: ['packages'] });
  await generateSources();
  const start = performance.now();
  const results = await Promise.all([check('lint', lintErrors), check('types', typeErrors), check('unit', unitErrors)]);
  const failed = results.filter(({ complaints }) => complaints !== '');
  for (const { name, complaints } of failed) say(`\n=== ${name}\n${complaints}`);
  say('');
  for (const { name, complaints, time } of results)
    say(`${complaints === '' ? 'ok    ' : 'FAILED'}  ${name} (${time})`);
  say(
    failed.length === 0
      ? `All is well (${secondsSince(start)}).`
      : `${failed.map(({ name }) => name).join(', ')} failed (${secondsSince(start)}).`,
  );
  return failed.length === 0 ? 0 : 1;
});

/** Runs one of the three; says at once when it has ended, and returns its complaints, empty when there are none. */
async function check(name, work) {
  const start = performance.now();
  const complaints = await work();
  const time = secondsSince(start);
  say(`${name} has ended (${time})${complaints === '' ? '' : ' with complaints'}.`);
  return { name, complaints, time };
}

async function unitErrors() {
  const args = [
    at('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    'unit',
    '--reporter',
    'dot',
    ...process.argv.slice(2),
  ];
  const { code, output } = await run(process.execPath, args, { cwd: root, env: { NO_COLOR: '1' } });
  // Without the rows of dots.
  return code === 0 ? '' : output.replace(/^[·x*-]+$/gm, '').trim();
}
