/** Who may import whom inside the house. Which packages: eslint.config.js. The floors: build/floor-plan.cjs. */
const { FLOORS, nameOf, patternOf } = require('./build/floor-plan.cjs');

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** For each room: what stands beside it and above it. */
const floorRules = Object.entries(FLOORS)
  .flatMap(([folder, floors]) =>
    floors.flatMap((floor, level) =>
      floor.map((room) => {
        const others = floors
          .slice(level)
          .flat()
          .filter((other) => other !== room);
        return forbid(
          `floors-of-${folder}`,
          `${nameOf(room)} imports lower floors only.`,
          { path: patternOf(folder, room) },
          { path: others.map((other) => patternOf(folder, other)) },
        );
      }),
    ),
  )
  .filter(({ to }) => to.path.length > 0);

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two modules that need each other, if only for a type, are one module, or need a third.',
      {},
      { circular: true },
    ),
    forbid('no-orphans', 'Nothing reaches this file.', { orphan: true, pathNot: '\\.(d|gen)\\.ts$|process\\.ts$' }, {}),
    ...floorRules,
    forbid(
      'shared-is-pure',
      'shared/ knows itself only.',
      { path: '^shared/' },
      { path: '^(main|preload|renderer|practice)/' },
    ),
    forbid(
      'requests-know-no-graph',
      'What Graph is, the providers alone know.',
      { path: '^main/assistance/(?!providers/)' },
      { path: '^main/graph/' },
    ),
    forbid(
      'practice-has-one-door',
      'Only main/desktop/practice brings the practice tenant in.',
      { path: '^main/(?!desktop/practice/)' },
      { path: '^practice/' },
    ),
    forbid(
      'ui-knows-no-feature',
      'A button knows nothing of devices.',
      { path: '^renderer/ui/' },
      { path: '^renderer/(app|features)/' },
    ),
    forbid(
      'features-are-apart',
      'A feature never reaches into another.',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|out|dist)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.svelte.ts', '.svelte', '.mjs', '.js'] },
  },
};
