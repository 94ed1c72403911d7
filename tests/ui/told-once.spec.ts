import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { inventory, ready } from './inventory-samples';
import { sync } from './inventory-scenes';
import * as s from './samples';
import * as steps from './steps';

const offline = { code: 'network.offline' } as const;
const said = (page: Page): ReturnType<Page['getByText']> => page.getByText(/No connection/).filter({ visible: true });

for (const window of ['main', 'quick'] as const) {
  test(`${window}: a card that could not be prepared says why once, and promises nothing`, async ({ page, stage }) => {
    stage.prepare({ devices: { search: s.answer(s.everything), read: s.refuse(offline) }, requests: { prepare: s.refuse(offline) } });
    await stage.open(window);
    await steps.search(page).fill('TYO-LT');
    await expect(steps.chosen(page)).toContainText(s.sato.name);
    await page.keyboard.press(window === 'main' ? 'Control+Enter' : 'Enter');
    await expect(steps.cardOf(page).getByRole('alert')).toContainText('No connection');
    await expect(said(page)).toHaveCount(1);
    await expect(page.getByText(/gets a prompt|Send/)).toHaveCount(0);
    stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
    await steps.seen(page);
    await page.keyboard.press('Enter');
    await expect(steps.sendButton(page)).toBeVisible();
    expect(stage.asked('requests.send')).toEqual([]);
  });
}

test('what the list says of the connection is not said of the device and of the list’s age as well', async ({ page, stage }) => {
  const rows = [s.sato, s.suzuki].map((row) => ({ ...row, source: 'local' as const, asOf: s.before(6) }));
  stage.prepare({ inventory: inventory({ answer: { total: 2, rows }, view: { devices: 1000 } }), devices: { search: s.refuse(offline), read: s.refuse(offline) } });
  await stage.open();
  await steps.find(page, 'TYO');
  await expect(page.getByText('Showing devices as of 3 min ago.')).toBeVisible();
  await stage.tell('inventory', 'changed', ready({ devices: 1000, failure: offline }));
  await steps.row(page, s.suzuki.name).click();
  await expect(page.getByText('From this computer’s list, read 6 min ago')).toBeVisible();
  await expect.poll(() => stage.asked('devices.read')).toEqual([{ deviceId: s.suzuki.id }]);
  await expect(said(page)).toHaveCount(1);
  await stage.tell('inventory', 'changed', ready({ devices: 1000, sync: sync({ kind: 'changes', waitingFor: offline }) }));
  await expect(said(page)).toHaveCount(1);
});

test('what concerns the device alone is still said of it', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer({ ...s.everything, problems: [offline] }), read: s.refuse({ code: 'graph.not-found', status: 404 }) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(said(page)).toHaveCount(1);
});

test('a session that ended is told above everything, and not in the list again', async ({ page, stage }) => {
  const ended = { code: 'auth.required' } as const;
  stage.prepare({ session: { current: s.answer(s.signedIn({ reason: ended })) }, devices: { search: s.refuse(ended) } });
  await stage.open();
  await steps.search(page).fill('TYO');
  await expect(page.getByText('Intune did not answer for “TYO”').first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
});
