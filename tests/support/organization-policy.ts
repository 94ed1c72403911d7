import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronPath } from '../../build/electron.mjs';

/** One program can see a folder differently only for a process of root on Linux. */
export const canSetPolicy = process.platform === 'linux' && process.getuid?.() === 0;

/**
 * Writes a program that starts Electron where an administrator has put this policy into /etc/deskside; no one else on the
 * computer sees it. `folder`: for the program and the policy; recreated.
 */
export async function electronWithPolicy(folder: string, policy: object): Promise<string> {
  const program = join(folder, 'electron-with-policy');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'etc', 'deskside'), { recursive: true });
  await changePolicy(folder, policy);
  const inside = `mount -t overlay overlay -o 'lowerdir=${folder}/etc:/etc' /etc && exec '${electronPath()}' "$@"`;
  await writeFile(program, `#!/bin/sh\nexec unshare --mount sh -c ${quoted(inside)} electron "$@"\n`);
  await chmod(program, 0o755);
  return program;
}

/** Rewrites the policy of a program that `electronWithPolicy` wrote, also while it runs. */
export const changePolicy = (folder: string, policy: object): Promise<void> =>
  writeFile(join(folder, 'etc', 'deskside', 'policy.json'), JSON.stringify(policy), { mode: 0o644 });

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
