import { expect, test } from './fixtures';
import * as s from './samples';
import { later } from './stage';
import * as steps from './steps';

test('typing sends one query for the whole text and shows every section', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.search(page).pressSequentially('TYO-LT', { delay: 10 });
  await expect(steps.section(page, 'Devices')).toHaveCount(s.devices.length);
  await expect(steps.section(page, 'People')).toHaveCount(1);
  await expect(page.getByRole('rowgroup', { name: 'Apps' })).toContainText('412 devices');
  await expect(page.getByText('Intune holds more than is shown.')).toBeVisible();
  await expect.poll(() => stage.asked('devices.search').at(-1)).toEqual({ text: 'TYO-LT' });
  await expect(page.locator('[role=status]').last()).toContainText('6+ devices found');
});

test('the reason of a match is highlighted, even if the row normally does not show the field', async ({
  page,
  stage,
}) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.find(page, 'TYO-LT');
  await expect(steps.row(page, s.sato.name).locator('mark')).toHaveText('TYO-LT');
  await expect(steps.row(page, s.miles.name)).toContainText('Serial number: TYO-LT-77');
  await expect(steps.row(page, s.miles.name).locator('mark')).toHaveText('TYO-LT');
});

test('the MAC address of the Ethernet adapter is read with the device, and can be copied', async ({ page, stage }) => {
  const [wifiMac, ethernetMac] = ['3C:21:9C:0A:5E:71', '3C:21:9C:0A:5E:70'];
  const row = { ...s.sato, wifiMac, asOf: s.before(6) };
  stage.prepare({
    devices: {
      search: s.answer(s.found({ devices: [row] })),
      read: s.answer({ ...row, ethernetMac, asOf: s.before(5) }),
    },
    app: { copyText: s.answer(null) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await page.getByRole('button', { name: 'Copy Ethernet MAC address' }).click();
  await page.getByRole('button', { name: 'Copy Wi-Fi MAC address' }).click();
  expect(stage.asked('app.copyText')).toEqual([{ text: ethernetMac }, { text: wifiMac }]);
});

test('twins, long absence and missing users are shown in words', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.find(page, 'TYO');
  await expect(steps.row(page, s.tanaka.name)).toContainText('Same name: 1 more');
  await expect(steps.row(page, s.oldTablet.name)).toContainText('Not seen for a long time');
  await expect(steps.row(page, s.oldTablet.name)).toContainText('No primary user');
  await expect(steps.row(page, s.oldTablet.name)).toContainText('Never');
});

test('full-width letters are folded before Intune is asked', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.find(page, 'ＴＹＯ－ＬＴ　');
  expect(stage.asked('devices.search').at(-1)).toEqual({ text: 'TYO-LT' });
});

test('an empty or blank text sends no query', async ({ page, stage }) => {
  await stage.open();
  await steps.search(page).fill('   ');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Find a device')).toBeVisible();
  expect(stage.asked('devices.search')).toEqual([]);
});

test('a person leads to their devices and back to the results', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.everything), ofPerson: s.answer({ devices: [s.nair], truncated: false }) },
  });
  await stage.open();
  await steps.find(page, '佐藤');
  await steps.section(page, 'People').click();
  await expect(page.getByText('Devices of 佐藤 美咲')).toBeVisible();
  await expect(steps.rows(page)).toHaveCount(1);
  expect(stage.asked('devices.ofPerson')).toEqual([{ userId: s.person.id }]);
  await page.getByRole('button', { name: 'Back to results' }).click();
  await expect(page.getByRole('rowgroup', { name: 'People' })).toBeVisible();
});

test('an app leads to the devices that have it', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything), ofApp: s.answer({ devices: [], truncated: false }) } });
  await stage.open();
  await steps.find(page, 'TeamViewer');
  await steps.section(page, 'Apps').click();
  await expect(page.getByText('Devices with TeamViewer Host')).toBeVisible();
  await expect(page.getByText('No devices to show')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('rowgroup', { name: 'Apps' })).toBeVisible();
});

test('no match names the text and offers to clear it', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.found()) } });
  await stage.open();
  await steps.search(page).fill('xyz');
  await expect(page.getByText('No device matches “xyz”')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).click();
  await expect(steps.search(page)).toHaveValue('');
});

test('a failed part is named; the rest is shown and can be requested again', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: s.answer({ ...s.everything, people: [], problems: [{ code: 'graph.throttled', retryAfter: 12 }] }),
    },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  await expect(page.getByRole('group', { name: 'Intune is busy.' })).toContainText('Try again in 12 seconds.');
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  const asked = stage.asked('devices.search').length;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => stage.asked('devices.search').length).toBe(asked + 1);
});

test('a failed search says why and how to continue', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.refuse({ code: 'network.offline' }) } });
  await stage.open();
  await steps.search(page).fill('TYO');
  await expect(page.getByRole('alert')).toContainText('Check your network, VPN or proxy.');
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a missing role for reading names that role, not the one for requests', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.refuse({ code: 'graph.forbidden', status: 403 }) } });
  await stage.open();
  await steps.search(page).fill('TYO');
  await expect(page.getByRole('alert')).toContainText('may read managed devices');
});

test('an answer that comes late for an older text is dropped', async ({ page, stage }) => {
  const slow = later<null>();
  stage.prepare({
    devices: {
      search: async ({ text }) => {
        if (text === 'OLD') await slow.answer;
        return s.ok(s.found({ devices: [text === 'OLD' ? s.nair : s.sato] }));
      },
    },
  });
  await stage.open();
  await steps.search(page).fill('OLD');
  await expect.poll(() => stage.asked('devices.search').length).toBe(1);
  await steps.search(page).fill('TYO');
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  slow.give(null);
  await stage.tell('app', 'noticesChanged', []);
  await expect(page.getByText(s.nair.name)).toHaveCount(0);
  await expect(steps.row(page, s.sato.name)).toBeVisible();
});

test('Enter acts only on rows that answer the text in the box', async ({ page, stage }) => {
  const slow = later<null>();
  stage.prepare({
    devices: {
      search: async ({ text }) => {
        if (text === 'TYO-NEW') await slow.answer;
        return s.ok(s.everything);
      },
    },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  await steps.search(page).fill('TYO-NEW');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`Previous: ${s.sato.name} – ${s.sato.userName}`)).toBeVisible();
  await expect(steps.cardOf(page)).toHaveCount(0);
  slow.give(null);
  expect(stage.asked('requests.prepare')).toEqual([]);
});

test('while an input method composes, it gets Enter and arrow keys, and no query is sent', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.find(page, 'TYO');
  const asked = stage.asked('devices.search').length;
  await steps.pressWhileComposing(steps.search(page), 'ArrowDown');
  await steps.pressWhileComposing(steps.search(page), 'Enter');
  await expect(steps.chosen(page)).toContainText(s.sato.name);
  await expect(steps.search(page)).toBeFocused();
  await steps.search(page).evaluate((field: HTMLInputElement) => {
    field.value = 'さとう';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
  });
  expect(stage.asked('devices.search').length).toBe(asked);
  await steps
    .search(page)
    .evaluate((field) => field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })));
  await expect.poll(() => stage.asked('devices.search').at(-1)).toEqual({ text: 'さとう' });
});

test('the shortlist of the empty box follows main', async ({ page, stage }) => {
  stage.prepare({
    devices: { shortlist: s.answer(s.shortlist), pin: s.answer({ pinned: [s.suzuki, s.sato], recent: [s.nair] }) },
  });
  await stage.open();
  await expect(steps.section(page, 'Pinned')).toHaveCount(1);
  await steps.row(page, s.sato.name).click();
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(steps.section(page, 'Pinned')).toHaveCount(2);
  expect(stage.asked('devices.pin')).toEqual([{ deviceId: s.sato.id, pinned: true }]);
  await stage.tell('devices', 'shortlistChanged', { pinned: [], recent: [s.nair] });
  await expect(steps.rows(page)).toHaveCount(1);
});
