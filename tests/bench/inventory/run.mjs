// node tests/bench/inventory/run.mjs [--official] [--devices=500000] [--growth=10000,50000] [--peers=ufuzzy,fts5] [--tenant-seed=1 --query-seed=2] [--out=out]
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const file = join(root, 'out', 'bench-inventory', 'bench.mjs');

/** Bundles the bench and runs it in a process of its own; resolves with its exit code. */
export async function runInventoryBench(words = []) {
  mkdirSync(dirname(file), { recursive: true });
  const bundle = await rolldown({
    input: join(root, 'tests', 'bench', 'inventory', 'bench.ts'),
    platform: 'node',
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const child = fork(file, ['--run', ...words], { cwd: root, execArgv: ['--expose-gc', '--max-old-space-size=8192'] });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await runInventoryBench(process.argv.slice(2));
