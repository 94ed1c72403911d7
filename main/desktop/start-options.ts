import type { Log } from '../../shared/log';
import type { StartArguments } from './platform/arguments';
import type { AppPaths } from './platform/paths';

/** What is settled before the app is put together. */
export interface StartOptions {
  readonly arguments: StartArguments;
  readonly paths: AppPaths;
  /** What stood in the place of our files and folders and was set aside, relative to the user-data folder. */
  readonly foreign: readonly string[];
  readonly log: Log;
  readonly packaged: boolean;
  /** The development server of the pages; null for the built pages. */
  readonly devServer: URL | null;
}

/** The app once it runs. */
export interface Running {
  /** The person started the app again (or clicked its Dock icon): show what the new start asks for. */
  secondInstance(start: StartArguments): void;
}
