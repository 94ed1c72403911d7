import type { Clock } from './clock';
import type { DetectedApps } from './data/detected-apps';
import type { Inventory } from './data/inventory';
import type { Properties } from './data/properties';
import type { Account } from './entra/accounts';
import type { TokenStore } from './entra/token-store';
import type { Faults } from './faults';
import type { AuditEvent } from './graph/audit-event';
import type { RequestLog } from './request-log';
import type { Sessions } from './sessions';

/** Roots of the two services, without tenant and version. They may be the same. */
export interface Origins {
  readonly authority: string;
  readonly graph: string;
}

export type ConnectorStatus = 'notOnboarded' | 'onboarding' | 'onboarded';

/** A scripted failure of the next sign-ins. */
export interface SignInFailure {
  readonly code: number;
  /** Where it happens: in the browser, or when the code or refresh token is redeemed. */
  readonly at: 'authorize' | 'token';
}

/** What tests can switch. */
export interface TenantState {
  connector: ConnectorStatus;
  failure: SignInFailure | undefined;
  /** How far the clock of the services is ahead of this computer's, in milliseconds; negative when behind. */
  clockAheadMs: number;
  /** Scopes that access tokens from now on lack although they were granted. */
  withheld: readonly string[];
  /** Sign-in name of the account that signInWithoutBrowser chooses. */
  preferred: string;
}

/** Everything one practice tenant holds. */
export interface Tenant {
  readonly seed: number;
  /** When the tenant was created, in milliseconds since 1970. */
  readonly born: number;
  readonly clock: Clock;
  readonly origin: Origins;
  readonly inventory: Inventory;
  readonly properties: Properties;
  readonly lastSync: (index: number, now: number) => number | undefined;
  readonly sessions: Sessions;
  readonly apps: DetectedApps;
  readonly accounts: readonly Account[];
  readonly tokens: TokenStore;
  readonly audit: AuditEvent[];
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly state: TenantState;
}
