import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (file) => `${folder}/${file.replaceAll('\\', '/')}`,
  );

const documents = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...['docs', 'practice', '.github'].flatMap(filesBelow).filter((file) => file.endsWith('.md')),
];
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Whatever can be named, with and without the ending of a source file. */
const sources = ['main', 'preload', 'renderer', 'shared', 'practice', 'build', 'locales', 'tests', 'docs', '.github'];
const known = new Set(
  [...sources, ...readdirSync(root), ...sources.flatMap(filesBelow)].flatMap((path) => [
    path,
    path.replace(/(\.svelte)?\.(ts|svelte|mjs)$/, ''),
  ]),
);
/** A path may be given from the folder that the text is about. */
const bases = ['', 'main/', 'main/inventory/', 'main/desktop/', 'practice/'];
/** Folders of the user's data, what commands write, and media types. */
const notSources = /^(out|dist|history|shortlist|drafts|inventory|accounts|logs)\/$|^(out|dist|application)\//;
const bareName = /^[\w-]+(\.svelte)?\.(ts|mjs|cjs|svelte)$/;

/** Null for a word that names no source file: an address, a pattern, a placeholder, a package. */
function isThere(word: string): boolean | null {
  if (!/^[\w.][\w./-]*$/.test(word) || /\bNAME\b/.test(word) || notSources.test(word)) return null;
  const path = word.replace(/\/$/, '');
  if (bareName.test(path)) return [...known].some((file) => file === path || file.endsWith(`/${path}`));
  if (!path.includes('/'))
    return word.endsWith('/') ? [...known].some((file) => file === path || file.endsWith(`/${path}`)) : null;
  return bases.some((base) => known.has(base + path));
}

/** The words of code, on a line and in blocks. */
const spans = (text: string): string[] =>
  [...text.matchAll(/^```\w*\n([^`]*)^```|`([^`\n]+)`/gm)].flatMap(([, block, span]) =>
    (block ?? span ?? '').split(/[\s,;()"'│├└─]+/),
  );

describe('the documents', () => {
  it.each(documents)('%s names only files that are there', (document) => {
    expect(spans(read(document)).filter((word) => isThere(word) === false)).toEqual([]);
  });

  it('are really looked through', () => {
    expect(documents).toEqual(
      expect.arrayContaining([
        'README.md',
        'CONTRIBUTING.md',
        'docs/recipes.md',
        'docs/security.md',
        'practice/README.md',
      ]),
    );
    expect(
      documents.flatMap((document) => spans(read(document))).filter((word) => isThere(word)).length,
    ).toBeGreaterThan(100);
    expect(['main/gone.ts', 'inventory/gone', 'gone.ts', 'practice/gone/'].map(isThere)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(['https://graph.microsoft.com', 'out/gone', 'locales/<tag>.json', '@azure/msal-node'].map(isThere)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it.each(documents)('%s links to nothing that is missing', (document) => {
    const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^[a-z]+:/.test(target));
    expect(links.filter((link) => !leadsSomewhere(document, link))).toEqual([]);
  });

  it('docs/security.md names only tests that are there', () => {
    const rows = read('docs/security.md')
      .split('\n')
      .filter((line) => /^\| R\d+ \|/.test(line));
    expect(rows.length).toBe(50);
    const named = rows.flatMap((row) => namedTests(row.split('|')[4] ?? ''));
    expect(named.length).toBeGreaterThan(80);
    expect(
      named.filter(({ rung, name }) => !testsOf(rung).some((test) => test === name || test.endsWith(`/${name}`))),
    ).toEqual([]);
  });

  it.each(
    ['docs', '.'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((file) => file.endsWith('.md'))
        .map((file) => join(folder, file)),
    ),
  )('%s calls only commands that package.json has', (document) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...read(document).matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name ?? '');
    expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || headings(read(target)).includes(anchor);
}

/** As GitHub makes anchors of them. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** `assistance/sending, store/csv; e2e main-job (as root)`: names of specs, of the unit rung unless another one is named. */
function namedTests(cell: string): { rung: string; name: string }[] {
  return cell
    .replace(/\([^)]*\)/g, '')
    .split(';')
    .map((group) => group.trim())
    .filter((group) => group !== '–' && !group.startsWith('lint'))
    .flatMap((group) => {
      const rung = /^(unit|contract|ui|e2e|chaos) /.exec(group)?.[1];
      const names = rung === undefined ? group : group.slice(rung.length);
      return names.split(',').map((name) => ({ rung: rung ?? 'unit', name: name.trim() }));
    });
}

const testsOf = (rung: string): string[] =>
  filesBelow(`tests/${rung}`)
    .filter((file) => /\.(spec|e2e)\.ts$/.test(file))
    .map((file) => file.slice(`tests/${rung}/`.length).replace(/\.(spec|e2e)\.ts$/, ''));
