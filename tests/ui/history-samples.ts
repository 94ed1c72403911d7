import type { AssistanceRequest } from '../../shared/contract/requests';
import * as s from './samples';

const day = 1440;
/** The newest requests for the device of 佐藤 美咲, newest first. */
export const earlierEntries: readonly AssistanceRequest[] = [
  s.request('closed', { id: 'e1', minutesAgo: day, note: 'Reset the Outlook profile.', ticket: 'INC-1' }),
  s.request('failed', { id: 'e2', minutesAgo: 3 * day, failure: { code: 'graph.license' }, ticket: '' }),
  s.request('expired', { id: 'e3', minutesAgo: 9 * day, ticket: 'INC-3' }),
];
/** Three days of requests, newest first. */
export const historyEntries: readonly AssistanceRequest[] = [
  s.request('opened', { of: s.sato, minutesAgo: 15 }),
  s.request('closed', { of: s.suzuki, minutesAgo: 90, note: 'Reset the Outlook profile.' }),
  s.request('failed', { of: s.miles, minutesAgo: day, failure: { code: 'graph.forbidden', status: 403 }, ticket: '' }),
  s.request('expired', { of: s.nair, minutesAgo: day + 200, ticket: 'INC-4690' }),
  s.request('given-up', { of: s.oldTablet, minutesAgo: 4 * day, ticket: '' }),
];
