import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { electronFolder } from '../../build/electron.mjs';

const root = resolve(import.meta.dirname, '../..');
const NOBODY = 65_534;
/** `Seccomp: 2` in /proc/PID/status: system calls are filtered. `process.sandboxed` would be true even without. */
const FILTERED = '2';

interface Child {
  readonly pid: number;
  readonly words: string;
}

const isRoot = process.getuid?.() === 0;

function childrenOf(folder: string): Child[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), words: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
      } catch {
        return [];
      }
    })
    .filter(({ words }) => words.startsWith(folder));
}

function statusOf(pid: number, field: string): string | undefined {
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
}

/** Everything an ordinary user needs to start the app, readable by that user wherever the checkout is. */
function copyForAnybody(folder: string): void {
  cpSync(electronFolder(), join(folder, 'electron'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(root, 'out'), join(folder, 'app', 'out'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'app', 'package.json'));
  chmodSync(folder, 0o755);
}

test('every page of an ordinary user runs in Chromium’s sandbox', async () => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  const folder = mkdtempSync(join(tmpdir(), 'deskside-sandbox-'));
  const profile = mkdtempSync(join(tmpdir(), 'deskside-sandbox-home-'));
  chmodSync(profile, 0o777);
  copyForAnybody(folder);
  const app = spawn(join(folder, 'electron', 'electron'), [join(folder, 'app'), `--user-data-dir=${profile}`], {
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    env: { PATH: process.env['PATH'], DISPLAY: process.env['DISPLAY'], HOME: profile, XDG_RUNTIME_DIR: profile, LANG: 'en_US.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  app.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  try {
    const pages = (): Child[] => childrenOf(folder).filter(({ words }) => words.includes('--type=renderer'));
    await expect.poll(() => pages().length, { message: 'a page process is running', timeout: 30_000 }).toBeGreaterThan(0);
    for (const { pid, words } of pages()) {
      expect(words).not.toContain('--no-sandbox');
      expect(statusOf(pid, 'Seccomp'), 'system calls are filtered').toBe(FILTERED);
      expect(statusOf(pid, 'Uid')?.startsWith('0\t'), 'not root').toBe(false);
    }
  } catch (error) {
    throw new Error(`${String(error)}\nElectron said:\n${complaints}`);
  } finally {
    app.kill('SIGKILL');
    await new Promise((settle) => app.once('close', settle));
    for (const path of [folder, profile]) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});
