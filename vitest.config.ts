import { fileURLToPath } from 'node:url';
import { compileModule } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Compiles the window's state classes (`*.svelte.ts`) for the browser's runtime, effects included.
 * The ordinary Svelte plugin compiles for a server whenever Vitest runs in Node, and there effects never run.
 */
const stateClasses: Plugin = {
  name: 'state-classes',
  enforce: 'post',
  transform(code, id) {
    if (!/\.svelte\.ts$/.test(id)) return null;
    const { js } = compileModule(code, { filename: id, generate: 'client', dev: true });
    return { code: js.code, map: js.map };
  },
};

const rung = (name: string, limitMs: number) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.spec.ts`], testTimeout: limitMs, hookTimeout: limitMs },
});

/** The rungs that need Node only. The others: playwright.config.ts. */
export default defineConfig({
  plugins: [stateClasses],
  cacheDir: at('node_modules/.vite'),
  resolve: {
    alias: [
      // electron-store imports Electron; in plain Node it gets a stand-in that offers nothing.
      { find: /^electron$/, replacement: at('tests/support/electron-stub.ts') },
      { find: /^svelte$/, replacement: at('node_modules/svelte/src/index-client.js') },
      { find: /^svelte\/reactivity$/, replacement: at('node_modules/svelte/src/reactivity/index-client.js') },
    ],
  },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    passWithNoTests: false,
    server: { deps: { inline: ['electron-store', 'conf'] } },
    projects: [rung('unit', 15_000), rung('contract', 15_000), rung('chaos', 300_000)],
  },
});
