import type { Locale } from '../../../shared/i18n';
import type { CrashTexts } from './lifecycle';

/** Separate from the other texts, so that a failure of the app can be reported without any other part of it. */
export const crashTexts: Readonly<Record<Locale, CrashTexts>> = {
  en: {
    title: 'Deskside has to close',
    body: (ref) =>
      `Something unexpected happened (reference ${ref}). Requests that were already sent are safe and will be picked up again.`,
    restart: 'Restart',
    quit: 'Quit',
  },
  ja: {
    title: 'Deskside を終了します',
    body: (ref) =>
      `予期しない問題が発生しました（参照番号 ${ref}）。送信済みのリクエストは失われず、次回の起動時に再開されます。`,
    restart: '再起動',
    quit: '終了',
  },
};
