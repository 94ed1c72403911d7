import type { App, WebContents } from 'electron';
import type { Log } from '../../../shared/log';

type Preventable = { preventDefault(): void };

/** Whether a page may navigate to `url`: only to one of our own pages. Compares complete URLs, never prefixes. */
export function mayNavigate(url: string, pages: ReadonlySet<string>): boolean {
  try {
    const { protocol, host, pathname, username, password, port } = new URL(url);
    return (
      username === '' &&
      password === '' &&
      pages.has(`${protocol}//${host}${pathname}`) &&
      (port === '' || protocol === 'http:')
    );
  } catch {
    return false;
  }
}

/**
 * Refuses navigation away from our pages, new windows and embedded guests, on all present and future web contents.
 * `pages`: complete URLs without query, such as `app://deskside/index.html`.
 */
export function refuseNavigation(app: Pick<App, 'on'>, pages: ReadonlySet<string>, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, pages, log));
}

function guard(contents: WebContents, pages: ReadonlySet<string>, log: Log): void {
  const refuse = (what: string, event: Preventable): void => {
    event.preventDefault();
    log.warn('navigation.refused', { what });
  };
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(event.url, pages)) refuse('navigate', event);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !mayNavigate(event.url, pages)) refuse('frame', event);
  });
  contents.on('will-redirect', (event) => {
    if (!mayNavigate(event.url, pages)) refuse('redirect', event);
  });
  contents.on('will-attach-webview', (event) => refuse('webview', event));
  // Together with the proxy of the windows' session, this blocks WebRTC connections of a page.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => {
    log.warn('navigation.refused', { what: 'window' });
    return { action: 'deny' };
  });
}
