import type { TenantView } from './contract/session';
import type { FailureCode } from './failure';

/** Why no one can be helped in this tenant, whatever the device; null when requests are possible. */
export function assistanceObstacle({
  assistanceAvailable,
  provider,
}: Pick<TenantView, 'assistanceAvailable' | 'provider'>): FailureCode | null {
  if (provider === 'other') return 'provider.unsupported';
  return assistanceAvailable ? null : 'cloud.unsupported';
}
