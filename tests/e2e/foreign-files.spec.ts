import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainWindow, quitApp } from '../support/app-runner';
import { expect, test } from './fixtures';

test('with links and pipes in place of files and folders the app starts, reports them, and changes nothing elsewhere', async ({
  presetTenant,
  launch,
  folder,
}) => {
  await presetTenant();
  const outside = await mkdtemp(join(tmpdir(), 'deskside-outside-'));
  try {
    await mkdir(join(outside, 'Documents'));
    await writeFile(join(outside, 'Documents', 'thesis.txt'), 'mine');
    await writeFile(join(outside, '2020-01.json'), '{}');
    for (const name of ['inventory', 'history', 'shortlist', 'accounts', 'logs'])
      await symlink(outside, join(folder.path, name));
    await symlink(join(outside, '2020-01.json'), join(folder.path, 'journal.jsonl'));
    for (const name of ['window.json', 'settings.json.last-good']) execFileSync('mkfifo', [join(folder.path, name)]);

    const app = await launch();
    const window = await mainWindow(app);
    await expect(window.getByRole('region', { name: 'Notices' })).toContainText(
      'Something in Deskside’s folder was not Deskside’s.',
    );
    await expect(window.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
    await quitApp(app);

    expect((await readdir(outside, { recursive: true })).sort()).toEqual([
      '2020-01.json',
      'Documents',
      'Documents/thesis.txt',
    ]);
    expect(await readFile(join(outside, '2020-01.json'), 'utf8')).toBe('{}');
    expect((await stat(folder.path)).mode & 0o077).toBe(0);
    expect((await stat(join(folder.path, 'logs'))).isDirectory()).toBe(true);
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
});
