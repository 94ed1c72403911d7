import type { TenantProfile } from './port';

export const practiceId = 'practice';

/** The built-in tenant. Its hosts end in `.invalid`, which no name server resolves. */
export const practiceProfile: TenantProfile = {
  id: practiceId,
  name: 'Practice tenant',
  tenantId: 'c0a7050d-e5c1-4de0-9b1d-0c7de5c51de0',
  clientId: 'de5c51de-0000-4000-8000-0c11e47a9901',
  cloud: { authority: 'https://login.practice.deskside.invalid', graph: 'https://graph.practice.deskside.invalid' },
  color: null,
  provider: 'graph',
  sessionHosts: [],
};

/** The profile to work in: the practice tenant while the chosen one is not there. */
export const activeProfile = ({ profiles, activeProfile: id }: ActiveChoice): TenantProfile =>
  profiles.find((profile) => profile.id === id) ?? practiceProfile;

interface ActiveChoice {
  readonly profiles: readonly TenantProfile[];
  readonly activeProfile: string;
}
