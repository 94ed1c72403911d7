import { landmarks } from '../../practice';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready, slow } = landmarks;
const POST = { method: 'POST', path: 'requestRemoteAssistance' } as const;

test.describe('a proxy that answers in place of Intune', () => {
  test('and proves that it did not forward the request: it is named, the request was sent once, and not forwarded', async ({
    signedIn,
    approving,
    tenant,
  }) => {
    const { technician } = await signedIn();
    const before = tenant.control.accepted(ready.id);
    tenant.control.fault({ kind: 'proxy-refusal', match: POST });
    await approving(() => technician.ask(ready.name));
    const request = technician.requestFor(ready.name);
    await expect(request).toContainText('A proxy answered, not Intune.');
    await expect(request).toContainText('proxy.contoso.example');
    await expect(request).toContainText('Nothing was sent to Intune.');
    await expect(request).not.toContainText('Help Desk Operator');
    expect(tenant.control.accepted(ready.id)).toBe(before);
    expect(tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance'))).toHaveLength(1);
  });

  test('in place of an acceptance: the outcome is unknown, the request was sent once, and its session is found', async ({
    signedIn,
    approving,
    tenant,
  }) => {
    const { technician } = await signedIn();
    tenant.control.fault({ kind: 'proxy-replaced', match: POST });
    await approving(() => technician.ask(slow.name));
    await technician.seeState(slow.name, /Result unknown/);
    const request = technician.requestFor(slow.name);
    await expect(request).toContainText('A proxy answered, not Intune.');
    await expect(request).toContainText('proxy.contoso.example');
    await expect(request).not.toContainText('Nothing was sent');
    await technician.seeState(slow.name, /Session ready/, 30_000);
    expect(tenant.control.accepted(slow.id)).toBe(1);
    expect(tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance'))).toHaveLength(1);
  });

  for (const [said, fault] of [
    ['a 204 that anybody can send', { kind: 'nameless' }],
    ['a 429 that anybody can send', { kind: 'nameless', status: 429, retryAfter: 1 }],
    ['a page that proves nothing', { kind: 'proxy-page' }],
  ] as const) {
    test(`with ${said}: the outcome is unknown, the request was sent once, the technician decides`, async ({
      signedIn,
      approving,
      tenant,
    }) => {
      const { technician } = await signedIn();
      tenant.control.fault({ ...fault, match: POST });
      await approving(() => technician.ask(slow.name));
      await technician.seeState(slow.name, /Result unknown/);
      const request = technician.requestFor(slow.name);
      await expect(request).toContainText(
        fault.kind === 'nameless' ? 'It is not certain that Intune answered.' : 'A proxy answered, not Intune.',
      );
      await expect(request).not.toContainText('Nothing was sent');
      expect(tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance'))).toHaveLength(1);
    });
  }

  test('to the token request: the sign-in screen names the proxy', async ({ presetTenant, start, signIn, tenant }) => {
    await presetTenant();
    const { window } = await start();
    tenant.control.fault({ kind: 'proxy-page', match: { method: 'POST', path: '/token$' } });
    await signIn(window);
    await expect(window.getByRole('alert')).toContainText('A proxy answered, not Microsoft’s sign-in.');
    await expect(window.getByRole('alert')).toContainText('proxy.contoso.example');
  });
});

test.describe('a device that cannot be reached through the list of all devices', () => {
  const DIRECT = { method: 'POST', path: '/deviceManagement/managedDevices/[^/]+/requestRemoteAssistance$' } as const;

  test('is requested once more through the person that it was found by, with one confirmation', async ({
    signedIn,
    approving,
    tenant,
  }) => {
    const { technician } = await signedIn();
    const before = tenant.control.accepted(slow.id);
    tenant.control.fault({ kind: 'not-found', match: DIRECT });
    await technician.find('Kenta Suzuki', slow.name);
    await technician.prepare();
    await approving(() => technician.confirm());
    await technician.seeState(slow.name, /Session ready/, 30_000);
    expect(tenant.control.accepted(slow.id)).toBe(before + 1);
    const posts = tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance'));
    expect(posts.map(({ path }) => path.replace(/[0-9a-f-]{36}/gu, '…'))).toEqual([
      '/v1.0/deviceManagement/managedDevices/…/requestRemoteAssistance',
      '/v1.0/users/…/managedDevices/…/requestRemoteAssistance',
    ]);
  });

  test('is not requested again if it was found by its own name, or if the 404 is not from Graph', async ({
    signedIn,
    approving,
    tenant,
  }) => {
    const { technician } = await signedIn();
    const posts = (): number =>
      tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance')).length;
    tenant.control.fault({ kind: 'not-found', match: DIRECT, times: 1 });
    await approving(() => technician.ask(ready.name));
    await technician.seeState(ready.name, /Failed/);
    expect(posts()).toBe(1);
    tenant.control.fault({ kind: 'nameless', status: 404, match: DIRECT, times: 1 });
    await technician.find('Kenta Suzuki', slow.name);
    await technician.prepare();
    await technician.confirmUntilSent();
    await technician.seeState(slow.name, /Result unknown/);
    expect(posts()).toBe(2);
  });
});

test('a tenant without Intune is reported with its cause, and the list is not requested again by itself', async ({
  presetTenant,
  start,
  signIn,
  tenant,
}) => {
  await presetTenant();
  tenant.control.fault({ kind: 'no-license', match: { path: '^/v1\\.0/.*(?:managedDevices|detectedApps)' } });
  const { window } = await start();
  await signIn(window);
  await expect(window.getByText('Intune does not serve this tenant.').first()).toBeVisible();
  await new Technician(window).search.fill(ready.name);
  await expect(window.getByText(/no Intune license, or the profile names another tenant/).first()).toBeVisible();
  const lists = tenant.control.requests.filter(
    ({ path, inBatch }) => inBatch !== true && path.includes('/managedDevices?'),
  );
  expect(lists).toHaveLength(1);
});

test('a license that ends while a request waits is reported, Intune is not asked again by itself, and Check now finds the session', async ({
  signedIn,
  approving,
  tenant,
}) => {
  const { technician } = await signedIn();
  await approving(() => technician.ask(slow.name));
  await technician.seeState(slow.name, /Waiting/);
  tenant.control.fault({ kind: 'no-license', match: { method: 'GET', path: 'managedDevices' } });
  const request = technician.requestFor(slow.name);
  const told = request.getByText('Intune does not serve this tenant.');
  await expect(told).toBeVisible();
  await expect(request).toContainText('asks about this request again when you use Check now');
  const reads = (): number =>
    tenant.control.requests.filter(({ method, path }) => method === 'GET' && path.includes(slow.id)).length;
  const before = reads();
  await request.getByRole('button', { name: 'Check now' }).press('Enter');
  await expect.poll(reads).toBe(before + 1);
  await expect(told).toHaveCount(1);
  tenant.control.clearFaults();
  // The check is answered, so the request is followed again.
  await request.getByRole('button', { name: 'Check now' }).press('Enter');
  await technician.seeState(slow.name, /Session ready/, 30_000);
  await expect(told).toHaveCount(0);
  expect(tenant.control.accepted(slow.id)).toBe(1);
});

test('a refusal without a reason names the permission that the token lacks', async ({
  presetTenant,
  start,
  signIn,
  tenant,
}) => {
  await presetTenant();
  tenant.control.withholdScopes(['DeviceManagementManagedDevices.Read.All']);
  tenant.control.fault({ kind: 'silent-refusal', match: { path: 'managedDevices' } });
  const { window } = await start();
  await signIn(window);
  await new Technician(window).search.fill(ready.name);
  await expect(window.getByText('A permission is missing.').first()).toBeVisible();
  await expect(window.getByText(/DeviceManagementManagedDevices\.Read\.All/).first()).toBeVisible();
});

test('a wrong clock is reported once, with the difference', async ({ presetTenant, start, signIn, tenant }) => {
  await presetTenant();
  tenant.control.setClockAhead(-14 * 60_000);
  const { window } = await start();
  await signIn(window);
  await new Technician(window).search.fill(ready.name);
  await expect(window.getByText('This computer’s clock is 14 minutes ahead of Microsoft’s.')).toHaveCount(1);
});

test('after a sign-out the browser asks for the account, also in the next run', async ({
  presetTenant,
  start,
  signIn,
  systemBrowser,
}) => {
  await presetTenant();
  const first = await start();
  await signIn(first.window);
  const { window } = first;
  await window.getByRole('button', { name: 'Account: Alex Morgan' }).click();
  await window.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(window.getByRole('button', { name: 'Use another account' })).toBeVisible();
  await first.app.close();
  const second = await start();
  await signIn(second.window);
  const prompts = (await systemBrowser.opened()).map((address) => new URL(address).searchParams.get('prompt'));
  expect(prompts).toEqual([null, 'select_account']);
});
