import { Notification } from 'electron';
import type { Messages } from '../../../shared/i18n';

export interface TrayHint {
  /** Shows it the first time in a run; later calls do nothing. */
  show(): void;
}

/** Says, once, that closing the window left the app running in the tray. */
export function createTrayHint(texts: () => Messages['notify']['trayHint'], onClick: () => void): TrayHint {
  // Held here: a notification whose object is collected no longer hears clicks.
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
