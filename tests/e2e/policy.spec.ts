import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { HistoryPage } from '../../shared/contract/history';
import { quitApp } from '../support/app-runner';
import { putIntoKeyring } from '../support/keyring';
import { copyOldData, makeYoung, readOldData } from '../support/old-data-folder';
import { canSetPolicy, changePolicy, electronWithPolicy } from '../support/organization-policy';
import { callMain } from '../support/page-bridge';
import { isOpen } from '../support/system-dialog';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const dayMs = 86_400_000;

let outside: string;
test.beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'deskside-policy-'));
});
test.afterEach(() => rm(outside, { recursive: true, force: true }));

async function recorded(window: Page): Promise<readonly string[]> {
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  const page = await callMain<HistoryPage>(window, 'history', 'query', {
    text: '',
    states: [],
    from: null,
    to: null,
    offset: 0,
    limit: 500,
  });
  if (!page.ok) throw new Error(page.error.code);
  return page.value.entries.map(({ id }) => id);
}

interface Kept {
  readonly days: number;
  readonly next: { readonly days: number; readonly at: number; readonly by: string } | null;
}

const keptIn = async (folder: string): Promise<Kept | undefined> =>
  (JSON.parse(await readFile(join(folder, 'retention.json'), 'utf8')) as { data: { profiles: Record<string, Kept> } })
    .data.profiles['contoso'];

test('a policy that shortens the history is announced without a question, and deletes nothing for a day', async ({
  folder,
  start,
}) => {
  test.skip(!canSetPolicy, 'only root can give one program a policy of its own');
  test.setTimeout(120_000);
  const old = await readOldData();
  await copyOldData(folder.path);
  await makeYoung(folder.path, old, 20_000);
  await putIntoKeyring(old.keyring);
  const first = await start();
  const before = await recorded(first.window);
  expect(before.length).toBeGreaterThan(25);
  await quitApp(first.app);
  expect(await keptIn(folder.path)).toMatchObject({ days: 365, next: null });

  const program = await electronWithPolicy(outside, { preferences: { retentionDays: 30 } });
  const begun = Date.now();
  const dates: (number | undefined)[] = [];
  for (const time of ['first', 'second']) {
    const { app, window } = await start({ program });
    await expect(window.getByRole('region', { name: 'Notices' }), `the ${time} start`).toContainText(
      /\d+ requests older than 30 days, not before /,
    );
    expect(await isOpen('Keep the history for a shorter time?')).toBe(false);
    expect((await recorded(window)).toSorted()).toEqual(before.toSorted());
    await new Technician(window).openSection('Settings');
    await expect(window.getByRole('combobox', { name: /^Keep the history of/ })).toBeDisabled();
    await quitApp(app);
    const kept = await keptIn(folder.path);
    expect(kept).toMatchObject({ days: 365, next: { days: 30, by: 'policy' } });
    dates.push(kept?.next?.at);
  }
  expect(dates[0]).toBeGreaterThanOrEqual(begun + dayMs);
  expect(dates[1], 'the day does not begin again with each start').toBe(dates[0]);

  // The organization takes it back before the day is over: nothing is missing.
  const last = await start();
  await expect.poll(() => keptIn(folder.path)).toMatchObject({ days: 365, next: null });
  expect((await recorded(last.window)).toSorted()).toEqual(before.toSorted());
});

test('a policy that changes while the app runs locks and unlocks settings without a restart', async ({ start }) => {
  test.skip(!canSetPolicy, 'only root can give one program a policy of its own');
  test.setTimeout(180_000);
  const program = await electronWithPolicy(outside, { preferences: { theme: 'dark' } });
  const { window } = await start({ program });
  await new Technician(window).openSection('Settings');
  const theme = window.getByLabel('Theme');
  const tray = window.getByLabel('Keep running in the tray when the window is closed');
  await expect(theme).toBeDisabled();
  await expect(tray).toBeEnabled();
  await expect(tray).toBeChecked();

  // A change takes effect within two readings of 15 seconds each.
  await changePolicy(outside, { preferences: { closeToTray: false, density: 'dense' } });
  await expect(tray).toBeDisabled({ timeout: 60_000 });
  await expect(tray).not.toBeChecked();
  await expect(tray).toHaveAccessibleDescription('Managed by your organization');
  await expect(theme).toBeEnabled();
  await expect(theme).toHaveValue('system');
  const notices = window.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('/etc/deskside/policy.json: density');

  await changePolicy(outside, {});
  await expect(tray).toBeEnabled({ timeout: 60_000 });
  await expect(tray).toBeChecked();
  await expect(notices).toHaveCount(0);
});
