// npm test: lint, types, build, then every rung of the ladder; `npm test -- unit ui` runs only those.
// The last line is `N passed, N failed`; lint, types and build count as one each.
import './setup/node-version.mjs';
import { build, generateSources } from './build.mjs';
import { electronVersion, isStandIn } from './electron.mjs';
import { lintErrors } from './lint.mjs';
import { rungs, runRung } from './rungs.mjs';
import { say, script, secondsSince, Stop } from './setup/say.mjs';
import { setup } from './setup.mjs';
import { typeErrors } from './types.mjs';

const steps = ['lint', 'types', ...Object.keys(rungs)];

await script(async () => {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : steps;
  const unknown = chosen.filter((name) => !steps.includes(name));
  if (unknown.length > 0)
    throw new Stop(`There is no test rung called ${unknown.join(', ')}.`, `Choose from: ${steps.join(', ')}.`);
  await setup({ need: ['packages', 'system', 'desktop', 'browser', 'runtime'] });
  const note = isStandIn() ? ' (stand-in runtime)' : '';
  say(
    `Testing on Electron ${electronVersion()}${note}, Node ${process.versions.node}, ${process.platform} ${process.arch}.`,
  );
  await generateSources();
  const results = [
    ...(await Promise.all([
      ...(chosen.includes('lint') ? [check('lint', lintErrors)] : []),
      ...(chosen.includes('types') ? [check('types', typeErrors)] : []),
    ])),
    await check('build', buildErrors),
  ];
  for (const name of Object.keys(rungs).filter((rung) => chosen.includes(rung))) results.push(await climb(name));
  return summary(results);
});

async function check(name, work) {
  const start = performance.now();
  const complaints = await work();
  if (complaints !== '') say(`\n${complaints}\n`);
  return told({ name, passed: complaints === '' ? 1 : 0, failed: complaints === '' ? 0 : 1, skipped: 0 }, start);
}

async function buildErrors() {
  try {
    await build();
    return '';
  } catch (error) {
    if (error instanceof Stop) return error.message;
    throw error;
  }
}

async function climb(name) {
  say(`\n=== ${name}`);
  const start = performance.now();
  const count = await runRung(name, { env: { DESKSIDE_CHAOS: process.env.DESKSIDE_CHAOS ?? 'short' } });
  const ranNone = count.passed + count.failed === 0;
  if (ranNone) say(`${name}: no test ran, which counts as a failure.`);
  return told({ name, ...count, failed: ranNone ? 1 : count.failed }, start);
}

function told(result, start) {
  const skipped = result.skipped > 0 ? `, ${String(result.skipped)} skipped` : '';
  const line = `${result.name}: ${String(result.passed)} passed, ${String(result.failed)} failed${skipped} (${secondsSince(start)})`;
  say(line);
  return { ...result, line };
}

function summary(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  say(`\nElectron ${electronVersion()}`);
  for (const { line } of results) say(`  ${line}`);
  say(`${String(sum('passed'))} passed, ${String(sum('failed'))} failed`);
  return sum('failed') === 0 ? 0 : 1;
}
