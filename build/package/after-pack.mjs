// electron-builder's afterPack hook: what belongs to an unpacked Electron, but not into a package.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

export default function removeLeftovers({ appOutDir, electronPlatformName }) {
  if (electronPlatformName === 'darwin') return;
  for (const name of ['resources/default_app.asar', 'version', '.stamp'])
    rmSync(join(appOutDir, name), { force: true });
}
