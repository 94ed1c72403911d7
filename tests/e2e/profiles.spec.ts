import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SettingsView } from '../../shared/contract/settings';
import { callMain } from '../support/page-bridge';
import { isOpen, systemDialog } from '../support/system-dialog';
import { expect, test } from './fixtures';

async function tenants(window: Page): Promise<readonly string[]> {
  const view = await callMain<SettingsView>(window, 'settings', 'current');
  if (!view.ok) throw new Error(view.error.code);
  return view.value.profiles.map(
    ({ name, profileId }) => `${profileId === view.value.activeProfile ? '*' : ''}${name}`,
  );
}

test.describe('the technician decides which hosts the app contacts', () => {
  test('a profile is connected, replaced and removed by keys in a dialog of main; every safe key changes nothing', async ({
    start,
    folder,
    tenant,
  }) => {
    await folder.preset({ preferences: { language: 'en' } });
    const { window } = await start();
    const ask = (group: string, call: string, input: unknown) => void callMain(window, group, call, input);
    const text = JSON.stringify(tenant.profile);
    const { name } = tenant.profile as { name: string };
    const read = async () => (await folder.files()).get('settings.json') ?? '';

    for (const safe of ['escape', 'pressDefault'] as const) {
      ask('settings', 'importProfile', { text });
      const dialog = await systemDialog('Connect a tenant');
      expect(await tenants(window)).toEqual(['*Practice tenant']);
      await dialog[safe]();
      expect(await tenants(window)).toEqual(['*Practice tenant']);
      expect(await read()).not.toContain(tenant.origin);
    }
    ask('settings', 'importProfile', { text });
    await (await systemDialog('Connect a tenant')).proceed();
    await expect.poll(() => tenants(window)).toEqual(['Practice tenant', `*${name}`]);
    await expect(window.getByText(new URL(tenant.origin).host, { exact: true }).first()).toBeVisible();
    expect(tenant.control.requests, 'nothing is asked before the person signs in').toEqual([]);

    // The same to the letter needs no question; another host in it does.
    expect(await callMain(window, 'settings', 'importProfile', { text })).toMatchObject({ ok: true });
    expect(await isOpen('Replace a tenant')).toBe(false);
    const other = {
      ...tenant.profile,
      cloud: { authority: 'https://login.evil.example', graph: 'https://graph.evil.example' },
    };
    ask('settings', 'importProfile', { text: JSON.stringify(other) });
    await (await systemDialog('Replace a tenant')).escape();
    expect(await read()).not.toContain('evil');

    ask('settings', 'removeProfile', {
      profileId: (JSON.parse(await read()) as { data: { activeProfile: string } }).data.activeProfile,
    });
    await (await systemDialog('Remove a tenant')).proceed();
    await expect.poll(() => tenants(window)).toEqual(['*Practice tenant']);
  });

  test('profiles from a file that others can write are not used before the technician accepts them', async ({
    presetTenant,
    start,
    folder,
    tenant,
  }) => {
    await presetTenant();
    await chmod(join(folder.path, 'settings.json'), 0o666);
    const { window } = await start();
    const dialog = await systemDialog('Connect a tenant');
    expect(await tenants(window)).toEqual(['*Practice tenant']);
    await expect(window.getByRole('region', { name: 'Notices' })).toContainText(
      'A file that others can change was not used.',
    );
    await dialog.proceed();
    await expect.poll(async () => (await tenants(window)).at(-1)).toMatch(/^\*/);
    expect(tenant.control.requests).toEqual([]);
  });

  test('a page cannot register a plain key, nor open the browser repeatedly', async ({
    presetTenant,
    start,
    systemBrowser,
    tenant,
  }) => {
    await presetTenant();
    const { app, window } = await start();
    for (const shortcut of ['A', 'Return', 'Shift+A', 'Ctrl+C', 'Alt+F4', 'Ctrl+Alt+Delete']) {
      expect(await callMain(window, 'settings', 'change', { shortcut }), shortcut).toMatchObject({
        ok: false,
        error: { code: 'input.invalid' },
      });
      expect(await app.evaluate(({ globalShortcut }, keys) => globalShortcut.isRegistered(keys), shortcut)).toBe(false);
    }
    expect(await callMain(window, 'settings', 'change', { shortcut: 'Ctrl+Alt+Space' })).toMatchObject({
      ok: true,
      value: { shortcut: 'active' },
    });

    const tries = Array.from({ length: 5 }, async () => {
      const asked = callMain(window, 'session', 'signIn', { switchAccount: false });
      await callMain(window, 'session', 'cancelSignIn');
      return asked;
    });
    const said = await Promise.all(tries);
    expect(said.every(({ ok }) => !ok)).toBe(true);
    const again = callMain(window, 'session', 'signIn', { switchAccount: false });
    await callMain(window, 'session', 'cancelSignIn');
    await again;
    expect((await systemBrowser.opened()).length).toBeLessThanOrEqual(2);
    expect((await systemBrowser.opened()).every((address) => address.startsWith(tenant.origin))).toBe(true);
  });
});
