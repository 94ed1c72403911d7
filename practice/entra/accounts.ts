import { PRACTICE_DOMAIN } from '../data/people';
import { FOREIGN_TENANT_ID, TENANT_ID } from '../identity';

/** A person who may sign in to the practice tenant. */
export interface Account {
  /** Short name for tests and the command line. */
  readonly key: AccountKey;
  readonly objectId: string;
  readonly tenantId: string;
  readonly userPrincipalName: string;
  readonly name: string;
  readonly language: string;
  /** Shown under the name on the sign-in page. */
  readonly note: string;
  /** Holds an Intune role; without one every Intune call answers 401 in shape B. */
  readonly intuneRole: boolean;
  /** Sign-in ends with this AADSTS code. */
  readonly failsWith?: number;
}

export type AccountKey = 'technician' | 'technician-ja' | 'no-role' | 'foreign' | 'blocked';

type Rest = Pick<Account, 'name' | 'note'> & Partial<Account>;

const account = (key: AccountKey, n: number, login: string, rest: Rest): Account => ({
  key,
  objectId: `0000000e-0000-4000-8000-${String(n).padStart(12, '0')}`,
  tenantId: TENANT_ID,
  userPrincipalName: `${login}@${PRACTICE_DOMAIN}`,
  language: 'en-GB',
  intuneRole: true,
  ...rest,
});

/** The first one is the default. */
export function createAccounts(blockedCode = 53003): readonly Account[] {
  return [
    account('technician', 1, 'alex.morgan', { name: 'Alex Morgan', note: 'Help Desk Operator' }),
    account('technician-ja', 2, 'yui.takahashi', {
      name: '高橋 結衣',
      note: 'Help Desk Operator · ヘルプデスク担当',
      language: 'ja-JP',
    }),
    account('no-role', 3, 'sam.okafor', {
      name: 'Sam Okafor',
      note: 'No Intune role · Intune の役割なし',
      intuneRole: false,
    }),
    account('foreign', 4, 'robin.vale', {
      name: 'Robin Vale',
      note: 'Account of another organisation · 別の組織のアカウント',
      tenantId: FOREIGN_TENANT_ID,
      userPrincipalName: 'robin.vale@fabrikam.example',
    }),
    account('blocked', 5, 'casey.lind', {
      name: 'Casey Lind',
      note: `Sign-in is blocked (AADSTS${blockedCode}) · サインイン不可`,
      failsWith: blockedCode,
    }),
  ];
}

/** Finds an account by key or sign-in name, whatever the letters' case. */
export function findAccount(accounts: readonly Account[], wanted: string): Account | undefined {
  const text = wanted.toLowerCase();
  return accounts.find((candidate) => candidate.key === text || candidate.userPrincipalName === text);
}
