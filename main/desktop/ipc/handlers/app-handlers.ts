import { clipboard } from 'electron';
import type { AppContract } from '../../../../shared/contract';
import type { AppInfo, Place } from '../../../../shared/contract/app';
import type { Handlers } from '../../../../shared/contract/define';
import type { Log } from '../../../../shared/log';
import { ok } from '../../../../shared/result';
import type { Notices } from '../../../session/notices';
import type { QuickWindow } from '../../windows/quick-window';

export interface AppParts {
  readonly info: () => AppInfo;
  readonly notices: Notices;
  readonly quick: QuickWindow;
  readonly showMain: (place: Place) => void;
  readonly log: Log;
}

export const appHandlers = ({ info, notices, quick, showMain, log }: AppParts): Handlers<AppContract>['app'] => ({
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
  showMain: async (place) => {
    quick.hide({ returnFocus: false });
    showMain(place);
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
