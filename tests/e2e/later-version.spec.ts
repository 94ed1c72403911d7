import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startPracticeServer } from '../../practice/server';
import type { AppInfo } from '../../shared/contract/app';
import type { HistoryPage } from '../../shared/contract/history';
import type { AssistanceRequest } from '../../shared/contract/requests';
import { quitApp } from '../support/app-runner';
import type { LaterRecords } from '../support/later-data-folder';
import { writeLaterRecords } from '../support/later-data-folder';
import type { OldData } from '../support/old-data-folder';
import { prepareOldData } from '../support/old-data-folder';
import { callMain, valueFromMain } from '../support/page-bridge';
import { Technician } from '../support/technician';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

const everything = { text: '', states: [], from: null, to: null, offset: 0, limit: 500 };

const monthOf = (steps: AssistanceRequest['steps']): string | undefined => steps[0]?.at.slice(0, 7);

const running = async (window: Page): Promise<readonly AssistanceRequest[]> =>
  valueFromMain<readonly AssistanceRequest[]>(window, 'requests', 'current');

/** Every record is there, and what this version does not know is shown as other. */
async function expectAllShown(window: Page, old: OldData): Promise<void> {
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  // Of the line whose type means nothing here; nothing is called damaged, and nothing is set aside.
  const { notices } = await valueFromMain<AppInfo>(window, 'app', 'info');
  expect(notices.map(({ about, failure }) => [about, failure.code])).toEqual([['journal', 'storage.newer']]);
  const states = Object.fromEntries((await running(window)).map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({ 'later-provider': 'other', 'later-state': 'other', 'later-evidence': 'other' });
  for (const id of Object.keys(old.running)) expect(Object.keys(states)).toContain(id);

  const { entries } = await valueFromMain<HistoryPage>(window, 'history', 'query', everything);
  const past = new Map(entries.map((entry) => [entry.id, entry]));
  for (const id of Object.keys(old.history)) expect([...past.keys()]).toContain(id);
  expect(past.get('past-provider')).toMatchObject({ state: 'closed', subject: { provider: 'other' } });
  expect(past.get('past-state')).toMatchObject({ state: 'other' });
  expect(past.get('past-evidence')).toMatchObject({ state: 'unknown', evidence: 'other' });

  const technician = new Technician(window);
  await technician.openSection('History');
  const search = window.getByRole('textbox', { name: 'Search history' });
  await search.fill('LATER-LT-00005');
  await expect(window.getByRole('option', { name: /LATER-LT-00005/ })).toContainText('Other');
  await search.fill('');
  await technician.openSection('Settings');
  await expect(window.getByText('Later tenant', { exact: true })).toBeVisible();
  await technician.openSection('Devices');
}

/** Reads what the later version will find again. */
async function expectAllKept(folder: string, later: LaterRecords): Promise<void> {
  const journal = (await readFile(join(folder, 'journal.jsonl'), 'utf8')).split('\n');
  for (const line of later.lines) expect(journal).toContain(line);
  const entries: unknown[] = [];
  for (const partition of await readdir(join(folder, 'history')))
    for (const name of await readdir(join(folder, 'history', partition)))
      if (name.endsWith('.json')) {
        const text = await readFile(join(folder, 'history', partition, name), 'utf8');
        entries.push(...(JSON.parse(text) as { data: { entries: unknown[] } }).data.entries);
      }
  for (const entry of later.entries) expect(entries).toContainEqual(entry);
  const settings = await readFile(join(folder, 'settings.json'), 'utf8');
  expect((JSON.parse(settings) as { data: { profiles: unknown[] } }).data.profiles).toContainEqual(
    expect.objectContaining(later.profile),
  );
}

test('records of a later version are shown as other, sent nowhere, and kept as they are when others are written', async ({
  folder,
  start,
}) => {
  test.setTimeout(180_000);
  const { old, token } = await prepareOldData(folder.path);
  const later = await writeLaterRecords(folder.path, old);

  const first = await start();
  await expectAllShown(first.window, old);
  // This version writes to the month, the journal and the settings that hold what the later one wrote.
  const { entries } = await valueFromMain<HistoryPage>(first.window, 'history', 'query', everything);
  const sameMonth = entries.filter(({ id, steps }) => id in old.history && monthOf(steps) === later.month).slice(0, 3);
  expect(sameMonth).not.toEqual([]);
  for (const { id } of sameMonth)
    await valueFromMain(first.window, 'requests', 'note', { requestId: id, note: 'Seen by this version' });
  for (const requestId of later.running)
    for (const call of ['open', 'close', 'checkNow', 'stopWatching'])
      await callMain(first.window, 'requests', call, { requestId });
  for (const { state } of (await running(first.window)).filter(({ id }) => later.running.includes(id)))
    expect(state, 'none of these does anything to it').toBe('other');
  await valueFromMain(first.window, 'settings', 'change', { theme: 'light' });
  await quitApp(first.app);
  await expectAllKept(folder.path, later);

  const server = await startPracticeServer({ port: old.port, devices: old.devices });
  try {
    await trustAuthority(server.caPem, 'deskside-practice-later');
    server.control.knowRefreshToken(token, old.account);
    const { app, window } = await start();
    await expectAllShown(window, old);
    const noted = await valueFromMain<HistoryPage>(window, 'history', 'query', {
      ...everything,
      text: 'Seen by this version',
    });
    expect(noted.total).toBe(sameMonth.length);
    // Intune is asked about the other requests again, but not about these.
    const asked = (ids: string) => server.control.requests.filter(({ path }) => path.includes(ids));
    await expect.poll(() => asked('managedDevices/0000000d-').length).toBeGreaterThan(0);
    expect(asked('0000000f-')).toEqual([]);
    expect(
      server.control.requests.filter(({ method, path }) => method === 'POST' && path.includes('requestRemote')),
    ).toEqual([]);
    await quitApp(app);
    await expectAllKept(folder.path, later);
  } finally {
    await server.stop();
  }
});
