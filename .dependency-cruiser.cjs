/**
 * Floors and cycles. Who may import which package: eslint.config.js.
 * A `port.ts` holds types only, so a lower floor may implement the port of a higher one.
 */
const PORT = '/ports?\\.ts$';
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const main = (...folders) => `^main/(${folders.join('|')})/`;

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two modules that need each other are one module, or need a third.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid('no-orphans', 'Nothing reaches this file.', { orphan: true, pathNot: '\\.(d|gen)\\.ts$|process\\.ts$' }, {}),
    forbid(
      'only-the-top-composes',
      'Only main.ts knows compose.ts.',
      { path: '^main/', pathNot: '^main/main\\.ts$' },
      { path: '^main/compose\\.ts$' },
    ),
    forbid(
      'desktop-is-for-the-top',
      'Only main.ts and compose.ts know the adapters.',
      { path: '^main/(?!desktop/|main\\.ts|compose\\.ts)' },
      { path: '^main/desktop/' },
    ),
    forbid(
      'store-is-the-floor',
      'The store knows shared/ only.',
      { path: main('store') },
      { path: '^main/(?!store/)', pathNot: PORT },
    ),
    forbid(
      'auth-and-settings',
      'They stand on store and shared.',
      { path: main('auth', 'settings') },
      { path: main('assistance', 'inventory', 'history', 'graph', 'desktop'), pathNot: PORT },
    ),
    forbid(
      'graph-and-history',
      'They stand on auth, settings, store and shared.',
      { path: main('graph', 'history') },
      { path: main('assistance', 'inventory', 'desktop'), pathNot: PORT },
    ),
    forbid(
      'assistance-or-inventory',
      'News between them travel through compose.ts.',
      { path: main('assistance') },
      { path: main('inventory'), pathNot: PORT },
    ),
    forbid(
      'inventory-or-assistance',
      'News between them travel through compose.ts.',
      { path: main('inventory') },
      { path: main('assistance'), pathNot: PORT },
    ),
    forbid(
      'shared-is-pure',
      'shared/ knows itself only.',
      { path: '^shared/' },
      { path: '^(main|preload|renderer|practice)/' },
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
