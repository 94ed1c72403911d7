import type { Log } from '../../shared/log';
import type { StartArguments } from './platform/arguments';
import type { AppPaths } from './platform/paths';

/** What is known before the parts of the app are created. */
export interface StartOptions {
  readonly arguments: StartArguments;
  readonly paths: AppPaths;
  /**
   * Foreign entries that had the names of our files and folders and were moved aside, relative to the user-data folder.
   */
  readonly foreign: readonly string[];
  readonly log: Log;
  readonly packaged: boolean;
  /** The development server of the pages; null for the built pages. */
  readonly devServer: URL | null;
}

/** The running app. */
export interface Running {
  /** The user started the app again (or clicked its Dock icon): shows what the new start requests. */
  secondInstance(start: StartArguments): void;
}
