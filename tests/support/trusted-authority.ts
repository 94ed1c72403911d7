import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Adds a certificate authority to the user's certificate store, where Chromium looks on Linux.
 * The test session has a home folder of its own, so nothing outside it trusts this authority.
 */
export async function trustAuthority(pem: string, name: string): Promise<void> {
  const store = join(process.env['HOME'] ?? homedir(), '.pki', 'nssdb');
  await mkdir(store, { recursive: true });
  await run('certutil', ['-N', '-d', `sql:${store}`, '--empty-password']).catch(() => undefined);
  const file = join(store, `${name}.pem`);
  await writeFile(file, pem);
  await run('certutil', ['-D', '-d', `sql:${store}`, '-n', name]).catch(() => undefined);
  await run('certutil', ['-A', '-d', `sql:${store}`, '-t', 'C,,', '-n', name, '-i', file]);
}
