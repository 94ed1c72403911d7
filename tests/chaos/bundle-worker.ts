import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** Builds a worker, `new URL('worker.ts', import.meta.url)`, into one file in `folder` that plain Node runs; returns its path. */
export async function bundleWorker(source: URL, folder: string): Promise<string> {
  const input = fileURLToPath(source);
  const file = join(folder, `${basename(input, '.ts')}.mjs`);
  const electron = fileURLToPath(new URL('../support/electron-stub.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent', resolve: { alias: { electron } } });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
