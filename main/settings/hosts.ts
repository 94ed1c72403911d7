import { domainToUnicode } from 'node:url';
import type { HostView, TenantHosts } from '../../shared/contract/session';
import { lookOf } from './look-alike';
import type { CloudRoots } from './port';

/** Owners of well-known addresses, by the words that such names contain. */
const owners: readonly { readonly words: readonly string[]; readonly domains: readonly string[] }[] = [
  {
    words: ['microsoft', 'msonline', 'windows.net', 'azure', 'intune', 'office365'],
    domains: [
      'microsoft.com',
      'microsoftonline.com',
      'microsoftonline-p.com',
      'microsoft.us',
      'microsoftonline.us',
      'windows.net',
      'azure.com',
      'azure.net',
      'azure.us',
      'azure.cn',
      'microsoftonline.cn',
      'microsoftgraph.chinacloudapi.cn',
      'cloud.microsoft',
      'microsoftonline.de',
      'microsoftgraph.com',
      'office365.com',
    ],
  },
  { words: ['teamviewer'], domains: ['teamviewer.com', 'teamviewer.cn', 'teamviewer.us'] },
];

const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** Whether a host has a well-known owner's name in it without belonging to that owner. */
function pretends(hostname: string, readable: string): boolean {
  const look = lookOf(readable);
  return owners.some(
    ({ words, domains }) =>
      words.some((word) => look.includes(lookOf(word))) && !domains.some((domain) => isWithin(hostname, domain)),
  );
}

/** A host with what a technician needs to recognize it. `host` is what is connected to: ASCII, with a port if it has one. */
export function hostView(host: string): HostView {
  const port = /:\d+$/.exec(host)?.[0] ?? '';
  const hostname = host.slice(0, host.length - port.length);
  const unicode = /(?:^|\.)xn--/.test(hostname) ? domainToUnicode(hostname) : '';
  const readable = unicode === '' || unicode === hostname ? null : `${unicode}${port}`;
  if (pretends(hostname, readable ?? hostname)) return { host, readable, doubt: 'pretends' };
  return { host, readable, doubt: readable === null ? null : 'letters' };
}

const hostOf = (root: string): string => new URL(root).host;

/** Every host that main talks to, or hands to the browser, for a profile with these roots. */
export const hostsOf = (
  { authority, graph }: Pick<CloudRoots, 'authority' | 'graph'>,
  sessionHosts: readonly string[],
): TenantHosts => ({
  signIn: hostView(hostOf(authority)),
  graph: hostView(hostOf(graph)),
  sessions: sessionHosts.map(hostView),
});
