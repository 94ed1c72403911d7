/** Compiles locales/*.json (ICU MessageFormat) to typed functions: shared/i18n/messages.gen.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

const root = new URL('../', import.meta.url);
/** The first is the source: the others must have its keys and arguments. */
export const locales = ['en', 'ja'];

export class MessageError extends Error {}

const fail = (key, text) => {
  throw new MessageError(`${key}: ${text}`);
};

/** Adds an argument and its type; one name has one type within a message. */
function note(args, key, name, type) {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) fail(key, `argument name "${name}" is not a plain word`);
  const known = args.get(name);
  if (known !== undefined && known !== type) fail(key, `argument "${name}" is used as ${known} and as ${type}`);
  args.set(name, type);
}

const styleOf = (key, node, kind) => {
  const style = node.style ?? 'medium';
  if (typeof style !== 'string' || !['short', 'medium', 'long', 'full'].includes(style))
    fail(key, `unknown ${kind} style`);
  return JSON.stringify(style);
};

const branch = (key, args, options, hash) =>
  Object.entries(options)
    .map(([name, { value }]) => `${JSON.stringify(name)}: () => ${expression(key, args, value, hash)}`)
    .join(', ');

function plural(key, args, node) {
  note(args, key, node.value, 'number');
  const shown = node.offset ? `a.${node.value} - ${node.offset}` : `a.${node.value}`;
  const kind = node.pluralType === 'ordinal' ? ", 'ordinal'" : '';
  return `r.plural(a.${node.value}, ${node.offset}, { ${branch(key, args, node.options, `r.number(${shown})`)} }${kind})`;
}

function select(key, args, node) {
  const names = Object.keys(node.options).sort();
  note(args, key, node.value, names.map((name) => `'${name}'`).join(' | '));
  return `r.select(a.${node.value}, { ${branch(key, args, node.options)} })`;
}

function part(key, args, node, hash) {
  switch (node.type) {
    case TYPE.literal:
      return JSON.stringify(node.value);
    case TYPE.argument:
      note(args, key, node.value, 'string');
      return `a.${node.value}`;
    case TYPE.number:
      if (node.style) fail(key, 'number styles are not supported');
      note(args, key, node.value, 'number');
      return `r.number(a.${node.value})`;
    case TYPE.date:
      note(args, key, node.value, 'Date');
      return `r.date(a.${node.value}, ${styleOf(key, node, 'date')})`;
    case TYPE.time:
      note(args, key, node.value, 'Date');
      return `r.time(a.${node.value}, ${styleOf(key, node, 'time')})`;
    case TYPE.plural:
      return plural(key, args, node);
    case TYPE.select:
      return select(key, args, node);
    case TYPE.pound:
      return hash ?? fail(key, '# outside a plural');
    default:
      return fail(key, 'markup is not supported');
  }
}

function expression(key, args, nodes, hash) {
  return nodes.length === 0 ? '""' : nodes.map((node) => part(key, args, node, hash)).join(' + ');
}

/** One message: its argument types by name and the source text of its body. */
export function compileMessage(key, text) {
  let nodes;
  try {
    nodes = parse(text, { ignoreTag: true, requiresOtherClause: true });
  } catch (error) {
    return fail(key, `is no ICU message (${error instanceof Error ? error.message : 'unknown error'})`);
  }
  const args = new Map();
  return { args, body: expression(key, args, nodes) };
}

const signature = (args) =>
  [...args]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => `readonly ${name}: ${type}`)
    .join('; ');

function insert(tree, key, leaf) {
  const path = key.split('.');
  const last = path.pop();
  let at = tree;
  for (const step of path) {
    at[step] ??= {};
    at = at[step];
    if (typeof at === 'string') fail(key, 'a message and a group have the same name');
  }
  if (at[last] !== undefined) fail(key, 'a message and a group have the same name');
  at[last] = leaf;
}

const render = (tree, depth, separator, mark) =>
  Object.entries(tree)
    .map(([name, value]) => {
      const pad = '  '.repeat(depth);
      const inner = typeof value === 'string' ? value : `{\n${render(value, depth + 1, separator, mark)}\n${pad}}`;
      return `${pad}${mark}${name}: ${inner}${separator}`;
    })
    .join('\n');

function compare(locale, source, texts) {
  const missing = Object.keys(source).filter((key) => !(key in texts));
  const extra = Object.keys(texts).filter((key) => !(key in source));
  if (missing.length > 0) fail(locale, `misses ${missing.join(', ')}`);
  if (extra.length > 0) fail(locale, `has unknown ${extra.join(', ')}`);
}

/** The generated module for `{ en: { key: text }, … }`; throws MessageError on the first disagreement. */
export function compileCatalogs(catalogs) {
  const [first, ...others] = Object.keys(catalogs);
  for (const other of others) compare(other, catalogs[first], catalogs[other]);
  const types = {};
  const bodies = Object.fromEntries(Object.keys(catalogs).map((locale) => [locale, {}]));
  for (const [key, text] of Object.entries(catalogs[first])) {
    if (!/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/.test(key)) fail(key, 'is no dotted key of plain words');
    const source = compileMessage(key, text);
    const shape = signature(source.args);
    insert(types, key, shape === '' ? '() => string' : `(a: { ${shape} }) => string`);
    for (const locale of Object.keys(catalogs)) {
      const { args, body } = locale === first ? source : compileMessage(`${locale} ${key}`, catalogs[locale][key]);
      if (signature(args) !== shape) fail(`${locale} ${key}`, `takes { ${signature(args)} } instead of { ${shape} }`);
      insert(bodies[locale], key, shape === '' ? `() => ${body}` : `(a) => ${body}`);
    }
  }
  return [
    '// Generated by build/i18n.mjs from locales/*.json.',
    "import type { MessageRuntime } from './runtime';",
    '',
    `export const locales = [${Object.keys(catalogs)
      .map((locale) => `'${locale}'`)
      .join(', ')}] as const;`,
    '',
    'export interface Messages {',
    render(types, 1, ';', 'readonly '),
    '}',
    ...Object.keys(catalogs).map(
      (locale) =>
        `\nexport const ${locale} = (r: MessageRuntime): Messages => ({\n${render(bodies[locale], 1, ',', '')}\n});`,
    ),
    '',
  ].join('\n');
}

export async function readCatalogs() {
  const read = async (locale) => [locale, JSON.parse(await readFile(new URL(`locales/${locale}.json`, root), 'utf8'))];
  return Object.fromEntries(await Promise.all(locales.map(read)));
}

/** Writes the module when it differs from what is there. */
export async function writeMessages() {
  const target = new URL('shared/i18n/messages.gen.ts', root);
  const text = compileCatalogs(await readCatalogs());
  const before = await readFile(target, 'utf8').catch(() => '');
  if (before !== text) await writeFile(target, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await writeMessages();
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    process.stderr.write(`locales: ${error.message}\n`);
    process.exitCode = 1;
  }
}
