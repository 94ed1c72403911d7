// npm run practice: bundles the practice server and runs it. Needs nothing but the installed packages.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'out/practice/server.mjs');

/** Bundles practice/server.ts; other scripts may import this. */
export async function bundlePractice() {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ input: path.join(root, 'practice/server.ts'), platform: 'node', external: [/^node:/], logLevel: 'silent' });
  await bundle.write({ file, format: 'esm', sourcemap: true, codeSplitting: false });
  await bundle.close();
  return file;
}

async function main() {
  try {
    await bundlePractice();
  } catch (cause) {
    const missing = cause?.code === 'ERR_MODULE_NOT_FOUND';
    process.stderr.write(missing ? 'The packages are not installed; run "npm run setup" first.\n' : `The practice server could not be built: ${cause?.message ?? cause}\n`);
    process.exit(1);
  }
  const { runPracticeCommand } = await import(pathToFileURL(file).href);
  const result = await runPracticeCommand(process.argv.slice(2));
  if ('exitCode' in result) {
    process.exitCode = result.exitCode;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void result.stop().then(() => process.exit(0)));
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) await main();
