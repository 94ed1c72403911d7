import type { Account } from './accounts';

/** Entra's client_info: the account's home, base64url JSON. */
export function clientInfo(account: Account): string {
  return Buffer.from(JSON.stringify({ uid: account.objectId, utid: account.tenantId })).toString('base64url');
}
