import type { Configuration, ICachePlugin, INetworkModule } from '@azure/msal-node';
import { LogLevel, PublicClientApplication } from '@azure/msal-node';
import type { Log } from '../../shared/log';
import type { SignInProfile } from './profile';

interface ClientParts {
  readonly profile: SignInProfile;
  readonly network: INetworkModule;
  readonly log: Log;
  readonly cachePlugin?: ICachePlugin;
}

/**
 * MSAL for one tenant. The authority's host is declared as known, so MSAL asks nobody else about it;
 * `CP1` says that claims challenges are answered.
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

/** MSAL promises messages without personal data; this takes out what a careless one could hold. */
export const harmless = (message: string): string =>
  message
    .replace(/[\r\n]+/g, ' ')
    .replace(/\bhttps?:\/\/\S+/gi, '[address]')
    .replace(/\S+@(?!azure\/)\S+\.\S+/g, '[account]')
    .replace(/Description:.*?(?=Correlation ID:|$)/gi, '')
    .replace(/[\w-]{8,}(?:[.-][\w-]{4,}){2,}/g, '[id]')
    .replace(/[\w+/=-]{32,}/g, '[value]')
    .slice(0, 300);

/** MSAL's messages may quote an answer of the service; the name of the error is enough to look it up. */
export const sanitised = (cause: unknown): unknown =>
  cause instanceof Error && 'errorCode' in cause ? new Error(`msal: ${String(cause.errorCode)}`) : cause;
