import type { Clock } from '../../../shared/clock';
import type { PolicySource } from '../../settings/policy-source';
import { noPolicySource, policyFile } from '../../settings/policy-source';

/** Where the organization's settings are on this operating system. */
export const systemPolicy = (clock: Clock): PolicySource =>
  process.platform === 'linux' ? policyFile('/etc/deskside/policy.json', clock) : noPolicySource;
