import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { landmarks } from '../../practice';
import { startPracticeServer } from '../../practice/server';
import type { HistoryPage } from '../../shared/contract/history';
import type { InventoryView } from '../../shared/contract/inventory';
import type { AssistanceRequest } from '../../shared/contract/requests';
import { quitApp } from '../support/app-runner';
import { putIntoKeyring } from '../support/keyring';
import type { OldData } from '../support/old-data-folder';
import { copyOldData, prepareOldData, readOldData } from '../support/old-data-folder';
import { callMain, valueFromMain } from '../support/page-bridge';
import { systemDialog } from '../support/system-dialog';
import { Technician } from '../support/technician';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

/** What the app that left the folder knew of it, in the words of the app of today. */
async function expectNothingLost(window: Page, old: OldData): Promise<void> {
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  const requests = await valueFromMain<readonly AssistanceRequest[]>(window, 'requests', 'current');
  for (const [id, state] of Object.entries(old.running)) {
    expect(requests.find((one) => one.id === id)?.state, `${id} was ${state}`).toBe(
      state === 'sending' ? 'unknown' : state,
    );
  }
  const everything = { text: '', states: [], from: null, to: null, offset: 0, limit: 500 };
  const { entries } = await valueFromMain<HistoryPage>(window, 'history', 'query', everything);
  const recorded = new Set(entries.map(({ id }) => id));
  // The request whose answer never came is recorded only now, as one of unknown outcome.
  expect(recorded).toEqual(new Set([...Object.keys(old.history), ...Object.keys(old.running)]));

  const technician = new Technician(window);
  await technician.openSection('History');
  await expect(window.getByText(`${recorded.size} requests`, { exact: true })).toBeVisible();
  await technician.openSection('Settings');
  await expect(window.getByRole('combobox', { name: /^Keep the history of/ })).toHaveValue('365');
  await technician.openSection('Devices');
  const shortlist = await valueFromMain<{ pinned: readonly { id: string }[]; recent: readonly { id: string }[] }>(
    window,
    'devices',
    'shortlist',
  );
  expect(shortlist.pinned.map(({ id }) => id)).toEqual(old.pinned);
  expect(shortlist.recent.map(({ id }) => id)).toEqual(old.recent);
}

test('a data folder of version 0.1.0 opens with nothing lost, without its tenant and with it', async ({
  folder,
  start,
  systemBrowser,
}) => {
  test.setTimeout(180_000);
  const { old, token } = await prepareOldData(folder.path);

  // The service is down: everything that is shown was stored.
  const alone = await start();
  await expectNothingLost(alone.window, old);
  const inventory = async (window: Page) => valueFromMain<InventoryView>(window, 'inventory', 'current');
  await expect.poll(async () => (await inventory(alone.window)).devices).toBe(old.devices);
  expect((await inventory(alone.window)).asOf).toMatch(/^2026-11-30/);
  await quitApp(alone.app);

  const server = await startPracticeServer({ port: old.port, devices: old.devices });
  try {
    await trustAuthority(server.caPem, 'deskside-practice-old');
    server.control.knowRefreshToken(token, old.account);
    const { window } = await start();
    await expectNothingLost(window, old);
    // The stored sign-in works with the service, and no sign-in page was shown.
    await new Technician(window).find(landmarks.ready.name);
    await expect(window.getByText(landmarks.ready.serial).first()).toBeVisible();
    await expect
      .poll(() =>
        server.control.requests.some(({ path, status }) => path.includes('/managedDevices') && status === 200),
      )
      .toBe(true);
    expect(await systemBrowser.opened()).toEqual([]);
    for (const { id } of Object.values(landmarks).slice(0, 6))
      expect(server.control.accepted(id), 'nothing is sent again').toBe(0);
  } finally {
    await server.stop();
  }
});

test('pins of version 0.1.0 are removed with their profile, even when no one has signed in with it since', async ({
  folder,
  start,
}) => {
  const old = await readOldData();
  await copyOldData(folder.path);
  await putIntoKeyring(old.keyring);
  // Another profile of that time was the active one, and could be the one that the pins are of.
  const file = join(folder.path, 'settings.json');
  const stored = JSON.parse(await readFile(file, 'utf8')) as { data: { profiles: object[]; activeProfile: string } };
  const other = {
    ...stored.data.profiles[0],
    id: 'fabrikam',
    name: 'Fabrikam',
    tenantId: 'bbbbbbbb-0000-4000-8000-000000000001',
  };
  await writeFile(
    file,
    JSON.stringify({
      ...stored,
      data: { ...stored.data, profiles: [...stored.data.profiles, other], activeProfile: 'fabrikam' },
    }),
  );
  const lists = async (): Promise<readonly string[]> =>
    [...(await folder.files()).keys()].filter((name) => name.startsWith('shortlist/'));
  expect(await lists()).not.toEqual([]);

  const { window } = await start();
  await expect
    .poll(async () => (await folder.files()).get('profile-owners.json'), { timeout: 20_000 })
    .toContain(old.owner.homeAccountId);
  void callMain(window, 'settings', 'removeProfile', { profileId: old.profileId });
  await (await systemDialog('Remove a tenant')).proceed();
  await expect.poll(lists).toEqual([]);
  expect(
    [...(await folder.files()).keys()].some((name) => name.startsWith('history/')),
    'the history stays',
  ).toBe(true);
});
