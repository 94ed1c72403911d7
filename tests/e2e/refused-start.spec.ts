import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killGroup, startPlainly } from '../support/plain-start';
import { isOpen, systemDialog } from '../support/system-dialog';
import { expect, test } from './fixtures';

const limit = { timeout: 30_000 };

test('a start with a folder that cannot be used ends with 1 once its message is closed, by any key', async ({
  folder,
}) => {
  await writeFile(join(folder.path, 'file'), '');
  for (const close of ['pressDefault', 'escape'] as const) {
    const refused = startPlainly(join(folder.path, 'file', 'data'));
    try {
      await (await systemDialog('Deskside can’t use its folder'))[close]();
      await expect.poll(() => refused.exitCode, { ...limit, message: `ended after ${close}` }).toBe(1);
    } finally {
      await killGroup(refused);
    }
  }
});

test('a second start ends with 1 once it has reported that the first one does not answer', async ({ folder }) => {
  test.setTimeout(120_000);
  const title = 'Deskside is already running, but does not answer';
  const first = startPlainly(folder.path);
  try {
    await expect.poll(async () => (await folder.files()).has('instance.json'), limit).toBe(true);
    first.kill('SIGSTOP');
    const second = startPlainly(folder.path);
    try {
      await expect.poll(() => isOpen(title), limit).toBe(true);
      await (await systemDialog(title)).pressDefault();
      await expect.poll(() => second.exitCode, limit).toBe(1);
    } finally {
      await killGroup(second);
    }
    expect(first.exitCode).toBeNull();
  } finally {
    await killGroup(first);
  }
});
