import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { shell } from 'electron';
import type { Clock } from '../../../shared/clock';
import type { Failure, FailureCode, Outcome } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { err, ok } from '../../../shared/result';
import { createOpeningLimit, sessionRates, signInRates } from './opening-limit';

const LONGEST_LINK = 2_048;
const LONGEST_SIGN_IN = 16_384;

/** The only way from the app to the system browser. Too frequent calls are refused with `browser.too-often`. */
export interface ExternalLinks {
  /** Opens a session link that `assistance` has already checked against the allowed hosts. The link is not logged. */
  openSessionLink(url: URL): Promise<Outcome<null>>;
  /** Opens the sign-in page; `allowedHost` is the host (with port, if any) of the profile's authority. */
  openSignInPage(url: URL, allowedHost: string): Promise<Outcome<null>>;
  /** The last sign-in has finished, so the next one does not have to wait for the limit. */
  signInAnswered(): void;
}

interface Parts {
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
  /** Default: Electron's opener; replaced in tests. Rejects when the system has no program to open the link. */
  readonly open?: (href: string) => Promise<void>;
}

export function createExternalLinks({ log, clock, open = openWithSystem }: Parts): ExternalLinks {
  const sessions = createOpeningLimit(clock, sessionRates);
  const signIns = createOpeningLimit(clock, signInRates);
  const attempt = async (href: string, code: FailureCode, retryAfter: number | null): Promise<Outcome<null>> => {
    if (retryAfter !== null) return err({ code: 'browser.too-often', retryAfter });
    try {
      await open(href);
      return ok(null);
    } catch (cause) {
      return err({
        code,
        ref: log.fault('link.not-opened', new Error(cause instanceof Error ? cause.name : 'unknown')),
      });
    }
  };
  return {
    openSessionLink(url) {
      const refused = sessionLinkFault(url);
      return refused === null
        ? attempt(url.href, 'link.not-opened', sessions.take(markOf(url)))
        : Promise.resolve(err(refused));
    },
    openSignInPage(url, allowedHost) {
      const trusted = isPlainHttps(url) && url.host === allowedHost && url.href.length <= LONGEST_SIGN_IN;
      return trusted
        ? attempt(url.href, 'auth.no-browser', signIns.take(url.searchParams.get('scope') ?? ''))
        : Promise.resolve(err({ code: 'auth.host', host: url.host }));
    },
    signInAnswered: signIns.settle,
  };
}

/** Identifies a link without storing it. */
const markOf = (url: URL): string => createHash('sha256').update(url.href).digest('base64');

async function openWithSystem(href: string): Promise<void> {
  // On Linux, Electron reports success even if no program can open the link.
  if (process.platform === 'linux' && !(await isOnPath('xdg-open', process.env['PATH'] ?? '')))
    throw new Error('no opener');
  await shell.openExternal(href);
}

/** Whether a folder of a search path contains an executable program of this name. */
export async function isOnPath(program: string, path: string): Promise<boolean> {
  const found = path.split(delimiter).map((folder) =>
    access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
}

function sessionLinkFault(url: URL): Failure | null {
  const fine = isPlainHttps(url) && url.port === '' && url.href.length <= LONGEST_LINK;
  return fine ? null : { code: 'link.untrusted', host: url.host };
}

const isPlainHttps = (url: URL): boolean =>
  url.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname !== '';
