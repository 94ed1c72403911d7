import { Notification } from 'electron';
import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import type { NewsState, NotificationTexts, RequestNotification } from './notification-model';
import { outdatedNews, requestNews } from './notification-model';

/** A notification on the desktop. */
export interface Toast {
  show(): void;
  close(): void;
}
/** Null where the desktop shows none. `clicked` and `closed` are called for actions of the user or the desktop. */
export type MakeToast = (
  news: RequestNotification,
  on: { readonly clicked: () => void; readonly closed: () => void },
) => Toast | null;

export interface Notifier {
  /**
   * Call it with every new list of requests. A request that is missing in it (no one is signed in) stays remembered.
   */
  update(requests: readonly AssistanceRequest[]): void;
}

export interface NotifierOptions {
  readonly texts: () => NotificationTexts;
  readonly sound: () => boolean;
  readonly onClick: (news: RequestNotification) => void;
  readonly make?: MakeToast;
}

/** Shows one notification per request and state; removes it when it is outdated. */
export function createNotifier({ texts, sound, onClick, make = electronToast }: NotifierOptions): Notifier {
  const known = new Map<string, RequestState>();
  // Referenced here, because a notification whose object is garbage-collected no longer receives clicks.
  const shown = new Map<string, { readonly state: NewsState; readonly toast: Toast }>();
  const drop = (requestId: string): void => {
    shown.get(requestId)?.toast.close();
    shown.delete(requestId);
  };
  const show = (news: RequestNotification): void => {
    drop(news.requestId);
    const toast = make(news, {
      clicked: () => {
        drop(news.requestId);
        onClick(news);
      },
      closed: () => {
        if (shown.get(news.requestId)?.toast === toast) shown.delete(news.requestId);
      },
    });
    if (toast === null) return;
    shown.set(news.requestId, { state: news.state, toast });
    toast.show();
  };
  return {
    update(requests) {
      const states = new Map([...shown].map(([id, { state }]) => [id, state]));
      outdatedNews(states, requests).forEach(drop);
      requestNews(known, requests, texts(), sound()).forEach(show);
      for (const { id, state } of requests) known.set(id, state);
    },
  };
}

const electronToast: MakeToast = (news, on) => {
  if (!Notification.isSupported()) return null;
  const toast = new Notification({ title: news.title, body: news.body, silent: news.silent, urgency: news.urgency });
  toast.on('click', on.clicked);
  toast.on('close', on.closed);
  return { show: () => toast.show(), close: () => toast.close() };
};
