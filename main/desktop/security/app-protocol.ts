import type { Session } from 'electron';
import { protocol, session as sessions } from 'electron';
import type { BuiltFiles } from './built-files';
import { answerFromFiles } from './built-files';
import { developmentPolicy } from './content-policy';

export const appOrigin = 'app://deskside';

/** Must run before `app` is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The source of the windows' pages. */
export interface Pages {
  /** The `frame.origin` that a caller must have. */
  readonly origin: string;
  readonly main: string;
  readonly quick: string;
}

/** Our own built pages, or those of the development server. */
export function pagesAt(devServer: URL | null): Pages {
  const origin = devServer?.origin ?? appOrigin;
  return { origin, main: `${origin}/index.html`, quick: `${origin}/quick.html` };
}

/** A proxy that does not exist, because our pages need no network. Only an administrator could listen on this port. */
const nowhere = { mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const;

/** The session shared by all our windows: in memory only, so that pages write nothing to the disk. */
export async function openWindowSession(files: BuiltFiles, devServer: URL | null): Promise<Session> {
  const session = sessions.fromPartition('windows');
  servePages(session, files, devServer);
  // WebRTC ignores the content policy of the page and the request filter, but it uses the proxy.
  if (devServer === null) await session.setProxy(nowhere);
  return session;
}

/** Serves the built pages in the windows' session and blocks every other request of a page. */
function servePages(session: Session, files: BuiltFiles, devServer: URL | null): void {
  session.protocol.handle('app', (request) => answerFromFiles(files, request));
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, devServer) }));
  if (devServer === null) return;
  session.webRequest.onHeadersReceived((details, answer) => {
    answer({
      responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [developmentPolicy(devServer)] },
    });
  });
}

/** Whether a request of a page is allowed: our own pages, and inline images (`data:`). */
export function mayLoad(url: string, devServer: URL | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host } = new URL(url);
  if (scheme === 'app:') return host === 'deskside';
  if (scheme === 'data:') return true;
  if (devServer === null) return false;
  return scheme === 'devtools:' || ((scheme === 'http:' || scheme === 'ws:') && host === devServer.host);
}
