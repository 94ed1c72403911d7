import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const folders = ['main', 'preload', 'renderer', 'shared', 'practice', 'build', 'tests'];

/** Phrases that a reader has to decode, each with what to write instead. Only phrases with an equally short standard form. */
const replacements: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bdeeds?\b/i, 'action'],
  [/\b(?:some|no|any|every)body\b/i, 'the technician, the user, no one'],
  [/\bwhoever\b/i, 'the caller, the user, everyone who'],
  [/\bfor ever\b/i, 'forever'],
  [/\banew\b/i, 'again, recreated'],
  [/\bof no (?:more )?use any more\b/i, 'obsolete'],
  [/\bas far as\b/i, 'to the extent, up to'],
  [/\bbut for\b/i, 'except for, apart from'],
  [/\bwhat is kept\b/i, 'stored data'],
  [/\bgoes before\b/i, 'overrides'],
  [/\b(?:bears? (?:a|an|the|its|no|each)|borne by)\b/i, 'has'],
  [/\bmend(?:s|ed)?\b/i, 'fix'],
  [/\banswers (?:whether|null|true|false|undefined|how (?:far|long|many|often))\b/i, 'returns'],
];

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(?:ts|mjs|svelte)$/.test(file) && !file.endsWith('.gen.ts'));

/** Comments at the start or the end of a line, and titles of tests and groups, each on one line. */
function proseOf(source: string): readonly string[] {
  const blocks = source.match(/^[ \t]*\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//gm) ?? [];
  const lines = source.match(/^(?:[ \t]*\/\/.*\n)+| \/\/ .*$/gm) ?? [];
  const markup = source.match(/<!--[^>]*-->/g) ?? [];
  const titles = source.match(/(?:\b(?:describe|it|test)(?:\.\w+)?|\))\(\s*(?:'[^'\n]*'|"[^"\n]*"|`[^`]*`)/g) ?? [];
  return [...blocks, ...lines, ...markup, ...titles].map((text) =>
    text.replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ').trim(),
  );
}

/** The prose of a source with a phrase to replace, and the replacement. */
const toRewrite = (source: string): readonly string[] =>
  proseOf(source).flatMap((text) =>
    replacements.filter(([phrase]) => phrase.test(text)).map(([, instead]) => `${text} (write: ${instead})`),
  );

describe('comments and test titles', () => {
  it.each(folders)('in %s use standard words', (folder) => {
    const found = sourcesIn(folder)
      .filter((file) => file !== 'tests/unit/build/plain-language.spec.ts')
      .flatMap((file) => toRewrite(readFileSync(join(root, file), 'utf8')).map((text) => `${file}: ${text}`));
    expect(found).toEqual([]);
  });

  it.each([
    '/** The deed of a card. */',
    '/**\n * It is kept for\n * ever.\n */',
    'const one = 1; // Nobody reads this.',
    "  it('is sent to whoever asks', () => {",
    "  ])(\n    'starts %s anew',",
    '<!-- Stored as far as possible. -->',
  ])('are found: %j', (source) => {
    expect(toRewrite(source)).toHaveLength(1);
  });

  it.each([
    "const greeting = 'Hello, everybody';",
    '/** The bearer token of no one. */',
    "it('fixes it again', () => {",
  ])('are distinguished from code and from other words: %j', (source) => {
    expect(toRewrite(source)).toEqual([]);
  });
});
