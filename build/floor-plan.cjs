/** Files that make up one room without a folder of their own; `files`: their names without `.ts`. */
const group = (name, files) => ({ name, files: files.split(' ') });

/**
 * The floors of the house, each list from the ground up. A room imports rooms of lower floors only: none beside it and
 * none above, types included. A room is a folder, a file, or a named group of files.
 * `.dependency-cruiser.cjs` makes the rules of it, `build/floors.mjs` measures that the code really stands so.
 */
const FLOORS = {
  main: [
    ['auth', 'store'],
    ['graph', 'history', 'instance', 'settings'],
    ['assistance', 'inventory', 'session'],
    ['desktop'],
    ['compose'],
    ['main.ts'],
  ],
  'main/assistance': [
    ['provider.ts'],
    [
      'providers',
      group('rules', 'card-notes evidence ids limits link-policy records schedule service-text state-machine'),
    ],
    [group('records', 'draft-data journal last-request replay')],
    [group('ports', 'api needs')],
    [group('state', 'cards confirmation draft-store drafts ledger phone-choices reconcile waiting-line')],
    [group('steps', 'delivery draft-desk follower opening preparation request-actions sending watcher')],
    ['assistance.ts'],
  ],
  'main/inventory': [
    ['index', 'port.ts', 'rows', 'sync'],
    ['live', 'snapshot'],
    ['process'],
    ['local'],
    ['finder.ts', 'found-through.ts', 'known-devices.ts', 'shortlist'],
    ['former-places.ts'],
  ],
  'main/inventory/index': [['columns'], ['lists'], ['segments'], ['search'], ['device-index.ts']],
};

const escaped = (text) => text.replaceAll('.', '\\.');
/** The name of a room, as it is printed. */
const nameOf = (room) => (typeof room === 'string' ? room : room.name);

/** A pattern for the paths of everything in the room; `folder` is the one that the list of floors is about. */
function patternOf(folder, room) {
  if (typeof room !== 'string') return `^${folder}/(?:${room.files.join('|')})\\.ts$`;
  return room.endsWith('.ts') ? `^${folder}/${escaped(room)}$` : `^${folder}/${escaped(room)}/`;
}

module.exports = { FLOORS, nameOf, patternOf };
