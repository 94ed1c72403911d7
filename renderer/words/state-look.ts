import type { RequestState } from '../../shared/contract/requests';
import type { IconName } from '../ui/icons.gen';

interface StateLook {
  readonly icon: IconName;
  readonly tone: 'success' | 'warning' | 'danger' | 'neutral' | 'brand';
  readonly spin?: true;
}

/** Icon and tone of a state; the word always stands beside it. */
export const stateLook: Readonly<Record<RequestState, StateLook>> = {
  sending: { icon: 'arrow-sync', tone: 'neutral', spin: true },
  accepted: { icon: 'checkmark-circle', tone: 'neutral' },
  waiting: { icon: 'arrow-sync', tone: 'neutral', spin: true },
  ready: { icon: 'circle-filled', tone: 'brand' },
  opened: { icon: 'checkmark-circle', tone: 'success' },
  closed: { icon: 'checkmark-circle', tone: 'neutral' },
  failed: { icon: 'error-circle', tone: 'danger' },
  expired: { icon: 'timer', tone: 'warning' },
  unknown: { icon: 'question-circle', tone: 'warning' },
  'given-up': { icon: 'subtract-circle', tone: 'neutral' },
  other: { icon: 'question-circle', tone: 'neutral' },
};
