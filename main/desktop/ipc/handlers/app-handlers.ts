import { clipboard } from 'electron';
import type { AppContract } from '../../../../shared/contract';
import type { AppInfo, Intent } from '../../../../shared/contract/app';
import type { Handlers } from '../../../../shared/contract/define';
import type { Log } from '../../../../shared/log';
import { ok } from '../../../../shared/result';
import type { Notices } from '../../../session/notices';
import type { QuickWindow } from '../../windows/quick-window';

export interface AppParts {
  readonly info: () => AppInfo;
  readonly notices: Notices;
  readonly quick: QuickWindow;
  readonly open: (intent: Intent) => void;
  readonly log: Log;
}

export const appHandlers = ({ info, notices, quick, open, log }: AppParts): Handlers<AppContract>['app'] => ({
  info: async () => ok(info()),
  copyText: async ({ text }) => {
    await clipboard.writeText(text);
    return ok(null);
  },
  dismissNotice: async ({ noticeId }) => ok(notices.dismiss(noticeId)),
  reportPageError: async ({ message }) => {
    log.fault('page.error', new Error(message));
    return ok(null);
  },
  open: async (intent) => {
    quick.hide({ returnFocus: false });
    open(intent);
    return ok(null);
  },
  hideQuick: async () => {
    quick.hide({ returnFocus: true });
    return ok(null);
  },
  resizeQuick: async ({ height }) => {
    quick.resize(height);
    return ok(null);
  },
});
