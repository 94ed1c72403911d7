import type { Configuration, ICachePlugin, INetworkModule } from '@azure/msal-node';
import { LogLevel, PublicClientApplication } from '@azure/msal-node';
import type { Log } from '../../shared/log';
import { beginning } from './foreign-text';
import type { SignInProfile } from './profile';

interface ClientParts {
  readonly profile: SignInProfile;
  readonly network: INetworkModule;
  readonly log: Log;
  readonly cachePlugin?: ICachePlugin;
}

/**
 * MSAL for one tenant. The authority's host is declared as known, so MSAL does not look it up elsewhere;
 * `CP1` announces that the app handles claims challenges.
 */
export function createMsalClient({ profile, network, log, cachePlugin }: ClientParts): PublicClientApplication {
  const configuration: Configuration = {
    auth: {
      clientId: profile.clientId,
      authority: `${profile.authority}/${profile.tenantId}`,
      clientCapabilities: ['CP1'],
      ...(profile.custom ? { knownAuthorities: [new URL(profile.authority).host] } : {}),
    },
    system: {
      networkClient: network,
      loggerOptions: {
        logLevel: LogLevel.Warning,
        piiLoggingEnabled: false,
        loggerCallback: (level, message, containsPii) => {
          if (!containsPii) log.warn('auth.msal', { level: LogLevel[level], text: harmless(message) });
        },
      },
    },
    ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
  };
  return new PublicClientApplication(configuration);
}

/** MSAL promises messages without personal data; this removes what a careless one could contain. */
export function harmless(message: string): string {
  const line = beginning(message);
  const described = line.search(/description:/i);
  const correlation = described < 0 ? -1 : line.slice(described).search(/correlation id:/i);
  const masked =
    described < 0 ? line : line.slice(0, described) + (correlation < 0 ? '' : line.slice(described + correlation));
  return masked.split(' ').map(harmlessWord).join(' ').slice(0, 300);
}

function harmlessWord(word: string): string {
  const address = word.search(/https?:\/\//i);
  if (address >= 0) return `${harmlessWord(word.slice(0, address))}[address]`;
  const at = word.indexOf('@');
  if (at > 0 && !word.startsWith('@azure/', at) && word.includes('.', at)) return '[account]';
  return word.replace(/[\w.+/=-]+/g, (run) =>
    isId(run) ? '[id]' : run.split('.').some((part) => part.length >= 32) ? '[value]' : run,
  );
}

/** Several longer parts joined by dots or dashes, like ids and tokens. */
const isId = (run: string): boolean =>
  run.length >= 18 && run.split(/[.-]/).filter((part) => part.length >= 4).length >= 3;

/** MSAL's messages may quote the service; the name of the error is enough to look it up. */
export const sanitised = (cause: unknown): unknown =>
  cause instanceof Error && 'errorCode' in cause ? new Error(`msal: ${harmless(String(cause.errorCode))}`) : cause;
