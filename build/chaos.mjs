// npm run chaos: the fault suite with its full counts (npm test runs a short count of each).
import './setup/node-version.mjs';
import { relative } from 'node:path';
import { build } from './build.mjs';
import { chaosFile } from './chaos-rows.mjs';
import { electronVersion } from './electron.mjs';
import { runRung } from './rungs.mjs';
import { root } from './setup/places.mjs';
import { say, script, secondsSince } from './setup/say.mjs';
import { setup } from './setup.mjs';

const LIMIT_MS = 3 * 60 * 60_000;

await script(async () => {
  await setup({ need: ['packages', 'system', 'desktop', 'browser', 'runtime'] });
  await build();
  const start = performance.now();
  const { passed, failed } = await runRung('chaos', {
    env: { DESKSIDE_CHAOS: 'full' },
    words: process.argv.slice(2),
    limitMs: LIMIT_MS,
    together: true,
  });
  say(`What was done is in ${relative(root, chaosFile)}.`);
  say(
    `chaos on Electron ${electronVersion()}: ${String(passed)} passed, ${String(failed)} failed (${secondsSince(start)})`,
  );
  return failed === 0 && passed > 0 ? 0 : 1;
});
