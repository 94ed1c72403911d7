import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The renderer's two pages. Main process and preload: build/bundles.mjs. */
export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [svelte({ configFile: false, prebundleSvelteLibraries: true })],
  cacheDir: at('node_modules/.vite'),
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The page's Content-Security-Policy allows no inline script, style or data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: [at('renderer/index.html'), at('renderer/quick.html')],
    },
  },
  server: { port: 5177, strictPort: true },
});
