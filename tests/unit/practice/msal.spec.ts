import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { InteractionRequiredAuthError, PublicClientApplication } from '@azure/msal-node';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PracticeTenant } from '../../../practice/index';
import {
  CLIENT_ID,
  createPracticeTenant,
  FOREIGN_TENANT_ID,
  signInWithoutBrowser,
  TENANT_ID,
} from '../../../practice/index';
import { AUTHORITY, GRAPH, READ, WRITE } from './support';

const read = [`${GRAPH}/${READ}`];
const write = [`${GRAPH}/${WRITE}`];

function networkOf({ handler }: PracticeTenant): INetworkModule {
  const send = async <T>(method: string, url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    const response = await handler(
      new Request(url, {
        method,
        ...(options?.headers ? { headers: options.headers } : {}),
        ...(options?.body ? { body: options.body } : {}),
      }),
    );
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

describe('the practice tenant with the real MSAL', () => {
  let tenant: PracticeTenant;
  let client: PublicClientApplication;

  const interactive = (scopes: string[], account = 'technician', claims?: string) =>
    client.acquireTokenInteractive({
      scopes,
      ...(claims === undefined ? {} : { claims }),
      openBrowser: async (url) => {
        const { redirectUri, body } = await signInWithoutBrowser(url, tenant.handler, account);
        await fetch(redirectUri.replace('localhost', '127.0.0.1'), {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body,
        });
      },
    });

  beforeEach(() => {
    tenant = createPracticeTenant({ origin: { authority: AUTHORITY, graph: GRAPH }, devices: 50 });
    client = new PublicClientApplication({
      auth: {
        clientId: CLIENT_ID,
        authority: `${AUTHORITY}/${TENANT_ID}`,
        knownAuthorities: [new URL(AUTHORITY).host],
        clientCapabilities: ['cp1'],
      },
      system: { networkClient: networkOf(tenant) },
    });
  });

  it('signs in with PKCE and form post, and names account and tenant', async () => {
    const result = await interactive(read);
    expect(result.account?.username).toBe('alex.morgan@contoso.example');
    expect(result.account?.name).toBe('Alex Morgan');
    expect(result.tenantId).toBe(TENANT_ID);
    expect(result.scopes).toContain(read[0]);
    expect(result.account?.homeAccountId.endsWith(TENANT_ID)).toBe(true);
  });

  it('answers a silent request from the cache and renews it with the refresh token', async () => {
    const { account } = await interactive(read);
    if (account === null) throw new Error('no account');
    expect((await client.acquireTokenSilent({ account, scopes: read })).fromCache).toBe(true);
    const renewed = await client.acquireTokenSilent({ account, scopes: read, forceRefresh: true });
    expect(renewed.fromCache).toBe(false);
    expect(renewed.account?.username).toBe('alex.morgan@contoso.example');
  });

  it('asks for interaction before a new scope is granted, and is silent afterwards', async () => {
    const { account } = await interactive(read);
    if (account === null) throw new Error('no account');
    await expect(client.acquireTokenSilent({ account, scopes: write })).rejects.toBeInstanceOf(
      InteractionRequiredAuthError,
    );
    await interactive(write);
    expect((await client.acquireTokenSilent({ account, scopes: write, forceRefresh: true })).scopes).toContain(
      write[0],
    );
  });

  it('satisfies a claims challenge with one silent request', async () => {
    const first = await interactive(read);
    const me = (token: string) =>
      tenant.handler(
        new Request(`${GRAPH}/v1.0/deviceManagement/managedDevices?$top=1`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      );
    tenant.control.revokeTokens();
    const challenged = await me(first.accessToken);
    expect(challenged.status).toBe(401);
    const encoded = /claims="([^"]+)"/.exec(challenged.headers.get('www-authenticate') ?? '')?.[1] ?? '';
    const claims = Buffer.from(encoded, 'base64').toString();
    if (first.account === null) throw new Error('no account');
    const second = await client.acquireTokenSilent({ account: first.account, scopes: read, claims });
    expect((await me(second.accessToken)).status).toBe(200);
  });

  it('needs a new sign-in when the session itself is revoked', async () => {
    const { account } = await interactive(read);
    if (account === null) throw new Error('no account');
    tenant.control.revokeTokens({ refreshTokens: true });
    await expect(client.acquireTokenSilent({ account, scopes: read, forceRefresh: true })).rejects.toMatchObject({
      errorCode: 'invalid_grant',
    });
    await expect(interactive(read)).resolves.toMatchObject({ tenantId: TENANT_ID });
  });

  it('lets an account of another tenant in with its own tenant id', async () => {
    const result = await interactive(read, 'foreign');
    expect(result.tenantId).toBe(FOREIGN_TENANT_ID);
    expect(result.account?.username).toBe('robin.vale@fabrikam.example');
  });

  it.each([
    ['blocked account', 53003],
    ['scripted failure', 50076],
  ])('ends the sign-in of a %s with its code', async (kind, code) => {
    if (kind === 'scripted failure') tenant.control.failSignIn(code);
    await expect(interactive(read, kind === 'scripted failure' ? 'technician' : 'blocked')).rejects.toMatchObject({
      message: expect.stringContaining(`AADSTS${code}`),
    });
  });

  it('ends a sign-in that fails while the code is redeemed', async () => {
    tenant.control.failSignIn(7000218, 'token');
    await expect(interactive(read)).rejects.toMatchObject({ message: expect.stringContaining('AADSTS7000218') });
  });
});
