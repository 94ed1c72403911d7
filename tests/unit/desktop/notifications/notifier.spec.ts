import { describe, expect, it } from 'vitest';
import type { RequestNotification } from '../../../../main/desktop/notifications/notification-model';
import { requestNews } from '../../../../main/desktop/notifications/notification-model';
import { createNotifier } from '../../../../main/desktop/notifications/notifier';
import type { RequestState } from '../../../../shared/contract/requests';
import { requestStates } from '../../../../shared/contract/requests';
import { messagesFor } from '../../../../shared/i18n';
import { aRequest } from '../../../support/builders';

const texts = messagesFor('en').notify;
const waiting = new Map<string, RequestState>([['r1', 'waiting']]);

describe('news about requests', () => {
  it.each(requestStates)('of state %s is shown only when the technician needs to act or look', (state) => {
    const told = requestNews(waiting, [aRequest({ state })], texts, true);
    expect(told.map((news) => news.state)).toEqual(
      ['ready', 'failed', 'expired', 'unknown'].includes(state) ? [state] : [],
    );
  });

  it('names the device, is urgent when the session is ready, and silent by choice', () => {
    expect(requestNews(waiting, [aRequest({ state: 'ready' })], texts, false)).toEqual([
      {
        requestId: 'r1',
        state: 'ready',
        title: 'Session ready: TYO-LT-04127',
        body: 'Click to open the session.',
        urgency: 'critical',
        silent: true,
      },
    ]);
  });

  it('is not shown at start, and never twice for the same state', () => {
    const ready = [aRequest({ state: 'ready' })];
    expect(requestNews(new Map(), ready, texts, true)).toEqual([]);
    expect(requestNews(new Map([['r1', 'ready']]), ready, texts, true)).toEqual([]);
  });

  it('carries names as text: no markup, no control characters, no endless ones', () => {
    const name = `<a href="https://evil.example">&\u202e\u0007${'x'.repeat(1_000)}`;
    const [news] = requestNews(waiting, [aRequest({ state: 'ready', subject: { deviceName: name } })], texts, true);
    expect(news?.title).not.toMatch(/[<>&\u202e\u0007]/);
    expect(news?.title.length).toBeLessThan(90);
  });
});

function desktop({ isSupported = true } = {}) {
  const shown: { news: RequestNotification; open: boolean; on: { clicked: () => void; closed: () => void } }[] = [];
  const clicked: string[] = [];
  const notifier = createNotifier({
    texts: () => texts,
    sound: () => true,
    onClick: (news) => clicked.push(`${news.requestId} ${news.state}`),
    make: (news, on) => {
      if (!isSupported) return null;
      const entry = { news, open: false, on };
      shown.push(entry);
      return {
        show: () => {
          entry.open = true;
        },
        close: () => {
          entry.open = false;
          on.closed();
        },
      };
    },
  });
  return { notifier, shown, clicked, open: () => shown.filter((entry) => entry.open).map((entry) => entry.news.state) };
}

describe('the notifier', () => {
  it('shows one notification, and removes it after the click', () => {
    const { notifier, shown, clicked, open } = desktop();
    notifier.update([aRequest()]);
    notifier.update([aRequest({ state: 'ready' })]);
    notifier.update([aRequest({ state: 'ready' })]);
    expect(shown).toHaveLength(1);
    shown[0]!.on.clicked();
    expect([clicked, open()]).toEqual([['r1 ready'], []]);
  });

  it('removes outdated notifications', () => {
    const { notifier, open } = desktop();
    notifier.update([aRequest()]);
    notifier.update([aRequest({ state: 'ready' })]);
    notifier.update([aRequest({ state: 'opened' })]);
    expect(open()).toEqual([]);
    notifier.update([aRequest({ state: 'ready' })]);
    notifier.update([]);
    expect(open()).toEqual([]);
  });

  it('does not repeat notifications after a sign-out or a restart', () => {
    const { notifier, shown } = desktop();
    notifier.update([]);
    notifier.update([aRequest({ state: 'unknown' })]);
    expect(shown).toEqual([]);
    notifier.update([aRequest({ state: 'ready' })]);
    notifier.update([]);
    notifier.update([aRequest({ state: 'ready' })]);
    expect(shown).toHaveLength(1);
  });

  it('replaces a notification by the next one of the same request', () => {
    const { notifier, open } = desktop();
    notifier.update([aRequest()]);
    notifier.update([aRequest({ state: 'unknown' })]);
    notifier.update([aRequest({ state: 'ready' })]);
    expect(open()).toEqual(['ready']);
  });

  it('keeps quiet on a desktop without notifications', () => {
    const { notifier } = desktop({ isSupported: false });
    notifier.update([aRequest()]);
    expect(() => notifier.update([aRequest({ state: 'ready' })])).not.toThrow();
  });
});
