import type { AssistanceRequest } from '../../shared/contract/requests';

/** Letters as a person thinks of them: no width, no case, no accents of the Latin kind. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/[\u0300-\u036f]/gu, '').normalize('NFKC').toLowerCase();

/** The words of a search, folded; all of them must be in an entry. */
export const wordsOf = (text: string): readonly string[] => fold(text).split(/\s+/u).filter((word) => word !== '');

/** What a search looks at, folded. */
export function searchText({ subject, ticket, reason, note, failure, ...entry }: AssistanceRequest): string {
  const { deviceName, serial, userName, upn, tenantName, deviceId, account } = subject;
  const parts = [deviceName, serial, userName, upn, tenantName, ticket, reason, note, failure?.code, failure?.detail];
  return fold([...parts, account, deviceId, ...entry.graphRequestIds].join('\n'));
}
