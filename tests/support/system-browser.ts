import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SystemBrowser {
  /** Put before PATH so that the operating system's opener is this one. */
  readonly bin: string;
  /** Every address that was handed to the operating system so far. */
  opened(): Promise<readonly string[]>;
}

/** Stands where the operating system's `xdg-open` is: it writes down what it was asked to open. */
export async function standInForSystemBrowser(folder: string): Promise<SystemBrowser> {
  const bin = join(folder, 'bin');
  const list = join(folder, 'opened.txt');
  await mkdir(bin, { recursive: true });
  await writeFile(list, '');
  const opener = join(bin, 'xdg-open');
  await writeFile(opener, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${list}'\n`);
  await chmod(opener, 0o755);
  return {
    bin,
    async opened() {
      return (await readFile(list, 'utf8')).split('\n').filter((line) => line !== '');
    },
  };
}
