import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { judgeFolder } from './data-folder';

/** Absolute paths. Everything that is written is below `userData`. */
export interface AppPaths {
  readonly userData: string;
  readonly logs: string;
  /** The built pages of the windows. */
  readonly renderer: string;
  readonly preload: string;
  /** The folder of the built main process and of the helper processes. */
  readonly main: string;
}

/**
 * Determines the folders, before any of them is used. `userDataDir` comes from the command line, `mainFolder` is the
 * folder of the running bundle. `problem`: why the app may not use its folder.
 */
export function settlePaths(
  userDataDir: string | null,
  mainFolder: string,
): AppPaths & { readonly problem: string | null } {
  const wanted = userDataDir === null ? app.getPath('userData') : resolve(userDataDir);
  const { folder: userData, problem } = judgeFolder(
    wanted,
    (folder) => void mkdirSync(folder, { recursive: true, mode: 0o700 }),
  );
  if (problem === null) app.setPath('userData', userData);
  return {
    userData,
    logs: join(userData, 'logs'),
    renderer: join(mainFolder, '..', 'renderer'),
    preload: join(mainFolder, '..', 'preload', 'preload.cjs'),
    main: mainFolder,
    problem,
  };
}
