import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { DeviceRow } from '../../shared/contract/devices';
import { inTable, inventory } from './inventory-samples';
import * as s from './samples';
import type { Scene } from './scenes';
import { later } from './stage';
import * as steps from './steps';

const quickSize = { width: 640, height: 440 };
const local = (row: DeviceRow): DeviceRow => ({ ...row, source: 'local', asOf: s.before(6), match: null });
const few = (rows: readonly DeviceRow[], isSimilar = false): ReturnType<typeof inventory> =>
  inventory({ answer: { total: rows.length, rows: rows.map(local), isSimilar }, view: { devices: 1000 } });
const offline = { search: s.refuse({ code: 'network.offline' }), read: s.refuse({ code: 'network.offline' }) };
const similar = {
  inventory: few([s.sato, s.suzuki], true),
  devices: { search: s.answer(s.found()), read: () => later<never>().answer },
};

const refused = async (page: Page, key: string): Promise<void> => {
  await steps.find(page, 'TYO-LT-04172');
  await expect(steps.chosen(page)).toContainText(s.sato.name);
  await page.keyboard.press(key);
  await expect(page.getByText('Only similar to what you typed. Check it').first()).toBeVisible();
};

/** A device that certainly cannot be helped this way, and says so wherever it is listed. */
export const beyondHelp = s.device({
  id: 'dev-7',
  name: 'OSA-LX-00017',
  os: 'Linux',
  osVersion: '24.04',
  platform: 'linux',
  manufacturer: 'Dell',
  model: 'Precision 3680',
});

/** What is highlighted, where a value comes from, and whether keys act on it. */
export const markScenes: readonly Scene[] = [
  {
    name: 'previous-device',
    answers: {
      devices: {
        search: async ({ text }) =>
          s.ok(s.found(text === 'TYO' ? { devices: [s.sato] } : { devices: [], people: [s.person] })),
      },
    },
    play: async (page) => {
      await steps.openDevice(page, 'TYO', s.sato.name);
      await steps.search(page).fill('佐藤');
      await expect(page.getByText(`Previous: ${s.sato.name} – ${s.sato.userName}`)).toBeVisible();
    },
  },
  { name: 'similar-unchosen', answers: similar, play: (page) => refused(page, 'Control+Enter') },
  {
    name: 'similar-chosen',
    answers: similar,
    play: async (page) => {
      await steps.find(page, 'TYO-LT-04172');
      await page.keyboard.press('ArrowDown');
      await expect(page.getByText('Only similar to what you typed', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'quick-similar-refused',
    window: 'quick',
    size: quickSize,
    answers: similar,
    play: (page) => refused(page, 'Enter'),
  },
  {
    name: 'device-from-list',
    answers: { inventory: few([s.sato, s.suzuki]), devices: offline },
    play: async (page) => {
      await steps.openDevice(page, 'TYO', s.suzuki.name);
      await expect(page.getByText('From this computer’s list, read 6 min ago')).toBeVisible();
    },
  },
  {
    name: 'device-kept',
    answers: {
      devices: {
        ...offline,
        shortlist: s.answer({
          pinned: [],
          recent: [{ ...s.sato, source: 'recent', asOf: s.before(3 * 1440), match: null }],
        }),
      },
    },
    play: async (page) => {
      await steps.row(page, s.sato.name).click();
      await expect(page.getByText('Kept from an earlier visit, 3 days ago')).toBeVisible();
    },
  },
  {
    name: 'device-mac-addresses',
    answers: {
      devices: {
        search: s.answer(s.found({ devices: [{ ...s.sato, wifiMac: '3C:21:9C:0A:5E:71' }] })),
        read: s.answer({ ...s.sato, wifiMac: '3C:21:9C:0A:5E:71', ethernetMac: '3C:21:9C:0A:5E:70' }),
      },
    },
    play: async (page) => {
      await steps.openDevice(page, 'TYO', s.sato.name);
      await expect(page.getByText('3C:21:9C:0A:5E:70')).toBeVisible();
    },
  },
  {
    name: 'beyond-help',
    answers: {
      inventory: few([beyondHelp, s.sato]),
      devices: { search: s.answer(s.found()), read: () => later<never>().answer },
    },
    play: async (page) => {
      await steps.find(page, 'OSA');
      await expect(page.getByRole('button', { name: 'No remote assistance' })).toBeVisible();
    },
  },
  {
    name: 'table-beyond-help',
    answers: {
      inventory: few([beyondHelp, { ...beyondHelp, id: 'dev-8', name: 'OSA-LX-00018', twins: 2 }, s.sato]),
      devices: { search: s.answer(s.found()), read: () => later<never>().answer },
    },
    settings: inTable(),
    play: async (page) => {
      await steps.find(page, 'OSA');
      await expect(steps.row(page, beyondHelp.name)).toContainText('No assistance');
    },
  },
];
