import type { Page } from '@playwright/test';
import type { SettingsView } from '../../shared/contract/settings';
import { expect, test } from './fixtures';
import * as s from './samples';
import type { Stage } from './stage';
import * as steps from './steps';

async function openSettings(page: Page, stage: Stage, view: SettingsView = s.settingsView()): Promise<void> {
  stage.prepare({
    settings: {
      current: s.answer(view),
      change: async (patch) =>
        s.ok({
          ...view,
          preferences: { ...view.preferences, ...patch } as SettingsView['preferences'],
          locale: patch.language === 'ja' ? 'ja' : 'en',
        }),
    },
  });
  await stage.open();
  await steps.openSection(page, 'Settings');
}

test('the language changes at once, everywhere', async ({ page, stage }) => {
  await openSettings(page, stage);
  await page.getByLabel('Language').selectOption('日本語');
  await expect(page.getByRole('heading', { name: '設定', exact: true })).toBeVisible();
  await expect(
    page
      .getByRole('combobox', { name: 'デバイスの検索' })
      .or(page.getByPlaceholder('デバイス名・ユーザー・シリアル番号で検索')),
  ).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect.poll(() => stage.asked('settings.change')).toEqual([{ language: 'ja' }]);
});

test('theme and density are passed to main; density changes the rows at once', async ({ page, stage }) => {
  await openSettings(page, stage);
  await page.getByLabel('Theme').selectOption('Dark');
  await page.getByLabel('List density').selectOption('Compact');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await expect.poll(() => stage.asked('settings.change')).toEqual([{ theme: 'dark' }, { density: 'compact' }]);
});

test('a shortcut is recorded from the keys that are pressed', async ({ page, stage }) => {
  await openSettings(page, stage);
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByText('Press the keys… Esc cancels')).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('alert')).toContainText('Hold two of Ctrl, Alt, Shift and Super');
  await page.keyboard.press('Control+Shift+c');
  await expect(page.getByRole('alert')).toContainText('belong to the system or to most programs');
  await page.keyboard.press('Control+Alt+k');
  await expect.poll(() => stage.asked('settings.change')).toEqual([{ shortcut: 'Ctrl+Alt+K' }]);
});

test('Esc ends the recording without a change', async ({ page, stage }) => {
  await openSettings(page, stage);
  await page.getByRole('button', { name: 'Change' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Press the keys… Esc cancels')).toHaveCount(0);
  await expect.poll(() => stage.asked('settings.change')).toEqual([]);
});

const shortcutStates = [
  ['off', 'The shortcut is off.'],
  ['active', 'The shortcut works.'],
  ['taken', 'Another app already uses these keys. Choose others.'],
  ['unsupported', 'deskside --quick'],
  ['refused', 'These keys can’t be used: other programs need them.'],
  ['paused', 'The shortcut is paused from the tray.'],
] as const;
for (const [shortcut, says] of shortcutStates) {
  test(`the shortcut's state ${shortcut} is shown in words`, async ({ page, stage }) => {
    await openSettings(
      page,
      stage,
      s.settingsView({
        shortcut,
        preferences: { ...s.preferences, shortcut: shortcut === 'off' ? '' : 'Ctrl+Alt+Space' },
      }),
    );
    await expect(page.getByRole('group', { name: 'Global shortcut' })).toContainText(says);
  });
}

test('numbers out of range are refused with the range, and nothing is saved', async ({ page, stage }) => {
  await openSettings(page, stage);
  const field = page.getByLabel('Stop waiting after (minutes)');
  await field.fill('0');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Enter a whole number between 1 and 240.')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('15');
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('settings.change')).toEqual([{ expireMinutes: 15 }]);
});

test('an unusable profile changes nothing, and the message says what to do', async ({ page, stage }) => {
  await openSettings(page, stage);
  stage.prepare({ settings: { importProfileFile: s.refuse({ code: 'profile.invalid', detail: 'clientId' }) } });
  await page.getByRole('button', { name: 'Import profile file' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.');
  await expect(page.getByText('Fabrikam')).toBeVisible();
});

test('one press activates another tenant, which the title bar then names', async ({ page, stage }) => {
  await openSettings(page, stage);
  stage.prepare({ settings: { activateProfile: s.answer(s.settingsView({ activeProfile: 'fabrikam' })) } });
  await page.getByRole('button', { name: 'Use Fabrikam' }).click();
  await expect.poll(() => stage.asked('settings.activateProfile')).toEqual([{ profileId: 'fabrikam' }]);
  await stage.tell('session', 'changed', s.signedOut(null, s.realTenant));
  await expect(page.getByRole('button', { name: 'Use Contoso (practice)' })).toBeVisible();
  await expect(page.locator('header').getByText('Fabrikam')).toBeVisible();
});

test('after connecting a tenant the technician signs in to it there', async ({ page, stage }) => {
  await openSettings(page, stage);
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
  await expect(signIn).toHaveCount(0);
  await stage.tell('session', 'changed', s.signedOut(null, s.realTenant));
  await stage.tell('settings', 'changed', s.settingsView({ activeProfile: 'fabrikam' }));
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Fabrikam' }).getByRole('button', { name: 'Sign in', exact: true }),
  ).toBeVisible();
  stage.prepare({ session: { signIn: s.answer(s.signedIn({ tenant: s.realTenant })) } });
  await signIn.press('Enter');
  await expect.poll(() => stage.asked('session.signIn')).toEqual([{ switchAccount: false }]);
  await stage.tell('session', 'changed', s.signedIn({ tenant: s.realTenant }));
  await expect(signIn).toHaveCount(0);
});

test('main asks before it removes a tenant; the practice tenant cannot be removed', async ({ page, stage }) => {
  await openSettings(page, stage);
  await expect(page.getByRole('button', { name: 'Remove Contoso (practice)' })).toHaveCount(0);
  stage.prepare({ settings: { removeProfile: s.answer(s.settingsView()) } });
  await page.getByRole('button', { name: 'Remove Fabrikam' }).click();
  await expect.poll(() => stage.asked('settings.removeProfile')).toEqual([{ profileId: 'fabrikam' }]);
  await expect(page.getByText('Fabrikam')).toBeVisible();
  stage.prepare({ settings: { removeProfile: s.answer(s.settingsView({ profiles: [s.practiceTenant] })) } });
  await page.getByRole('button', { name: 'Remove Fabrikam' }).click();
  await expect(page.getByText('Fabrikam')).toHaveCount(0);
});

test('the list of tenants shows the hosts of a custom cloud', async ({ page, stage }) => {
  await openSettings(page, stage, s.settingsView({ profiles: [s.practiceTenant, s.realTenant, s.doubtfulTenant] }));
  const list = page.getByRole('listitem').filter({ hasText: 'Northwind' });
  await expect(list).toContainText('login.xn--micrsoftonline-yzl.com');
  await expect(list).toContainText('Not an address of Microsoft or TeamViewer');
  await expect(page.getByRole('listitem').filter({ hasText: 'Fabrikam' })).not.toContainText(
    'login.microsoftonline.com',
  );
});

test('a setting that cannot be saved says so', async ({ page, stage }) => {
  await openSettings(page, stage);
  stage.prepare({ settings: { change: s.refuse({ code: 'storage.read-only' }) } });
  await page.getByLabel('Keep running in the tray when the window is closed').click();
  await expect(page.getByRole('alert')).toContainText('Changes can’t be saved.');
});

test('the storage of the device list is chosen from options, each with its meaning', async ({ page, stage }) => {
  await openSettings(page, stage);
  const field = page.getByLabel('Keep the tenant’s devices');
  await expect(field).toHaveAccessibleDescription(/also right after a restart/);
  await field.selectOption('In memory only');
  await expect(field).toHaveAccessibleDescription(/After a restart the list is read from Intune again/);
  await field.selectOption('Off');
  await expect(field).toHaveAccessibleDescription(/Nothing is kept/);
  await page.getByLabel('Delete the device list when signing out').check();
  await expect
    .poll(() => stage.asked('settings.change'))
    .toEqual([{ inventory: 'memory' }, { inventory: 'off' }, { forgetInventory: true }]);
});

test('the retention of the history is chosen from a list, per tenant, and changes only after main agrees', async ({
  page,
  stage,
}) => {
  const kept = { days: 200, next: null, undecided: false };
  const view = s.settingsView({ preferences: { ...s.preferences, retentionDays: 200 }, retention: kept });
  await openSettings(page, stage, view);
  const field = page.getByRole('combobox', { name: 'Keep the history of Contoso (practice) for' });
  await expect(field.getByRole('option')).toHaveText(['30 days', '90 days', '180 days', '200 days', '365 days']);
  await expect(field).toHaveValue('200');
  // The person kept it in main's dialog.
  stage.prepare({ settings: { change: s.answer(view) } });
  await field.selectOption('30 days');
  await expect.poll(() => stage.asked('settings.change')).toEqual([{ retentionDays: 30 }]);
  await expect(field).toHaveValue('200');
  const agreed = s.settingsView({
    preferences: { ...s.preferences, retentionDays: 30 },
    retention: { ...kept, next: { days: 30, at: '2026-12-01T10:00:00Z' } },
  });
  stage.prepare({ settings: { change: s.answer(agreed) } });
  await field.selectOption('30 days');
  await expect(field).toHaveValue('30');
  await expect(field).toHaveAccessibleDescription(/From .*2026.*: 30 days\. Choose a longer time to stop that\./);
});

test('a setting of the organization cannot be changed, and says why', async ({ page, stage }) => {
  await openSettings(
    page,
    stage,
    s.settingsView({ managed: ['language', 'shortcut', 'retentionDays', 'closeToTray', 'inventory'] }),
  );
  for (const name of [
    'Language',
    'Keep the history of Contoso (practice) for',
    'Keep running in the tray when the window is closed',
    'Keep the tenant’s devices',
  ]) {
    const field = page.getByLabel(name);
    await expect(field).toBeDisabled();
    await expect(field).toHaveAccessibleDescription('Managed by your organization');
  }
  const shortcut = page.getByRole('group', { name: 'Global shortcut' });
  await expect(shortcut).toContainText('Managed by your organization');
  for (const button of await shortcut.getByRole('button').all()) await expect(button).toBeDisabled();
  for (const name of ['Theme', 'Stop waiting after (minutes)', 'Delete the device list when signing out'])
    await expect(page.getByLabel(name)).toBeEnabled();
  await stage.tell('settings', 'changed', { ...s.settingsView({ managed: ['language'] }), locale: 'ja' });
  await expect(page.getByLabel('言語')).toHaveAccessibleDescription('組織によって管理されています');
});

test('a new setting of the organization replaces a change that is being typed, and nothing is saved', async ({
  page,
  stage,
}) => {
  await openSettings(page, stage);
  const minutes = page.getByLabel('Stop waiting after (minutes)');
  const shortcut = page.getByRole('group', { name: 'Global shortcut' });
  const managed = (preferences: Partial<SettingsView['preferences']>): SettingsView =>
    s.settingsView({
      preferences: { ...s.preferences, ...preferences },
      managed: Object.keys(preferences) as (keyof typeof preferences)[],
    });
  await minutes.fill('77');
  await stage.tell('settings', 'changed', managed({ expireMinutes: 5 }));
  await expect(minutes).toBeDisabled();
  await expect(minutes).toHaveValue('5');

  await shortcut.getByRole('button', { name: 'Change' }).click();
  await expect(shortcut).toContainText('Press the keys… Esc cancels');
  await stage.tell('settings', 'changed', managed({ shortcut: 'Ctrl+Alt+J' }));
  await expect(shortcut).toContainText('Ctrl+Alt+J');
  await page.keyboard.press('Control+Alt+K');

  await stage.tell('settings', 'changed', s.settingsView());
  await expect(minutes).toHaveValue('10');
  await expect(shortcut).not.toContainText('Press the keys… Esc cancels');
  expect(stage.asked('settings.change')).toEqual([]);
});

test('notices stay until they are dismissed, one by one', async ({ page, stage }) => {
  const notices = [
    { id: 'n1', failure: { code: 'storage.damaged' as const }, about: 'settings.json' },
    { id: 'n2', failure: { code: 'storage.newer' as const }, about: null },
  ];
  stage.prepare({ app: { info: s.answer({ ...s.info, notices }), dismissNotice: s.answer(notices.slice(1)) } });
  await stage.open();
  const bar = page.getByRole('region', { name: 'Notices' });
  await expect(bar).toContainText('A saved file was damaged.');
  await expect(bar).toContainText('settings.json');
  await bar.getByRole('button', { name: 'Dismiss: A saved file was damaged.' }).click();
  await expect(bar).not.toContainText('settings.json');
  await expect.poll(() => stage.asked('app.dismissNotice')).toEqual([{ noticeId: 'n1' }]);
  await stage.tell('app', 'noticesChanged', []);
  await expect(bar).toHaveCount(0);
});

test('export format and CSV separator are chosen and remembered', async ({ page, stage }) => {
  await openSettings(page, stage);
  const format = page.getByRole('combobox', { name: 'File type proposed' });
  await expect(format).toHaveValue('xlsx');
  await expect(format).toHaveAccessibleDescription(/stays as Intune holds it/);
  await format.selectOption('CSV');
  await expect(format).toHaveAccessibleDescription(/may rewrite long numbers/);
  await page.getByRole('combobox', { name: 'CSV separator' }).selectOption('Semicolon (;)');
  await expect
    .poll(() => stage.asked('settings.change'))
    .toEqual([{ exportFormat: 'csv' }, { csvSeparator: 'semicolon' }]);
});
