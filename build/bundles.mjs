// How the main process, its helper processes and the preload are bundled.
// Every npm dependency goes into the bundle, so that the packaged app carries no node_modules.
import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { at } from './setup/places.mjs';

const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** One set of rolldown options for the main process (ES modules) and one for the preload (one CommonJS file). */
export function bundles({ minify = false } = {}) {
  return [
    {
      input: { main: at('main', 'main.ts'), ...helperProcesses() },
      platform: 'node',
      external,
      output: { dir: at('out', 'main'), format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', minify, sourcemap: !minify, cleanDir: true },
    },
    {
      input: { preload: at('preload', 'index.ts') },
      platform: 'node',
      external,
      // A sandboxed preload cannot be an ES module, nor load a second file.
      output: { dir: at('out', 'preload'), format: 'cjs', entryFileNames: '[name].cjs', minify, codeSplitting: false, cleanDir: true },
    },
  ];
}

/** `main/inventory/process.ts` and `main/x/name-process.ts` become `out/main/inventory-process.js` and `out/main/name-process.js`. */
function helperProcesses() {
  const entries = readdirSync(at('main'), { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|[/-])process\.ts$/.test(file))
    .map((file) => {
      const name = basename(file, '.ts');
      return [name === 'process' ? `${basename(dirname(file))}-process` : name, at('main', join(file))];
    });
  return Object.fromEntries(entries);
}
