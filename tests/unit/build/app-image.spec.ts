import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, Platform } from 'electron-builder';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** electron-builder's own desktop entry of the AppImage, computed from our configuration; the image itself needs tools from the network. */
async function desktopEntry(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskside-image-'));
  let entry = '';
  try {
    await writeFile(join(folder, 'deskside'), '');
    await build({
      targets: Platform.LINUX.createTarget('AppImage'),
      projectDir: root,
      prepackaged: folder,
      publish: 'never',
      config: {
        extends: join(root, 'electron-builder.yml'),
        electronVersion: '45.4.1',
        directories: { output: join(folder, 'dist') },
      },
      // Answering true ends the build before the image is made.
      effectiveOptionComputed: (options: { desktop: string }) => {
        entry = options.desktop;
        return Promise.resolve(true);
      },
    });
    return entry;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('the AppImage starts the app with its sandbox', async () => {
  const lines = (await desktopEntry()).split('\n');
  expect(lines.filter((line) => line.startsWith('Exec='))).toEqual(['Exec=AppRun %U']);
});
