import type { AssistanceRequest } from '../../shared/contract/requests';
import { foldAll } from '../../shared/search/fold';
import { withoutSeparators } from '../../shared/search/joined';

/**
 * The folded text that a search compares: all spellings, and names and serial numbers also without their separators.
 */
export function searchText({ subject, ticket, reason, note, failure, ...entry }: AssistanceRequest): string {
  const { deviceName, serial, userName, upn, tenantName, deviceId, account } = subject;
  const parts = [deviceName, serial, userName, upn, tenantName, ticket, reason, note, failure?.code, failure?.detail];
  const texts = foldAll([...parts, account, deviceId, ...entry.graphRequestIds].join('\n')).map(({ text }) => text);
  return [...texts, ...[deviceName, serial].map((text) => withoutSeparators(text.toLowerCase()))].join('\n');
}
