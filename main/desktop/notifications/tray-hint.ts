import { Notification } from 'electron';
import type { Messages } from '../../../shared/i18n';

export interface TrayHint {
  /** Shows it the first time in a run; later calls do nothing. */
  show(): void;
}

/** Shows once that the app keeps running in the tray after the window was closed. */
export function createTrayHint(texts: () => Messages['notify']['trayHint'], onClick: () => void): TrayHint {
  // Referenced here, because a notification whose object is garbage-collected no longer receives clicks.
  let shown: Notification | null = null;
  return {
    show() {
      if (shown !== null || !Notification.isSupported()) return;
      shown = new Notification({ title: texts().title(), body: texts().body(), silent: true });
      shown.on('click', onClick);
      shown.show();
    },
  };
}
