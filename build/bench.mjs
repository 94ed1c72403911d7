// npm run bench: the budgets, measured into out/bench.json; name files to run only those (npm run bench -- inventory).
import './setup/node-version.mjs';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { build } from './build.mjs';
import { electronVersion } from './electron.mjs';
import { runProject } from './playwright.mjs';
import { at } from './setup/places.mjs';
import { say, script } from './setup/say.mjs';
import { setup } from './setup.mjs';

const results = at('out', 'bench.json');

await script(async () => {
  await setup({ need: ['packages', 'system', 'desktop', 'browser', 'runtime'] });
  await build({ minify: true });
  say(`Measuring on Electron ${electronVersion()}, Node ${process.versions.node}.`);
  const words = process.argv.slice(2);
  if (words.length === 0) rmSync(results, { force: true });
  const code = await runProject('bench', words);
  say(table());
  return code;
});

/** Every figure of out/bench.json; a missed budget is reported, but never ends with an error. */
function table() {
  if (!existsSync(results)) return 'Nothing was measured.';
  const rows = JSON.parse(readFileSync(results, 'utf8')).map(({ name, value, unit, budget, pass }) => [
    name,
    `${String(value)} ${unit}`,
    budget === null ? '' : `≤ ${String(budget)} ${unit}`,
    budget === null ? '' : pass ? 'met' : 'MISSED',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return `\n${rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
