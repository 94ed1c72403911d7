import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { landmarks } from '../../practice';
import type { AssistanceRequest } from '../../shared/contract/requests';
import { quitApp } from '../support/app-runner';
import { callMain } from '../support/page-bridge';
import { isOpen, systemDialog } from '../support/system-dialog';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready, error, never } = landmarks;

const shortenTitle = 'Keep the history for a shorter time?';
const clearTitle = 'Clear the history?';

test('the history is cleared only in a dialog of the system', async ({ withRequest }) => {
  const { window, technician } = await withRequest(ready.name, 'Session ready');
  await technician.openSection('History');
  const recorded = window.getByRole('listbox').getByText(ready.name);
  const clear = window.getByRole('button', { name: 'Clear history' });
  await expect(recorded).toBeVisible();

  // The safe button has the focus, and Esc means the same.
  for (const keep of ['pressDefault', 'escape'] as const) {
    await clear.press('Enter');
    await (await systemDialog(clearTitle))[keep]();
    await expect(clear).not.toHaveAttribute('aria-busy');
    await expect(recorded).toBeVisible();
  }

  // A page that asks on its own gets no further than the dialog, and no second one on top.
  await window.evaluate(() => {
    const { history } = (globalThis as unknown as { deskside: { history: { clear(): Promise<unknown> } } }).deskside;
    for (let time = 0; time < 20; time += 1) void history.clear();
  });
  const dialog = await systemDialog(clearTitle);
  await expect(recorded).toBeVisible();
  await dialog.proceed();
  await expect(window.getByText('No requests yet')).toBeVisible();
  expect(await isOpen(clearTitle)).toBe(false);
});

test('a shorter retention is accepted in a dialog of the system, and deletes nothing on that day', async ({
  withRequest,
  folder,
}) => {
  const { app, window, technician } = await withRequest(ready.name, 'Session ready');
  await technician.openSection('Settings');
  const field = window.getByRole('combobox', { name: /^Keep the history of/ });
  await expect(field).toHaveValue('90');

  await field.selectOption('30 days');
  await (await systemDialog(shortenTitle)).pressDefault();
  await expect(field).toHaveValue('90');

  // A page by itself reaches the dialog and no further.
  await window.evaluate(
    () =>
      void (
        globalThis as unknown as { deskside: { settings: { change(patch: object): Promise<unknown> } } }
      ).deskside.settings.change({ retentionDays: 0 }),
  );
  await (await systemDialog(shortenTitle)).escape();
  await expect(field).toHaveValue('90');

  await field.selectOption('30 days');
  await (await systemDialog(shortenTitle)).proceed();
  await expect(field).toHaveValue('30');
  await expect(field).toHaveAccessibleDescription(/30 days/);
  await quitApp(app);

  const recorded = [...(await folder.files()).entries()].filter(
    ([name, text]) => name.startsWith('history') && text.includes(ready.name),
  );
  expect(recorded).not.toHaveLength(0);
});

test('a shorter retention in settings.json leads to a question at the next start', async ({
  withRequest,
  start,
  folder,
}) => {
  const first = await withRequest(ready.name, 'Session ready');
  await quitApp(first.app);
  const file = join(folder.path, 'settings.json');
  const stored = JSON.parse(await readFile(file, 'utf8')) as { data: { profiles: object[] } };
  stored.data.profiles = stored.data.profiles.map((profile) => ({ ...profile, retentionDays: 0 }));
  await writeFile(file, JSON.stringify(stored));

  const second = await start();
  await (await systemDialog(shortenTitle)).pressDefault();
  const technician = new Technician(second.window);
  await technician.openSection('History');
  await expect(second.window.getByRole('listbox').getByText(ready.name)).toBeVisible();
  await technician.openSection('Settings');
  await expect(second.window.getByRole('combobox', { name: /^Keep the history of/ })).toHaveValue('90');
});

test('after a restart the device page shows what was done before, and one key the whole history of the device', async ({
  withRequest,
  start,
}) => {
  const { app, window } = await withRequest(ready.name, 'Session ready');
  await window.getByRole('button', { name: 'Mark closed' }).press('Enter');
  await quitApp(app);

  const again = (await start()).window;
  await new Technician(again).find(ready.name);
  const earlier = again.getByRole('region', { name: 'Earlier on this device' }).getByRole('listitem');
  await expect(earlier).toHaveCount(1);
  await expect(earlier).toContainText('Closed');
  await again.keyboard.press('Control+Shift+H');
  await expect(again.getByRole('button', { name: 'Show the requests for every device' })).toContainText(ready.name);
  await expect(again.getByRole('listbox').getByText(ready.name)).toHaveCount(1);
});

test('a retention that comes with a profile is that profile’s alone; a shorter one for records asks first', async ({
  withRequest,
  tenant,
}) => {
  const { tenantId, clientId } = tenant.profile;
  const contoso = { ...tenant.profile, id: `${tenantId}.${clientId}`, name: 'Contoso' };
  const fabrikam = {
    name: 'Fabrikam',
    tenantId: 'bbbbbbbb-0000-4000-8000-000000000001',
    clientId: 'bbbbbbbb-0000-4000-8000-000000000002',
    cloud: 'global',
    retentionDays: 7,
  };
  const { window, technician } = await withRequest(ready.name, 'Session ready', {
    profiles: [contoso],
    activeProfile: contoso.id,
  });
  const importing = (profile: object): void =>
    void callMain(window, 'settings', 'importProfile', { text: JSON.stringify(profile) });
  const kept = (name: string): Locator => window.getByRole('combobox', { name: `Keep the history of ${name} for` });
  await technician.openSection('Settings');

  importing(fabrikam);
  await (await systemDialog('Connect a tenant')).proceed();
  await expect(kept('Fabrikam')).toHaveValue('7');
  await window.getByRole('button', { name: 'Use Contoso' }).click();
  await expect(kept('Contoso')).toHaveValue('90');
  expect(await isOpen(shortenTitle)).toBe(false);

  const { id: _id, ...again } = contoso;
  importing({ ...again, retentionDays: 7 });
  await (await systemDialog(shortenTitle)).escape();
  await expect(kept('Contoso')).toHaveValue('90');
  await technician.openSection('History');
  await expect(window.getByRole('listbox').getByText(ready.name)).toBeVisible();
});

test('clearing removes the records everywhere; a running request stays', async ({ withRequest, start, folder }) => {
  const { app, window, technician } = await withRequest(never.name, /Waiting/);
  await technician.find(error.name);
  await technician.prepare();
  await technician.card.getByLabel('Ticket').fill('CANARY-TICKET-1');
  await technician.confirmUntilSent();
  await technician.seeState(error.name, 'Failed');
  // Damage of earlier runs, of the journal and of the lists.
  const canary = 'canary.upn@contoso.example CANARY-DEVICE';
  const shortlist = (await readdir(join(folder.path, 'shortlist')))[0] ?? '';
  const history = (await readdir(join(folder.path, 'history')))[0] ?? '';
  const month = new Date().toISOString().slice(0, 7);
  for (const place of [
    ['journal.jsonl.damaged'],
    ['journal.jsonl.damaged-1764000000000'],
    ['shortlist', shortlist, 'shortlist.damaged-20261101T000000Z.json'],
    ['history', history, `${month}.damaged-20261101T000000Z.json`],
    ['history', history, `${month}.rejected.json`],
  ]) {
    await writeFile(join(folder.path, ...place), `${canary}\n`);
  }
  await technician.openSection('History');
  await window.getByRole('button', { name: 'Clear history' }).click();
  await (await systemDialog(clearTitle)).proceed();
  await expect(window.getByText('No requests yet')).toBeVisible();
  const onItsWay = await callMain<readonly AssistanceRequest[]>(window, 'requests', 'current');
  expect(onItsWay).toMatchObject({ ok: true, value: [{ state: 'waiting', subject: { deviceName: never.name } }] });
  await quitApp(app);

  const words = ['canary.upn', 'CANARY', error.name, error.serial];
  const own = [...(await folder.files()).entries()].filter(([name]) =>
    /^(?:journal|history|shortlist|drafts|settings|retention|window|logs)/.test(name),
  );
  expect(own.filter(([, text]) => words.some((word) => text.includes(word))).map(([name]) => name)).toEqual([]);
  expect((await folder.files()).get('journal.jsonl')).toContain(never.id);

  const again = await start();
  await new Technician(again.window).openSection('Devices');
  await again.window.getByText(never.name).first().click();
  await new Technician(again.window).seeState(never.name, /Waiting/);
});

test('removing a profile deletes its shortlist, drafts, device list and sign-in, and leaves the history', async ({
  withRequest,
  folder,
}) => {
  const { window, technician } = await withRequest(ready.name, 'Session ready');
  await technician.find(error.name);
  await technician.prepare();
  await technician.card.getByLabel('Ticket').fill('DRAFT-TICKET-1');
  const current = await callMain<readonly AssistanceRequest[]>(window, 'requests', 'current');
  const requestId = current.ok ? current.value[0]?.id : undefined;
  await callMain(window, 'phone', 'choose', { requestId, language: 'ja' });
  expect(await callMain(window, 'phone', 'language', { requestId })).toEqual({ ok: true, value: 'ja' });
  const kept = async (): Promise<readonly string[]> =>
    [...(await folder.files()).keys()].flatMap(
      (name) => /^(?:shortlist|drafts|phone|accounts|inventory)(?=\/)/.exec(name) ?? [],
    );
  await expect
    .poll(async () => new Set(await kept()), { timeout: 45_000 })
    .toEqual(new Set(['shortlist', 'drafts', 'phone', 'accounts', 'inventory']));

  void callMain(window, 'settings', 'removeProfile', { profileId: 'contoso' });
  await (await systemDialog('Remove a tenant')).escape();
  expect(new Set(await kept()).size).toBe(5);
  void callMain(window, 'settings', 'removeProfile', { profileId: 'contoso' });
  await (await systemDialog('Remove a tenant')).proceed();
  await expect.poll(kept).toEqual([]);
  expect(
    [...(await folder.files())].some(([name, text]) => name.startsWith('history/') && text.includes(ready.name)),
  ).toBe(true);
});
