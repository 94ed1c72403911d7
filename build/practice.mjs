// npm run practice: bundles the practice server and runs it. Sets up the packages when they are missing.
import './setup/node-version.mjs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { script, Stop } from './setup/say.mjs';
import { setup } from './setup.mjs';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'out/practice/server.mjs');

/** Bundles practice/server/index.ts; other scripts may import this. */
export async function bundlePractice() {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: path.join(root, 'practice/server/index.ts'),
    platform: 'node',
    external: [/^node:/],
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', sourcemap: true, codeSplitting: false });
  await bundle.close();
  return file;
}

async function main() {
  await setup({ need: ['packages'] });
  await bundlePractice().catch((cause) => {
    throw new Stop(`The practice server could not be built: ${cause?.message ?? cause}`, 'Run: npm run setup');
  });
  const { runPracticeCommand } = await import(pathToFileURL(file).href);
  const result = await runPracticeCommand(process.argv.slice(2));
  if ('exitCode' in result) return result.exitCode;
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void result.stop().then(() => process.exit(0)));
  return 0;
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) await script(main);
