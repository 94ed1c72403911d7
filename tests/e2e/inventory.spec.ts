import type { Page } from '@playwright/test';
import { landmarks } from '../../practice';
import type { DeviceQuery } from '../../shared/contract/device-query';
import { noChips } from '../../shared/contract/device-query';
import type { InventoryView, LocalAnswer } from '../../shared/contract/inventory';
import { quitApp } from '../support/app-runner';
import { callMain } from '../support/page-bridge';
import { expect, test } from './fixtures';

const DEVICES = 2_500;

async function view(window: Page): Promise<InventoryView> {
  const current = await callMain<InventoryView>(window, 'inventory', 'current');
  if (!current.ok) throw new Error(current.error.code);
  return current.value;
}

async function find(window: Page, text: string, more: Partial<DeviceQuery> = {}): Promise<LocalAnswer> {
  const answer = await callMain<LocalAnswer | null>(window, 'inventory', 'find', { text, chips: noChips, sort: null, ...more });
  if (!answer.ok) throw new Error(answer.error.code);
  if (answer.value === null) throw new Error('there is no inventory');
  return answer.value;
}

/** The first run has ended, and nothing is under way. */
const isComplete = (window: Page) => expect.poll(async () => (await view(window)).asOf, { timeout: 30_000 }).not.toBeNull();

const lists = (tenant: { readonly control: { readonly requests: readonly { readonly path: string; readonly method: string }[] } }) =>
  tenant.control.requests.filter(({ path, method }) => method === 'GET' && path.endsWith('/deviceManagement/managedDevices'));

test.describe('the local inventory', () => {
  test('holds the whole tenant after the first run, and answers without the service', async ({ presetTenant, start, signIn, tenant }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    await isComplete(window);
    expect(await view(window)).toMatchObject({ state: 'ready', devices: DEVICES, sync: null, failure: null, isDoubtful: false });
    tenant.control.clearRequests();
    const answer = await find(window, 'tyo-lt-04127');
    expect(answer.rows[0]).toMatchObject({ name: 'TYO-LT-04127', source: 'local' });
    expect(lists(tenant)).toHaveLength(0);
  });

  test('is there at once at the next start, and only what changed is read again', async ({ presetTenant, start, signIn, tenant }) => {
    await presetTenant();
    const first = await start();
    await signIn(first.window);
    await isComplete(first.window);
    await quitApp(first.app);
    tenant.control.clearRequests();
    tenant.control.fault({ kind: 'drop-before', rate: 1, path: /managedDevices$/ } as never);
    const second = await start();
    await expect.poll(async () => (await view(second.window)).devices).toBe(DEVICES);
    expect((await view(second.window)).kept).toBe('disk');
    expect((await find(second.window, landmarks.ready.name)).rows[0]?.name).toBe(landmarks.ready.name);
  });
});
