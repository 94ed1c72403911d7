import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Account } from './accounts';
import type { RequestedClaims } from './claims';

const CODE_LIFE = 600_000;
const ACCESS_LIFE = 3_600_000;
/** Tokens of clients that answer claims challenges live longer, as in Entra. */
const CAPABLE_LIFE = 86_400_000;
const REFRESH_LIFE = 90 * 86_400_000;

/** What an authorization code stands for. */
export interface CodeGrant {
  readonly account: Account;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly expiresAt: number;
}

export interface RefreshGrant {
  readonly account: Account;
  readonly clientId: string;
  readonly expiresAt: number;
  readonly issuedAt: number;
}

export interface AccessToken {
  readonly account: Account;
  readonly scopes: ReadonlySet<string>;
  readonly audience: string;
  readonly expiresAt: number;
  readonly claimsCapable: boolean;
  /** Newest "not before" that the request for this token named, in seconds. */
  readonly notBefore: number;
}

export interface TokenStore {
  readonly issueCode: (grant: Omit<CodeGrant, 'expiresAt'>) => string;
  /** Takes the code out: a second redemption finds nothing. */
  readonly takeCode: (code: string) => CodeGrant | undefined;
  /** `value`: a token that an earlier run of the server issued. */
  readonly issueRefresh: (account: Account, clientId: string, value?: string) => string;
  readonly refresh: (value: string) => RefreshGrant | 'revoked' | undefined;
  /** `withheld`: scopes that the token does not hold although they were consented to. */
  readonly issueAccess: (
    account: Account,
    audience: string,
    claims: RequestedClaims,
    withheld?: readonly string[],
  ) => { readonly value: string; readonly expiresIn: number };
  readonly access: (value: string) => AccessToken | undefined;
  /** The "not before" that this token fails, in seconds; undefined when the token is fine. */
  readonly challenged: (token: AccessToken) => number | undefined;
  readonly consented: (account: Account) => ReadonlySet<string>;
  readonly consent: (account: Account, scopes: readonly string[]) => void;
  readonly forgetConsent: () => void;
  /** Access tokens so far are challenged; with `refreshTokens` a new sign-in is needed, too. */
  readonly revoke: (refreshTokens: boolean) => void;
  /** As if nothing had ever been revoked. */
  readonly forgive: () => void;
  /** Makes every access token expire now. */
  readonly expire: () => void;
}

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** The role that Entra writes into the token of a user without any other. */
const ORDINARY_USER = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

/** Like Graph's: a JSON web token with readable contents and a signature that only the service can verify. */
const accessToken = (payload: object): string =>
  [
    { typ: 'JWT', alg: 'RS256', kid: 'practice' },
    { ...payload, uti: secret(16) },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.') + `.${secret(48)}`;

export function createTokenStore(clock: Clock): TokenStore {
  const codes = new Map<string, CodeGrant>();
  const refreshTokens = new Map<string, RefreshGrant>();
  const accessTokens = new Map<string, AccessToken>();
  const consents = new Map<string, Set<string>>();
  let revokedBefore = 0;
  let signInsRevoked = 0;
  const sweep = (): void => {
    if (accessTokens.size < 2_000) return;
    for (const [value, token] of accessTokens) if (token.expiresAt <= clock.now()) accessTokens.delete(value);
  };
  const consented = (account: Account): Set<string> => {
    const known = consents.get(account.objectId) ?? new Set<string>();
    consents.set(account.objectId, known);
    return known;
  };
  return {
    issueCode: (grant) => {
      const code = `1.${secret(64)}`;
      codes.set(code, { ...grant, expiresAt: clock.now() + CODE_LIFE });
      return code;
    },
    takeCode: (code) => {
      const grant = codes.get(code);
      codes.delete(code);
      return grant;
    },
    issueRefresh: (account, clientId, value = `1.${secret(120)}`) => {
      refreshTokens.set(value, { account, clientId, expiresAt: clock.now() + REFRESH_LIFE, issuedAt: clock.now() });
      return value;
    },
    refresh: (value) => {
      const grant = refreshTokens.get(value);
      return grant !== undefined && grant.issuedAt < signInsRevoked ? 'revoked' : grant;
    },
    issueAccess: (account, audience, claims, withheld = []) => {
      sweep();
      const life = claims.claimsCapable ? CAPABLE_LIFE : ACCESS_LIFE;
      const scopes = new Set([...consented(account)].filter((scope) => !withheld.includes(scope)));
      const value = accessToken({
        aud: audience,
        oid: account.objectId,
        tid: account.tenantId,
        scp: [...scopes].join(' '),
        wids: [ORDINARY_USER],
      });
      accessTokens.set(value, {
        account,
        audience,
        scopes,
        expiresAt: clock.now() + life,
        claimsCapable: claims.claimsCapable,
        notBefore: claims.notBefore,
      });
      return { value, expiresIn: life / 1_000 };
    },
    access: (value) => accessTokens.get(value),
    challenged: (token) => (token.notBefore < revokedBefore ? revokedBefore : undefined),
    consented,
    consent: (account, scopes) => {
      for (const scope of scopes) consented(account).add(scope);
    },
    forgetConsent: () => consents.clear(),
    revoke: (withRefreshTokens) => {
      revokedBefore = Math.max(revokedBefore + 1, Math.floor(clock.now() / 1_000));
      if (withRefreshTokens) signInsRevoked = clock.now() + 1;
    },
    forgive: () => {
      revokedBefore = 0;
      signInsRevoked = 0;
    },
    expire: () => {
      for (const [value, token] of accessTokens) accessTokens.set(value, { ...token, expiresAt: clock.now() });
    },
  };
}
