// How the main process, its helper processes and the preload are bundled.
// Every npm dependency goes into the bundle, so that the packaged app carries no node_modules.
import { builtinModules } from 'node:module';
import { at } from './setup/places.mjs';

const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** One set of rolldown options for the main process (ES modules) and one for the preload (one CommonJS file). */
export function bundles({ minify = false } = {}) {
  return [
    {
      input: {
        main: at('main', 'main.ts'),
        'inventory-process': at('main', 'inventory', 'process', 'inventory-process.ts'),
      },
      platform: 'node',
      external,
      output: {
        dir: at('out', 'main'),
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        minify,
        sourcemap: !minify,
        cleanDir: true,
      },
    },
    {
      input: { preload: at('preload', 'index.ts') },
      platform: 'node',
      external,
      // A sandboxed preload cannot be an ES module, nor load a second file.
      output: {
        dir: at('out', 'preload'),
        format: 'cjs',
        entryFileNames: '[name].cjs',
        minify,
        codeSplitting: false,
        cleanDir: true,
      },
    },
  ];
}
