import type { Page } from '@playwright/test';
import type { PracticeControl, PracticeProfile, PracticeTenant } from '../../practice';
import { createPracticeTenant, landmarks } from '../../practice';
import { makePki } from '../../practice/server/pki';
import { startTlsServer } from '../../practice/server/tls-server';
import { callMain } from '../support/page-bridge';
import { Technician } from '../support/technician';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

const { ready, slow, never, error, open } = landmarks;
const account = (name: string) => ({ name: `Account: ${name}` });
const past = 'Wed, 21 Oct 2015 07:28:00 GMT';
const actions = (tenant: { readonly control: PracticeControl }, id = '') =>
  tenant.control.requests.filter(({ path }) => path.includes(`${id}/requestRemoteAssistance`));

/** A practice server whose machine can be taken off the network and put back. */
async function startFlapping(): Promise<{
  profile: PracticeProfile;
  control: PracticeControl;
  off: () => Promise<void>;
  on: () => Promise<void>;
}> {
  const pki = await makePki();
  await trustAuthority(pki.caPem, 'deskside-flapping');
  const made: PracticeTenant[] = [];
  let server = await startTlsServer(pki, 0, (origin) => {
    const tenant = createPracticeTenant({ origin: { authority: origin, graph: origin } });
    made.push(tenant);
    return tenant.handler;
  });
  const port = Number(new URL(server.origin).port);
  const [tenant] = made;
  if (tenant === undefined) throw new Error('the server started without a tenant');
  const { profile, control, handler } = tenant;
  return {
    profile,
    control,
    off: () => server.stop(),
    on: async () => {
      server = await startTlsServer(pki, port, () => handler);
    },
  };
}

const steady = async (read: () => number): Promise<number> => {
  let last = -1;
  await expect
    .poll(
      () => {
        const now = read();
        const isSteady = now === last;
        last = now;
        return isSteady;
      },
      { intervals: [2_500], timeout: 20_000 },
    )
    .toBe(true);
  return last;
};

async function signedIn(window: Page, name = 'Alex Morgan'): Promise<void> {
  await expect(window.getByRole('button', account(name))).toBeVisible();
}

test.describe('a busy service', () => {
  for (const [how, retryAfter, leastMs] of [
    ['fractional', '1.5', 1_500],
    ['absent', null, 0],
    ['past', past, 0],
    ['zero', '0', 0],
  ] as const) {
    test(`reads wait as long as Retry-After says: ${how}`, async ({ presetTenant, start, signIn, tenant }) => {
      await presetTenant();
      const { window } = await start();
      await signIn(window);
      await signedIn(window);
      tenant.control.clearRequests();
      tenant.control.fault({
        kind: 'throttle',
        retryAfter,
        times: 1,
        match: { method: 'GET', path: `managedDevices/${ready.id}` },
      });
      expect((await callMain(window, 'devices', 'read', { deviceId: ready.id })).ok).toBe(true);
      const seen = tenant.control.requests.filter(({ path }) => path.includes(`managedDevices/${ready.id}`));
      expect(seen.map(({ status }) => status)).toEqual([429, 200]);
      expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(leastMs);
    });
  }

  test('a throttled request is sent once more with the same id, never before the given time', async ({
    presetTenant,
    start,
    signIn,
    approving,
    tenant,
  }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    const technician = new Technician(window);
    await approving(() => technician.ask(never.name));
    await technician.seeState(never.name, /Waiting/);
    for (const [device, retryAfter, leastMs] of [
      [ready, '1.25', 1_250],
      [error, null, 0],
      [open, past, 0],
    ] as const) {
      const asked = tenant.control.accepted(device.id);
      tenant.control.fault({
        kind: 'throttle',
        retryAfter,
        times: 1,
        match: { method: 'POST', path: 'requestRemoteAssistance' },
      });
      await technician.find(device.name);
      await technician.prepare();
      await technician.confirmUntilSent();
      await expect.poll(() => tenant.control.accepted(device.id)).toBe(asked + 1);
      const sent = actions(tenant, device.id);
      expect(sent.map(({ status }) => status)).toEqual([429, 204]);
      expect(new Set(sent.map(({ clientRequestId }) => clientRequestId)).size).toBe(1);
      expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(leastMs);
    }
  });

  test('a wait of ten minutes is reported at once and not retried', async ({
    presetTenant,
    start,
    signIn,
    approving,
    tenant,
  }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    const technician = new Technician(window);
    tenant.control.fault({
      kind: 'throttle',
      retryAfter: '600',
      match: { method: 'POST', path: 'requestRemoteAssistance' },
    });
    await approving(() => technician.ask(slow.name));
    const request = technician.requestFor(slow.name);
    await expect(request).toContainText('Intune is busy.');
    // The time runs out before the eyes; nothing follows by itself, so nothing says so.
    const left = async (): Promise<number> =>
      Number(/Try again in (\d+) seconds/.exec(await request.innerText())?.[1] ?? Number.NaN);
    const first = await left();
    expect(first).toBeGreaterThan(560);
    expect(first).toBeLessThanOrEqual(600);
    await expect.poll(left).toBeLessThan(first);
    await expect(window.getByText(/Retrying in/)).toHaveCount(0);
    expect(actions(tenant)).toHaveLength(1);
  });
});

test('a missing network is reported, nothing is sent later by itself, and everything works once it is back', async ({
  folder,
  start,
  signIn,
  approving,
}) => {
  const tenant = await startFlapping();
  await folder.preset({
    profiles: [{ id: 'contoso', ...tenant.profile }],
    activeProfile: 'contoso',
    preferences: { language: 'en' },
  });
  const { window } = await start();
  await signIn(window);
  const technician = new Technician(window);
  await approving(() => technician.ask(slow.name));
  await technician.seeState(slow.name, /Waiting/);
  await technician.find(ready.name);
  await technician.prepare();
  await tenant.off();
  await technician.confirmUntilSent();
  await expect(technician.requestFor(ready.name)).toContainText('No connection to Microsoft Graph.', {
    timeout: 30_000,
  });
  await technician.search.fill('TYO-LT-0');
  await expect(window.getByText('No connection to Microsoft Graph.').first()).toBeVisible();
  await tenant.on();
  await technician.search.fill('');
  await technician.find(slow.name);
  await technician.seeState(slow.name, 'Session ready', 40_000);
  expect(tenant.control.accepted(ready.id)).toBe(0);
  expect(tenant.control.accepted(slow.id)).toBe(1);
  expect(actions(tenant, ready.id)).toEqual([]);
  await tenant.off();
});

test('a token challenged by the service is renewed once, without a browser', async ({
  presetTenant,
  start,
  signIn,
  tenant,
  systemBrowser,
}) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  await signedIn(window);
  // The list is read, so that nothing else is asked meanwhile.
  await expect(window.getByRole('group', { name: 'Device list status' })).toContainText('as of', { timeout: 60_000 });
  const opened = (await systemBrowser.opened()).length;
  expect((await callMain(window, 'devices', 'read', { deviceId: ready.id })).ok).toBe(true);
  // Entra counts in whole seconds.
  const second = Math.floor(Date.now() / 1_000);
  await expect.poll(() => Math.floor(Date.now() / 1_000)).toBeGreaterThan(second);
  tenant.control.revokeTokens();
  tenant.control.clearRequests();
  expect((await callMain(window, 'devices', 'read', { deviceId: ready.id })).ok).toBe(true);
  const seen = tenant.control.requests.filter(({ path }) => path.startsWith('/v1.0/'));
  expect(seen.map(({ status }) => status)).toEqual([401, 200]);
  expect(await systemBrowser.opened()).toHaveLength(opened);
  await signedIn(window);
});

test('an account without the Intune role gets an explanation and a remedy, without repeated calls', async ({
  presetTenant,
  start,
  signIn,
  tenant,
  systemBrowser,
}) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window, 'Sam Okafor');
  await signedIn(window, 'Sam Okafor');
  const opened = (await systemBrowser.opened()).length;
  tenant.control.clearRequests();
  await new Technician(window).search.fill(ready.name);
  await expect(window.getByText('You can’t see this in Intune.').first()).toBeVisible();
  await expect(window.getByText(/You need an Intune role that may read managed devices/).first()).toBeVisible();
  expect(await steady(() => tenant.control.requests.length)).toBeLessThanOrEqual(15);
  expect(await systemBrowser.opened()).toHaveLength(opened);
  expect(actions(tenant)).toEqual([]);
});

test('the session ends in the background: “Sign in again”, and the request is kept', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
  systemBrowser,
}) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  const technician = new Technician(window);
  const asked = tenant.control.accepted(slow.id);
  await approving(() => technician.ask(slow.name));
  await technician.seeState(slow.name, /Waiting/);
  const opened = (await systemBrowser.opened()).length;
  tenant.control.revokeTokens({ refreshTokens: true });
  await expect(window.getByText('Sign in again', { exact: false }).first()).toBeVisible({ timeout: 20_000 });
  await expect(technician.requestFor(slow.name)).toBeVisible();
  tenant.control.clearRequests();
  expect(await steady(() => tenant.control.requests.length), 'no loop').toBeLessThanOrEqual(10);
  expect(await systemBrowser.opened(), 'no browser by itself').toHaveLength(opened);
  await approveAgain(window, approving);
  await signedIn(window);
  await technician.seeState(slow.name, 'Session ready', 40_000);
  expect(tenant.control.accepted(slow.id)).toBe(asked + 1);
});

const approveAgain = (window: Page, approving: (action: () => Promise<void>) => Promise<URL>): Promise<URL> =>
  approving(() =>
    window
      .getByRole('button', { name: /^Sign in/ })
      .first()
      .click(),
  );
