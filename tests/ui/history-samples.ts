import type { AssistanceRequest } from '../../shared/contract/requests';
import * as s from './samples';

const day = 1440;
/** Three days of requests, newest first. */
export const historyEntries: readonly AssistanceRequest[] = [
  s.request('opened', { of: s.sato, minutesAgo: 15 }),
  s.request('closed', { of: s.suzuki, minutesAgo: 90, note: 'Reset the Outlook profile.' }),
  s.request('failed', { of: s.miles, minutesAgo: day, failure: { code: 'graph.forbidden', status: 403 }, ticket: '' }),
  s.request('expired', { of: s.nair, minutesAgo: day + 200, ticket: 'INC-4690' }),
  s.request('given-up', { of: s.oldTablet, minutesAgo: 4 * day, ticket: '' }),
];
