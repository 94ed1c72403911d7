import type { JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const KEY_ID = 'practice-1';

/** The key that signs id tokens; made on first use, because making it takes a moment. */
export interface Signing {
  sign(claims: JWTPayload): Promise<string>;
  keys(): Promise<unknown>;
}

export function createSigning(): Signing {
  let made: ReturnType<typeof generateKeyPair> | undefined;
  const pair = (): ReturnType<typeof generateKeyPair> => (made ??= generateKeyPair('RS256', { extractable: true }));
  return {
    sign: async (claims) => new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: KEY_ID }).sign((await pair()).privateKey),
    keys: async () => ({ keys: [{ ...(await exportJWK((await pair()).publicKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }] }),
  };
}
