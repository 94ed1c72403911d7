import { landmarks } from '../../../practice';
import { expect, test } from '../../e2e/fixtures';
import { quitApp } from '../../support/app-runner';
import { isOpen, systemDialog } from '../../support/system-dialog';
import { Technician } from '../../support/technician';
import { count } from '../counts';
import { counted } from '../rows';
import { copyFolder, removeFolder } from './folders';
import { PlainApp } from './plain-app';

const { slow } = landmarks;
const crashes = count(2, 50);
const hangs = count(1, 20);
/** More crashes than this in five minutes, and the app does not reload the page until the user asks for it. */
const perStart = 2;
const hangMs = 20_000;
const hangTitle = 'Deskside does not respond';

test.beforeEach(async ({ presetTenant, start, signIn, approving, tenant }) => {
  tenant.control.setStory(slow.id, { kind: 'never' });
  await presetTenant({ preferences: { language: 'en', expireMinutes: 60 } });
  const { app, window } = await start();
  await signIn(window);
  await approving(() => new Technician(window).ask(slow.name));
  await new Technician(window).seeState(slow.name, /Waiting/);
  await quitApp(app);
});

test(`${String(crashes)} crashes of the page while a request waits: it comes back and shows the result`, ({
  systemBrowser,
  tenant,
  folder,
}) =>
  counted('crashes of the page', async (row) => {
    test.setTimeout(90_000 + crashes * 30_000);
    let slowest = 0;
    for (let done = 0; done < crashes;) {
      tenant.control.setStory(slow.id, { kind: 'never' });
      // Every start finds the request as it was: still waiting.
      const own = await copyFolder(folder.path);
      const app = await PlainApp.start(own, systemBrowser.bin);
      try {
        await app.shows('Waiting');
        for (let nth = 0; nth < perStart && done < crashes; nth += 1, done += 1) {
          await app.crash();
          const from = Date.now();
          await app.shows(slow.name);
          slowest = Math.max(slowest, Date.now() - from);
          row.ran();
        }
        tenant.control.setStory(slow.id, { kind: 'ready', afterMs: 0 });
        // Nothing was sent to the new page: it asked for the request and its result itself.
        await app.shows('Session ready', 60_000);
      } finally {
        await app.kill();
        await removeFolder(own);
      }
    }
    expect(tenant.control.accepted(slow.id)).toBe(1);
    console.info(`${String(crashes)} page crashes, back after ${String(slowest)} ms at most, result shown each time`);
  }));

test(`${String(hangs)} hangs of the page while a request waits: requests go on, the technician waits or reloads`, ({
  systemBrowser,
  tenant,
  folder,
}) =>
  counted('hangs of the page', async (row) => {
    test.setTimeout(120_000 + hangs * 90_000);
    for (let done = 0; done < hangs; done += 1) {
      tenant.control.setStory(slow.id, { kind: 'never' });
      const own = await copyFolder(folder.path);
      const app = await PlainApp.start(own, systemBrowser.bin);
      try {
        await app.shows('Waiting');
        await app.hang(hangMs);
        tenant.control.setStory(slow.id, { kind: 'ready', afterMs: 0 });
        const dialog = await systemDialog(hangTitle);
        const isReloaded = done % 2 === 0;
        // Nothing waits for the page: the request went on while it hung.
        await expect.poll(() => app.logged('ready'), { timeout: 60_000 }).toBeGreaterThan(0);
        if (isReloaded) await dialog.proceed();
        // A page that comes back by itself takes the question with it.
        await app.shows('Session ready', 60_000);
        expect(await app.logged('page.gone')).toBe(isReloaded ? 1 : 0);
        expect(await isOpen(hangTitle), 'a question about a page that is back').toBe(false);
        row.ran();
      } finally {
        await app.kill();
        await removeFolder(own);
      }
    }
    expect(tenant.control.accepted(slow.id)).toBe(1);
  }));
