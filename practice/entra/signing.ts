import type { JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const KEY_ID = 'practice-1';

/** Signs id tokens. */
export interface Signing {
  readonly sign: (claims: JWTPayload) => Promise<string>;
  /** The JSON web key set that vouches for them. */
  readonly keys: () => Promise<unknown>;
}

type Pair = ReturnType<typeof generateKeyPair>;

/** Made on first use, because that takes a moment; one for all tenants of the process. */
let made: Pair | undefined;

const pair = (): Pair => (made ??= generateKeyPair('RS256', { extractable: true }));

export const signing: Signing = {
  sign: async (claims) =>
    new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: KEY_ID }).sign((await pair()).privateKey),
  keys: async () => ({
    keys: [{ ...(await exportJWK((await pair()).publicKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }],
  }),
};
