// Reads the fuses back from a packaged program: what counts is the result, not the configuration.
import { getCurrentFuseWire } from '@electron/fuses';
import { Stop } from '../setup/say.mjs';

const ENABLED = 49;

/** By position in the fuse wire. A position that is not listed here is a fuse without a decision. */
const decided = [
  { name: 'RunAsNode', on: false },
  { name: 'EnableCookieEncryption', on: true },
  { name: 'EnableNodeOptionsEnvironmentVariable', on: false },
  { name: 'EnableNodeCliInspectArguments', on: false },
  { name: 'EnableEmbeddedAsarIntegrityValidation', on: true },
  { name: 'OnlyLoadAppFromAsar', on: true },
  { name: 'LoadBrowserProcessSpecificV8Snapshot', on: false },
  { name: 'GrantFileProtocolExtraPrivileges', on: false },
  { name: 'WasmTrapHandlers', on: true },
];

/** Stops unless every fuse of the program is set as decided; returns how many there are. */
export async function requireFuses(program) {
  const { version: _version, ...wire } = await getCurrentFuseWire(program);
  const wrong = Object.entries(wire).flatMap(([position, state]) => {
    const fuse = decided[Number(position)];
    if (fuse === undefined) return [`fuse ${position} is new in this Electron and undecided`];
    return (Number(state) === ENABLED) === fuse.on ? [] : [`${fuse.name} is ${fuse.on ? 'off' : 'on'}`];
  });
  if (wrong.length > 0)
    throw new Stop(
      `The packaged program is not hardened: ${wrong.join('; ')}.`,
      'See electron-builder.yml and build/package/fuses.mjs.',
    );
  return Object.keys(wire).length;
}
