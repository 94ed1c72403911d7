// Measures the floors of build/floor-plan.cjs and checks every rule of .dependency-cruiser.cjs.
// dependency-cruiser is called as a library: its command insists on a newer Node.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cruise, format } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { at, isStarted, root } from './setup/places.mjs';
import { say, script } from './setup/say.mjs';

const load = createRequire(import.meta.url);
const { FLOORS, nameOf, patternOf } = load('./floor-plan.cjs');

/** The rooms of one folder by the floor that their imports put them on, and the files that belong to no room. */
function measure(modules, folder, floors) {
  const rooms = floors.flat().map((room) => ({ name: nameOf(room), pattern: new RegExp(patternOf(folder, room)) }));
  const roomOf = (path) => rooms.find(({ pattern }) => pattern.test(path))?.name;
  const below = new Map(rooms.map(({ name }) => [name, new Set()]));
  const strays = [];
  for (const { source, dependencies } of modules.filter(({ source }) => source.startsWith(`${folder}/`))) {
    const from = roomOf(source);
    if (from === undefined) strays.push(source);
    else for (const { resolved } of dependencies) below.get(from).add(roomOf(resolved));
  }
  const levelOf = (name, above = []) => {
    const rooms = [...below.get(name)].filter((room) => room !== undefined && room !== name && !above.includes(room));
    return Math.max(-1, ...rooms.map((room) => levelOf(room, [...above, name]))) + 1;
  };
  const measured = [];
  for (const { name } of rooms) (measured[levelOf(name)] ??= []).push(name);
  return { measured, strays };
}

/** Floors as one line of text. */
const drawn = (floors) => floors.map((floor) => [...floor].sort().join(' ')).join(' | ');

/** Prints the floors measured, and what is wrong. Returns the exit code. */
async function checkFloors(folder = root) {
  const { forbidden, options } = load(at('.dependency-cruiser.cjs'));
  process.chdir(folder);
  const settings = {
    ...options,
    tsConfig: { fileName: at('tsconfig.json') },
    ruleSet: { forbidden },
    validate: true,
  };
  const tops = ['main', 'preload', 'renderer', 'shared', 'practice'].filter((name) => existsSync(name));
  const { output } = await cruise(tops, settings, undefined, { tsConfig: extractTSConfig(at('tsconfig.json')) });
  const complaints = [];
  for (const [place, floors] of Object.entries(FLOORS)) {
    const { measured, strays } = measure(output.modules, place, floors);
    const planned = drawn(floors.map((floor) => floor.map(nameOf)));
    say(`Floors of ${place}: ${drawn(measured)}`);
    if (drawn(measured) !== planned) complaints.push(`Floors of ${place}: build/floor-plan.cjs says ${planned}.`);
    complaints.push(...strays.map((file) => `${file} is on no floor of build/floor-plan.cjs.`));
  }
  const circles = output.summary.violations.filter(({ rule }) => rule.name === 'no-cycles').length;
  say(`${circles} circles.`);
  const { output: text, exitCode } = await format(output, { outputType: 'err' });
  for (const line of [text.trim(), ...complaints]) say(line);
  return exitCode === 0 && complaints.length === 0 ? 0 : 1;
}

if (isStarted(import.meta.url)) await script(() => checkFloors(process.argv[2] && resolve(process.argv[2])));
