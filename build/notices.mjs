// Which packages the bundles contain, and the notice that is shipped with them: out/THIRD-PARTY-NOTICES.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, root } from './setup/places.mjs';
import { Stop } from './setup/say.mjs';

/** Licences that let a package be shipped inside the app as long as their text goes with it. */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** Our own files with something of a package copied into them, which no import shows. */
const COPIED_INTO = {
  'renderer/ui/icons.gen.ts': '@fluentui/svg-icons',
  // Imports tokens.css, whose colours and sizes are those of Fluent.
  'renderer/ui/base.css': '@fluentui/tokens',
};

/** What a package leaves out of its own folder. */
const MISSING = {
  // The text of the repository that the package is built from.
  '@fluentui/svg-icons': { text: readFileSync(at('build', 'licences', 'fluentui-system-icons.txt'), 'utf8') },
  // package.json names no licence; the LICENSE beside it is MIT.
  'svelte-toolbelt': { licence: 'MIT' },
};

/** Modules that a bundler adds by itself, by the beginning of their id. */
const ADDED_BY = { '\0rolldown/': 'rolldown', '\0vite/': 'vite' };

const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** A rolldown and Vite plugin that adds to `ids` every module that still has code in the output after tree shaking. */
export function recordModules(ids) {
  return {
    name: 'record-modules',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(file.modules)) {
          // Style sheets leave the chunk and become files of their own.
          if (renderedLength > 0 || /\.css(\?|$)/.test(id)) ids.add(id);
        }
      }
    },
  };
}

/**
 * The notices of all packages that the modules belong to, sorted by name.
 * `folder` is the checkout, with the node_modules of what a bundler adds.
 * @throws Stop for a module of unknown origin, a package without a licence text, and a licence that is not allowed
 */
export function noticesOf(ids, folder = root) {
  const folders = new Set([...ids].flatMap((id) => packageFolder(id, slashed(folder)) ?? []));
  const packages = [...folders]
    .map(readPackage)
    .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  return `${[INTRODUCTION, ...packages.map(notice)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const INTRODUCTION = `Deskside contains the packages below, each under its own licence.
Electron, Chromium and Node.js are named in LICENSE.electron.txt and LICENSES.chromium.html.`;

const slashed = (path) => path.replaceAll('\\', '/');

/** Null for a source file of our own. */
function packageFolder(rawId, folder) {
  const added = Object.entries(ADDED_BY).find(([beginning]) => rawId.startsWith(beginning));
  if (added !== undefined) return `${folder}/node_modules/${added[1]}`;
  const id = slashed(rawId).replace(/^\0/, '').replace(/\?.*$/, '');
  const found = PACKAGE.exec(id)?.[1];
  if (found !== undefined) return found;
  if (!id.startsWith(`${folder}/`))
    throw new Stop(`A bundle contains a module of unknown origin: ${id}`, 'Name it in build/notices.mjs.');
  const copied = COPIED_INTO[id.slice(folder.length + 1)];
  return copied === undefined ? null : `${folder}/node_modules/${copied}`;
}

function readPackage(folder) {
  const { name, version, license, homepage, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const licence = license ?? MISSING[name]?.licence;
  if (!isAllowed(licence)) {
    throw new Stop(
      `${name} ${version} may not be shipped: its licence is ${licence ?? 'not named'}.`,
      'See the licences in build/notices.mjs.',
    );
  }
  const texts = [...textsOf(folder), ...(MISSING[name]?.text === undefined ? [] : [MISSING[name].text])];
  if (texts.length === 0) {
    throw new Stop(
      `${name} ${version} may not be shipped: it has no licence text.`,
      'Add the text of its repository to build/licences and build/notices.mjs.',
    );
  }
  return { name, version, licence, source: sourceOf(homepage, repository), texts };
}

/** The licence first, then what it asks to be shipped as well (Apache's NOTICE). */
function textsOf(folder) {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  const licences = files.filter((file) => /^(licen[cs]e|copying)([.-]|$)/i.test(file));
  const notices = licences.length === 0 ? [] : files.filter((file) => /^notice([.-]|$)/i.test(file));
  return [...licences, ...notices]
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .filter((text) => text.trim() !== '');
}

/** Of an SPDX expression: one choice of an OR is enough, an AND needs all. */
function isAllowed(expression) {
  if (typeof expression !== 'string') return false;
  return expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}

const sourceOf = (homepage, repository) =>
  homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';

const notice = ({ name, version, licence, source, texts }) =>
  [`${name} ${version}\nLicence: ${licence}`, ...(source === '' ? [] : [`Source: ${source}`])].join('\n') +
  texts.map((text) => `\n\n${text.replace(/\r\n?/g, '\n').trim()}`).join('');
