import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProfileFolder {
  readonly path: string;
  /** Presets the app the way an administrator may: by writing the settings before the first start. */
  preset(data: object): Promise<void>;
  /** Every file in it as text, by its path in the folder; Chromium's own caches are left out. */
  files(): Promise<ReadonlyMap<string, string>>;
  remove(): Promise<void>;
}

/** A user-data folder of its own for every test, so that no lock and no store is shared. */
export async function makeProfileFolder(): Promise<ProfileFolder> {
  const path = await mkdtemp(join(tmpdir(), 'deskside-'));
  return {
    path,
    async preset(data) {
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'settings.json'), JSON.stringify({ version: 1, data }));
    },
    files: () => filesIn(path),
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Every file in a folder as text, by its path in it. */
export async function filesIn(path: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    // What the running app has just replaced is gone.
    const text = await readFile(file, 'latin1').catch(() => null);
    if (text !== null) found.set(file.slice(path.length + 1), text);
  }
  return found;
}
