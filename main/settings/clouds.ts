import type { CloudName, TenantView } from '../../shared/contract/session';
import { hostsOf } from './hosts';
import type { Cloud, CloudRoots, TenantProfile } from './port';
import { practiceId } from './practice-profile';

/**
 * The national clouds. US Gov L4 and L5 have the action in their metadata, but the TeamViewer connector
 * behind it is neither available there nor planned.
 */
const wellKnown: Readonly<Record<Extract<Cloud, string>, CloudRoots>> = {
  global: roots('https://login.microsoftonline.com', 'https://graph.microsoft.com', true),
  usgov: roots('https://login.microsoftonline.us', 'https://graph.microsoft.us', false),
  'usgov-dod': roots('https://login.microsoftonline.us', 'https://dod-graph.microsoft.us', false),
  china: roots('https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn', true),
};

function roots(authority: string, graph: string, assistanceAvailable: boolean): CloudRoots {
  return { authority, graph, assistanceAvailable, custom: false };
}

export const cloudRoots = (cloud: Cloud): CloudRoots =>
  typeof cloud === 'string'
    ? wellKnown[cloud]
    : { authority: cloud.authority, graph: cloud.graph, assistanceAvailable: true, custom: true };

export const cloudName = (cloud: Cloud): CloudName => (typeof cloud === 'string' ? cloud : 'custom');

/** Identifies a custom cloud. Null for Microsoft's clouds, where account and tenant ids are globally unique. */
export const customCloud = (cloud: Cloud): string | null =>
  typeof cloud === 'string' ? null : `${cloud.authority} ${cloud.graph}`;

/** What the windows show of a profile. */
export const tenantView = (profile: TenantProfile): TenantView => ({
  profileId: profile.id,
  name: profile.name,
  tenantId: profile.tenantId,
  cloud: cloudName(profile.cloud),
  color: profile.color,
  practice: profile.id === practiceId,
  assistanceAvailable: cloudRoots(profile.cloud).assistanceAvailable,
  provider: profile.provider,
  hosts: profile.id === practiceId ? null : hostsOf(cloudRoots(profile.cloud), profile.sessionHosts),
});
