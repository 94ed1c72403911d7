// npm run screens: compares every scene with the accepted one in tests/ui/accepted; `npm run screens -- --accept` accepts them as they are now.
// Other words go to Playwright, such as `-g home`.
import './setup/node-version.mjs';
import { build } from './build.mjs';
import { at, root } from './setup/places.mjs';
import { run } from './setup/run.mjs';
import { script } from './setup/say.mjs';
import { setup } from './setup.mjs';

await script(async () => {
  await setup({ need: ['packages', 'browser'] });
  await build();
  const words = process.argv.slice(2).map((word) => (word === '--accept' ? '--update-snapshots' : word));
  const { code } = await run(
    process.execPath,
    [at('node_modules', '@playwright', 'test', 'cli.js'), 'test', '--project=ui', 'tests/ui/screens.spec.ts', ...words],
    { cwd: root, show: true },
  );
  return code;
});
