import { app } from 'electron';
import type { AppInfo } from '../../shared/contract/app';
import type { Notices } from '../session/notices';

/** What the windows show about the app itself. Any other system counts as Linux. */
export const appInfo = (notices: Notices): AppInfo => ({
  version: app.getVersion(),
  electron: process.versions.electron,
  platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
  notices: notices.current(),
});
