import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../../shared/clock';
import type { Log } from '../../shared/log';
import { skewOf, watchSkew } from '../../shared/network/clock-skew';
import type { LinkOpener } from '../assistance/api';
import { parseCachedSignIn } from '../auth/cached-sign-in';
import type { Owner } from '../auth/owner';
import { ownerOf } from '../auth/owner';
import type { SignIn } from '../auth/port';
import type { SecretFile } from '../auth/secret-file';
import { createSignIn } from '../auth/sign-in';
import { createActionFetch, createNetworkFetch, forgetNetwork } from '../desktop/platform/network';
import { createMemorySecret, createSecretFile } from '../desktop/platform/secret-file';
import { electronVault } from '../desktop/platform/vault';
import type { PracticeNetwork } from '../desktop/practice/practice-network';
import type { ExternalLinks } from '../desktop/security/external-links';
import { watchForeground } from '../graph/foreground';
import { createGraph } from '../graph/graph-api';
import type { GraphPort } from '../graph/port';
import { createTransport } from '../graph/transport';
import type { DeviceFinder } from '../inventory/port';
import type { Connection } from '../session/session-keeper';
import type { SessionLink } from '../session/session-link';
import { cloudRoots, customCloud, tenantView } from '../settings/clouds';
import type { TenantProfile } from '../settings/port';
import { practiceId, practiceProfile } from '../settings/practice-profile';
import { durableWrite, namesIn } from '../store/durable-write';

/** A connected tenant: its sign-in, its Graph client, and the opener of its links. */
export interface TenantConnection extends Connection {
  readonly profile: TenantProfile;
  readonly graph: GraphPort;
  /** Resolves when no foreground call to Graph is running. */
  readonly quiet: () => Promise<void>;
  readonly opener: LinkOpener;
}

/** A connected tenant with its device search. */
export interface WorkConnection extends TenantConnection {
  readonly finder: DeviceFinder;
}

export interface Connector {
  connect(profile: TenantProfile): TenantConnection;
  /**
   * The owner of the sign-in that is stored for a profile; null when none is stored. Reads the keyring; no network
   * call.
   */
  remembered(profile: TenantProfile): Promise<Owner | null>;
  /** Deletes the stored sign-ins of all other profiles. */
  keepOnly(profileIds: readonly string[]): Promise<void>;
  /** A file encrypted by the operating system for the current user. */
  secretFile(path: string): SecretFile;
}

export interface ConnectorParts {
  /** Folder for the encrypted sign-ins, absolute. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly links: ExternalLinks;
  readonly session: SessionLink;
  /** Seconds until the waiting foreground calls continue; 0 when none waits any more. */
  readonly throttled: (seconds: number) => void;
  /** Seconds by which this computer's clock is ahead of the service's; negative when it is behind. */
  readonly skewed: (seconds: number) => void;
  /** Whether anyone was ever signed in with this profile. */
  readonly wasUsed: (profileId: string) => boolean;
}

/** The network between the app and one tenant: the real one, or the practice tenant inside the app. */
interface Outside {
  readonly fetch: typeof fetch;
  /** For the POST that the network stack must not resend. */
  readonly actionFetch: typeof fetch;
  readonly openBrowser: Parameters<typeof createSignIn>[0]['openBrowser'];
  readonly opener: LinkOpener;
  readonly forgetNetwork: () => Promise<void>;
  readonly cache: SecretFile;
}

const isAction = (url: string, init: RequestInit): boolean => init.method === 'POST' && !url.endsWith('/$batch');

export function createConnector({
  folder,
  clock,
  log,
  links,
  session,
  throttled,
  skewed,
  wasUsed,
}: ConnectorParts): Connector {
  // Loaded on first use: it is large, and must not slow down the start of those who do not practise.
  let practice: Promise<PracticeNetwork> | null = null;
  const practiceNetwork = (): Promise<PracticeNetwork> =>
    (practice ??= import('../desktop/practice/practice-network').then(({ createPracticeNetwork }) =>
      createPracticeNetwork({ origin: cloudRoots(practiceProfile.cloud) }),
    ));
  const secretPath = (profileId: string): string => join(folder, `${profileId}.bin`);

  const vault = electronVault({ clock });
  const secretFile = (path: string): SecretFile => createSecretFile({ path, vault, writeDurably: durableWrite, log });

  const practiceOutside = (): Outside => {
    const inside: typeof fetch = async (...request) => (await practiceNetwork()).fetch(...request);
    return {
      fetch: inside,
      actionFetch: inside,
      openBrowser: async (url) => (await practiceNetwork()).openBrowser(url),
      opener: { open: async (url) => (await practiceNetwork()).linkOpener.open(url) },
      forgetNetwork: async () => undefined,
      cache: createMemorySecret(),
    };
  };

  const realOutside = (profile: TenantProfile): Outside => {
    const { host } = new URL(cloudRoots(profile.cloud).authority);
    return {
      fetch: createNetworkFetch(),
      actionFetch: createActionFetch(),
      openBrowser: (url) => links.openSignInPage(url, host),
      opener: { open: (url) => links.openSessionLink(url) },
      forgetNetwork: () => forgetNetwork(),
      cache: secretFile(secretPath(profile.id)),
    };
  };

  return {
    secretFile,
    connect(profile) {
      const outside = profile.id === practiceId ? practiceOutside() : realOutside(profile);
      const roots = cloudRoots(profile.cloud);
      const { tenantId, clientId } = profile;
      const noteSkew = watchSkew(skewed);
      const signIn: SignIn = createSignIn({
        profile: { tenantId, clientId, ...roots },
        fetch: outside.fetch,
        openBrowser(url) {
          session.browserOpened(signIn);
          return outside.openBrowser(url);
        },
        answered: links.signInAnswered,
        accountAsked: (question) => session.accountAsked(signIn, question),
        forgetNetwork: outside.forgetNetwork,
        wasUsed: () => wasUsed(profile.id),
        servedAt: (time) => noteSkew(skewOf(time, clock.now())),
        cache: outside.cache,
        clock,
        log,
      });
      const { transport, quiet } = watchForeground(
        createTransport({
          root: roots.graph,
          fetch: (url, init) => (isAction(url, init) ? outside.actionFetch : outside.fetch)(url, init),
          tokens: session.tokensOf(signIn),
          clock,
          log,
          random: Math.random,
          onThrottle: throttled,
          servedAt: (time) => noteSkew(skewOf(time, clock.now())),
        }),
      );
      return {
        profile,
        tenant: tenantView(profile),
        signIn,
        graph: createGraph(transport),
        quiet,
        opener: outside.opener,
      };
    },
    async remembered({ id, tenantId, clientId, cloud }) {
      const text = id === practiceId ? null : await secretFile(secretPath(id)).read();
      const kept = text === null ? null : parseCachedSignIn(text, { tenantId, clientId, ...cloudRoots(cloud) });
      return kept === null ? null : ownerOf({ account: kept.account, tenant: { tenantId }, cloud: customCloud(cloud) });
    },
    async keepOnly(profileIds) {
      const kept = new Set(profileIds.map((id) => basename(secretPath(id))));
      const gone = (await namesIn(folder)).filter((name) => name.endsWith('.bin') && !kept.has(name));
      await Promise.all(gone.map((name) => rm(join(folder, name), { force: true })));
    },
  };
}
