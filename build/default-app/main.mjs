// What the bare stand-in runtime runs when it is started as `electron [-r module] <folder> [words]`.
// An ES module with top-level await: Electron holds `ready` back until this has finished,
// so that the app's own ESM entry still runs before `ready`.
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { folder, preloads } = readWords(process.argv.slice(1));
if (folder === undefined) fail('Name the folder of the app to run.');

const root = resolve(folder);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
app.setAppPath(root);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
if (manifest.desktopName !== undefined) app.setDesktopName?.(manifest.desktopName);
process.defaultApp = true;

Module._preloadModules(preloads.map((file) => resolve(file)));
try {
  await import(pathToFileURL(join(root, manifest.main)).href);
} catch (error) {
  fail(error.stack ?? String(error));
}

function readWords(words) {
  const preloads = [];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '-r') preloads.push(words[(at += 1)]);
    else if (!words[at].startsWith('-')) return { folder: words[at], preloads };
  }
  return { folder: undefined, preloads };
}

function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
