import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createExternalLinks, isOnPath } from '../../../../main/desktop/security/external-links';
import { mayNavigate, refuseNavigation } from '../../../../main/desktop/security/navigation';
import { denyPermissions } from '../../../../main/desktop/security/permissions';
import { trustedSender } from '../../../../main/desktop/security/trusted-sender';
import { keepingLog } from '../../../support/wire';

const pages = new Set(['app://deskside/index.html', 'app://deskside/quick.html']);

describe('navigation', () => {
  it.each(['app://deskside/index.html', 'app://deskside/index.html?a=1#b', 'app://deskside/quick.html'])(
    'stays possible to %s',
    (url) => {
      expect(mayNavigate(url, pages)).toBe(true);
    },
  );

  it.each([
    'https://example.com/',
    'http://deskside/index.html',
    'app://deskside',
    'app://deskside/',
    'app://deskside/other.html',
    'app://deskside/index.html.evil',
    'app://deskside.evil/index.html',
    'app://deskside:80/index.html',
    'app://a@deskside/index.html',
    'app://:b@deskside/index.html',
    'app://DESKSIDE/index.html',
    'apps://deskside/index.html',
    'file:///etc/passwd',
    'data:text/html,hi',
    'javascript:alert(1)',
    'blob:app://deskside/1',
    'about:blank',
    'view-source:app://deskside/index.html',
    'chrome://gpu',
    'devtools://a',
    'teamviewer10://control',
    'ms-msdt:/id',
    'vbscript:x',
    'ftp://deskside/index.html',
    'app:/deskside/index.html',
    'app:deskside',
    '',
    ' ',
    'index.html',
    '//evil.example',
  ])('is refused to %j', (url) => {
    expect(mayNavigate(url, pages)).toBe(false);
  });

  it('is refused to every web address', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true }), (url) => !mayNavigate(url, pages)));
  });

  it('is guarded on every web contents: pages, frames, redirects, windows and guests', () => {
    const app = new EventEmitter();
    const setWindowOpenHandler = vi.fn<(handler: () => unknown) => void>();
    const setWebRTCIPHandlingPolicy = vi.fn();
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler, setWebRTCIPHandlingPolicy });
    const log = keepingLog();
    refuseNavigation(app as unknown as Pick<App, 'on'>, pages, log);
    app.emit('web-contents-created', {}, contents);

    const refused = (name: string, event: object): boolean => {
      const preventDefault = vi.fn();
      contents.emit(name, { preventDefault, ...event });
      return preventDefault.mock.calls.length > 0;
    };
    const away = { url: 'https://evil.example/?token=canary', isMainFrame: true };
    const own = { url: 'app://deskside/index.html', isMainFrame: true };
    expect(['will-navigate', 'will-frame-navigate', 'will-redirect'].map((name) => refused(name, away))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['will-navigate', 'will-frame-navigate', 'will-redirect'].map((name) => refused(name, own))).toEqual([
      false,
      false,
      false,
    ]);
    expect(refused('will-frame-navigate', { ...own, isMainFrame: false })).toBe(true);
    expect(refused('will-attach-webview', {})).toBe(true);
    expect(setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp');
    expect(setWindowOpenHandler.mock.calls[0]?.[0]()).toEqual({ action: 'deny' });
    expect(log.lines.join()).not.toContain('canary');
  });
});

describe('a session', () => {
  function hardened() {
    const handlers: Record<string, (...all: never[]) => unknown> = {};
    const keep = (name: string) => (handler: (...all: never[]) => unknown) => {
      handlers[name] = handler;
    };
    denyPermissions({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      setSpellCheckerLanguages: () => undefined,
      setSpellCheckerEnabled: () => undefined,
      on: (name: string, handler: (...all: never[]) => unknown) => {
        handlers[name] = handler;
      },
    } as unknown as Session);
    return (name: string, ...all: unknown[]): unknown =>
      (handlers[name] as unknown as (...all: unknown[]) => unknown)(...all);
  }

  it('grants no permission, neither on request nor on check, and no device', () => {
    const ask = hardened();
    const answers: boolean[] = [];
    for (const permission of [
      'geolocation',
      'notifications',
      'clipboard-read',
      'media',
      'openExternal',
      'usb',
      'anything-new',
    ]) {
      ask('request', null, permission, (granted: boolean) => answers.push(granted));
      expect(ask('check', null, permission)).toBe(false);
    }
    expect(new Set(answers)).toEqual(new Set([false]));
    expect(ask('device', {})).toBe(false);
  });

  it('allows no screen capture, even when Electron throws at the refusal', () => {
    const ask = hardened();
    expect(() =>
      ask('display', {}, () => {
        throw new TypeError('Video was requested, but no video stream was provided');
      }),
    ).not.toThrow();
  });

  it('downloads nothing', () => {
    const preventDefault = vi.fn();
    hardened()('will-download', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });
});

describe('a sender', () => {
  const windowOf = trustedSender((id) => (id === 7 ? 'main' : null), 'app://deskside');
  const frame = { parent: null, origin: 'app://deskside' };
  it('is trusted as the top frame of our own window that shows our own page', () => {
    expect(windowOf({ sender: { id: 7 }, senderFrame: frame })).toBe('main');
  });
  it.each([
    ['a foreign window', { sender: { id: 8 }, senderFrame: frame }],
    ['a frame inside', { sender: { id: 7 }, senderFrame: { ...frame, parent: frame } }],
    ['another page', { sender: { id: 7 }, senderFrame: { ...frame, origin: 'https://evil.example' } }],
    ['an opaque origin', { sender: { id: 7 }, senderFrame: { ...frame, origin: 'null' } }],
    [
      'an origin that only begins alike',
      { sender: { id: 7 }, senderFrame: { ...frame, origin: 'app://deskside.evil' } },
    ],
    ['a frame that is gone', { sender: { id: 7 }, senderFrame: null }],
  ])('is not trusted as %s', (_what, event) => {
    expect(windowOf(event)).toBeNull();
  });
});

describe('the way out to the browser', () => {
  function links(open: (href: string) => Promise<void> = () => Promise.resolve()) {
    const opened: string[] = [];
    const log = keepingLog();
    let now = 1_000_000;
    const go = (ms: number) => {
      now += ms;
    };
    return {
      opened,
      log,
      go,
      it: createExternalLinks({ log, clock: { now: () => now }, open: (href) => (opened.push(href), open(href)) }),
    };
  }

  it('opens a checked session link by its normalised address', async () => {
    const { it: door, opened } = links();
    expect(await door.openSessionLink(new URL('https://get.teamviewer.com/s1-ab'))).toEqual({ ok: true, value: null });
    expect(opened).toEqual(['https://get.teamviewer.com/s1-ab']);
  });

  it.each([
    'http://get.teamviewer.com/s1',
    'teamviewer10://control?device=1',
    'https://a:b@get.teamviewer.com/',
    'https://get.teamviewer.com:8443/',
    'file:///etc/passwd',
    `https://get.teamviewer.com/${'x'.repeat(3_000)}`,
  ])('does not open %s as a session', async (raw) => {
    const { it: door, opened } = links();
    expect(await door.openSessionLink(new URL(raw))).toMatchObject({ ok: false, error: { code: 'link.untrusted' } });
    expect(opened).toEqual([]);
  });

  it('opens the sign-in page of the configured host only', async () => {
    const { it: door, opened } = links();
    expect(await door.openSignInPage(new URL('https://localhost:8443/t/authorize'), 'localhost:8443')).toMatchObject({
      ok: true,
    });
    for (const raw of [
      'https://evil.example/',
      'https://localhost/',
      'http://localhost:8443/',
      'https://u@localhost:8443/',
    ]) {
      expect(await door.openSignInPage(new URL(raw), 'localhost:8443')).toMatchObject({ error: { code: 'auth.host' } });
    }
    expect(opened).toHaveLength(1);
  });

  it('opens a session once per click, and two that are ready together both', async () => {
    const { it: door, opened, go } = links();
    const one = new URL('https://get.teamviewer.com/s1-ab');
    const other = new URL('https://get.teamviewer.com/s2-cd');
    const said = await Promise.all(Array.from({ length: 10 }, () => door.openSessionLink(one)));
    expect(said.filter(({ ok }) => ok)).toHaveLength(1);
    expect(said.at(-1)).toEqual({ ok: false, error: { code: 'browser.too-often', retryAfter: 3 } });
    expect(await door.openSessionLink(other)).toMatchObject({ ok: true });
    go(3_000);
    expect(await door.openSessionLink(one)).toMatchObject({ ok: true });
    expect(opened).toEqual([one.href, other.href, one.href]);
  });

  it('opens a sign-in page once in three seconds, unless the last one was answered or another permission is asked for', async () => {
    const { it: door, opened, go } = links();
    const page = (scope: string) =>
      door.openSignInPage(
        new URL(`https://login.example/authorize?scope=${scope}&state=${String(opened.length)}`),
        'login.example',
      );
    expect(await page('read')).toMatchObject({ ok: true });
    expect(await page('read')).toEqual({ ok: false, error: { code: 'browser.too-often', retryAfter: 3 } });
    expect(await page('write')).toMatchObject({ ok: true });
    door.signInAnswered();
    expect(await page('read')).toMatchObject({ ok: true });
    for (let tries = 0; tries < 500; tries += 1) {
      await page('read');
      go(1_000);
    }
    expect(opened).toHaveLength(10);
  });

  it('does not count what it refuses to open', async () => {
    const { it: door, opened } = links();
    for (let tries = 0; tries < 50; tries += 1) await door.openSessionLink(new URL('https://get.teamviewer.com:8443/'));
    expect(await door.openSessionLink(new URL('https://get.teamviewer.com/s1'))).toMatchObject({ ok: true });
    expect(opened).toHaveLength(1);
  });

  it('detects whether there is a program that opens links', async () => {
    const path = process.env['PATH'] ?? '';
    expect(await isOnPath(process.platform === 'win32' ? 'cmd.exe' : 'sh', path)).toBe(true);
    expect(await isOnPath('no-such-program', path)).toBe(false);
    expect(await isOnPath('sh', '')).toBe(false);
  });

  it('reports a missing browser, without writing the link to the log', async () => {
    const { it: door, log } = links((href) => Promise.reject(new Error(`Failed to open ${href}`)));
    expect(await door.openSessionLink(new URL('https://get.teamviewer.com/s1-canary'))).toMatchObject({
      error: { code: 'link.not-opened' },
    });
    expect(await door.openSignInPage(new URL('https://login.example/x?state=canary'), 'login.example')).toMatchObject({
      error: { code: 'auth.no-browser' },
    });
    expect(log.lines).toHaveLength(2);
    expect(log.lines.join()).not.toContain('canary');
  });
});
