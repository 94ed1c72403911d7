#!/usr/bin/env node
// Stands in for fpm, which electron-builder calls to make a .deb and would download: the same words, over dpkg-deb.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FLAGS = new Set(['--force']);
const IGNORED = new Set(['-s', '--rpm-os', '--rpm-compression', '--vendor', '--license', '--iteration']);

function readWords(words) {
  const options = { depends: [], recommends: [], files: [] };
  const queue = [...words];
  while (queue.length > 0) {
    const word = queue.shift();
    if (FLAGS.has(word)) continue;
    if (IGNORED.has(word)) queue.shift();
    else if (word === '-d' || word === '--depends') options.depends.push(queue.shift());
    else if (word === '--deb-recommends') options.recommends.push(queue.shift());
    else if (word === '-t') options.type = queue.shift();
    else if (word.startsWith('--')) options[word.slice(2)] = queue.shift();
    else if (word.startsWith('-')) throw new Error(`fpm stand-in: unknown word ${word}`);
    else options.files.push(splitAtLast(word, '='));
  }
  return options;
}

function splitAtLast(text, mark) {
  const position = text.lastIndexOf(mark);
  return [text.slice(0, position), text.slice(position + 1)];
}

function control(options, kilobytes) {
  const [title = options.name, ...rest] = (options.description ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const fields = {
    Package: options.name,
    Version: options.version,
    Architecture: options.architecture,
    Maintainer: options.maintainer,
    'Installed-Size': kilobytes,
    Depends: options.depends.join(', '),
    Recommends: options.recommends.join(', '),
    Section: options.category ?? 'utils',
    Priority: options['deb-priority'] ?? 'optional',
    Homepage: options.url,
    Description: [title, ...rest.map((line) => ` ${line}`)].join('\n'),
  };
  return `${Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n`;
}

function makeDeb(options) {
  const work = mkdtempSync(join(tmpdir(), 'deskside-deb-'));
  try {
    for (const [from, to] of options.files) {
      const target = join(work, to);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(from, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    }
    execFileSync('chmod', ['-R', 'go-w,a+rX', work]);
    const kilobytes = execFileSync('du', ['-sk', work], { encoding: 'utf8' }).split('\t')[0];
    mkdirSync(join(work, 'DEBIAN'));
    writeFileSync(join(work, 'DEBIAN', 'control'), control(options, kilobytes));
    for (const [option, name] of [
      ['after-install', 'postinst'],
      ['after-remove', 'postrm'],
    ]) {
      if (options[option] === undefined) continue;
      writeFileSync(join(work, 'DEBIAN', name), readFileSync(options[option], 'utf8').trimStart());
      chmodSync(join(work, 'DEBIAN', name), 0o755);
    }
    const level = process.env.DESKSIDE_DEB_LEVEL === undefined ? [] : [`-z${process.env.DESKSIDE_DEB_LEVEL}`];
    execFileSync(
      'dpkg-deb',
      ['--root-owner-group', `-Z${options['deb-compression'] ?? 'xz'}`, ...level, '--build', work, options.package],
      { stdio: 'inherit' },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const options = readWords(process.argv.slice(2));
if (options.type !== 'deb') throw new Error(`fpm stand-in: cannot make ${String(options.type)}`);
makeDeb(options);
