// Which packages can be made on this computer, and for the others why not and where.
import { hasCommand } from '../setup/system.mjs';

const NATIVE = { win: 'win32', mac: 'darwin', linux: 'linux' };
const SYSTEM = { win: 'Windows', mac: 'macOS', linux: 'Linux' };

/** Every package that the project offers, with the reason why it cannot be made here, if there is one. */
export function targets({ standIn }) {
  return [
    { system: 'win', kind: 'nsis' },
    { system: 'win', kind: 'msi' },
    { system: 'mac', kind: 'dmg' },
    { system: 'linux', kind: 'AppImage' },
    { system: 'linux', kind: 'deb' },
  ].map((target) => ({ ...target, reason: obstacle(target, standIn) }));
}

function obstacle({ system, kind }, standIn) {
  if (process.platform !== NATIVE[system]) return `needs ${SYSTEM[system]}: run \`npm run package\` there`;
  if (kind === 'AppImage' && standIn) {
    return "its tools come from Electron's download host, which this computer does not reach: run `npm run package` on one that does";
  }
  if (kind === 'deb' && !hasCommand('dpkg-deb')) return 'needs dpkg-deb: run `npm run package` on Debian or Ubuntu';
  return undefined;
}
