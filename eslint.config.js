import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';

import regexp from 'eslint-plugin-regexp';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which npm packages a folder may import. A package that is named nowhere is for the build and the tests. */
const allowed = {
  'shared/**': ['valibot'],
  'preload/**': ['electron'],
  'renderer/**': ['svelte', 'bits-ui', 'tinykeys', '@fluentui/svg-icons', '@fluentui/tokens', 'valibot'],
  'practice/**': ['hono', 'jose', '@peculiar/x509', 'reflect-metadata', 'valibot'],
  'main/**': ['valibot'],
  'main/auth/**': ['valibot', '@azure/msal-node'],
  'main/store/**': ['valibot', 'electron-store', 'csv-stringify', 'hucre'],
  'main/history/**': ['valibot'],
  'main/{main.ts,compose/**}': ['electron', 'valibot'],
  'main/desktop/**': ['electron', 'electron-log', 'valibot'],
};

/** Which top folders a folder may not import. dependency-cruiser judges main/desktop, where paths alone do not tell. */
const NOT_FOR = {
  'shared/**': ['main', 'preload', 'renderer', 'practice'],
  'preload/**': ['main', 'renderer', 'practice'],
  'renderer/**': ['main', 'preload', 'practice'],
  'practice/**': ['main', 'preload', 'renderer'],
  'main/**': ['preload', 'renderer', 'practice'],
  'main/desktop/**': ['preload', 'renderer'],
};
const WITHOUT_NODE = new Set(['shared/**', 'preload/**', 'renderer/**']);

const packages = Object.keys(
  JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).devDependencies,
);
const forbid = (group, message) => ({ group, message });
const escapeHatch = (name, message) => ({ name: 'electron', importNames: [name, 'default'], message });
const onlyInIpc = escapeHatch('ipcMain', 'Only main/desktop/ipc uses ipcMain.');
const onlyThere = escapeHatch('dialog', 'Only main/desktop/platform/system-dialogs.ts uses dialog.');
const onlyInSecurity = escapeHatch('shell', 'Only main/desktop/security opens things outside the app.');

/** The whole import rule of one folder. Complete each time: a later entry of a flat config replaces an earlier one. */
function layer(files, { as = files, ipc = false, security = false, dialogs = false } = {}) {
  const mayUse = new Set(allowed[as] ?? allowed[`${as.split('/')[0]}/**`]);
  const banned = packages.filter((name) => !mayUse.has(name)).flatMap((name) => [name, `${name}/*`]);
  const patterns = [
    forbid(banned, 'This package belongs to another layer: see the table in eslint.config.js.'),
    ...(NOT_FOR[as] ?? NOT_FOR[`${as.split('/')[0]}/**`]).map((folder) => ({
      regex: `^(\\.\\./)+${folder}(/|$)`,
      message: `${files} does not import ${folder}/.`,
    })),
    ...(WITHOUT_NODE.has(files) ? [forbid(['node:*'], `${files} runs in any JavaScript engine.`)] : []),
  ];
  const bare = builtinModules
    .filter((name) => !name.startsWith('_'))
    .map((name) => ({ name, message: `Write node:${name}.` }));
  const hatches = [...(ipc ? [] : [onlyInIpc]), ...(security ? [] : [onlyInSecurity]), ...(dialogs ? [] : [onlyThere])];
  const electron = mayUse.has('electron') ? hatches : [];
  return { files: [files], rules: { 'no-restricted-imports': ['error', { paths: [...bare, ...electron], patterns }] } };
}

/** From wide to narrow: for a file that several entries match, the last one counts. */
const layers = [
  ...['shared/**', 'preload/**', 'renderer/**', 'practice/**', 'main/**'].map((files) => layer(files)),
  ...['main/auth/**', 'main/store/**', 'main/history/**', 'main/{main.ts,compose/**}', 'main/desktop/**'].map((files) =>
    layer(files),
  ),
  layer('main/desktop/ipc/**', { as: 'main/desktop/**', ipc: true }),
  layer('main/desktop/security/**', { as: 'main/desktop/**', security: true }),
  layer('main/desktop/platform/system-dialogs.ts', { as: 'main/desktop/**', dialogs: true }),
];

const banned = {
  plainText: { selector: '[property.name="setUsePlainTextEncryption"]', message: 'Secrets are encrypted or not kept.' },
  defaultExport: { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  markup: {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
    message: 'Text goes in as text.',
  },
  inlineStyle: {
    selector: 'SvelteAttribute[key.name="style"]',
    message: 'The page forbids inline styles; use a class or a style: directive.',
  },
  onlyOne: {
    selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|todo|fixme)$/]',
    message: 'Every test runs.',
  },
  waiting: {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for a state, not for time.',
  },
};
const product = ['main/**/*.ts', 'preload/**/*.ts', 'renderer/**/*.{ts,svelte}', 'shared/**/*.ts', 'practice/**/*.ts'];
const relaxed = (...names) => Object.fromEntries(names.map((name) => [`@typescript-eslint/${name}`, 'off']));

export default tseslint.config(
  { ignores: ['node_modules/', 'out/', 'dist/', '.runtime/', '**/*.gen.ts', '**/*.d.mts'] },
  { linterOptions: { noInlineConfig: true } },
  {
    plugins: { 'simple-import-sort': simpleImportSort },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 460, skipBlankLines: true, skipComments: true }],
      'no-constant-binary-expression': 'error',
      'no-constant-condition': 'error',
      'no-dupe-keys': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-fallthrough': 'error',
      'no-irregular-whitespace': 'error',
      'no-new-func': 'error',
      'no-undef': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.{mjs,cjs,js}'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.renderer.json', 'tsconfig.tests.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-undef': 'off',
      'simple-import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^\\.\\.', '^\\.']] }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/parameter-properties': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Ports are plain objects of functions, and async by contract, not by need.
      ...relaxed(
        'require-await',
        'no-unnecessary-type-parameters',
        'no-confusing-void-expression',
        'unbound-method',
        'no-unsafe-class-instance-assignment',
      ),
    },
  },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'no-undef': 'off',
      'no-unused-vars': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$bindable'] }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/no-useless-children-snippet': 'error',
    },
  },
  { files: ['**/*.svelte.ts'], languageOptions: { parser: tseslint.parser } },
  // Both judge by guess: svelte-check knows the real warnings, and a Map that is replaced whole needs no reactivity of its own.
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: { 'svelte/no-unused-svelte-ignore': 'off', 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: product,
    plugins: { regexp },
    rules: {
      // Foreign text of any length must never make a pattern slow: no more than linear work, wherever a match may begin.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
      'no-console': 'error',
      'max-lines-per-function': ['error', { max: 125, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-restricted-syntax': ['error', banned.plainText, banned.defaultExport, banned.markup, banned.inlineStyle],
    },
  },
  {
    files: product.filter((files) => !files.includes('svelte')).concat('renderer/**/*.ts'),
    ignores: ['**/*.svelte.ts'],
    rules: {
      // A number that never changes is a constant, wherever it stands; what a function works out is not.
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'variable', modifiers: ['const', 'global'], types: ['number'], format: ['UPPER_CASE'] },
      ],
    },
  },
  // `call<void, …>`: a call without input or answer.
  { files: ['shared/contract/**'], rules: relaxed('no-invalid-void-type') },
  // The synchronous safeStorage is deprecated in the declared Electron and the only one in the oldest.
  { files: ['main/desktop/**'], rules: relaxed('no-deprecated') },
  {
    files: ['main/compose/**'],
    rules: {
      // A part that is made later may be called before it is there: no closure reaches ahead.
      '@typescript-eslint/no-use-before-define': ['error', { functions: false, typedefs: false, variables: true }],
    },
  },
  ...layers,
  {
    files: ['tests/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 540, skipBlankLines: true, skipComments: true }],
      'no-empty-pattern': 'off',
      'no-new-func': 'off',
      'no-restricted-syntax': ['error', banned.plainText, banned.onlyOne, banned.waiting],
      ...relaxed(
        'no-non-null-assertion',
        'explicit-module-boundary-types',
        'no-empty-function',
        'no-unnecessary-condition',
        'no-implied-eval',
      ),
      ...relaxed(
        'no-unsafe-assignment',
        'no-unsafe-member-access',
        'no-unsafe-return',
        'no-unsafe-argument',
        'no-unsafe-call',
      ),
    },
  },
);
