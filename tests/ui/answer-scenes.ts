import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { LocalAnswer } from '../../shared/contract/inventory';
import type { Failure } from '../../shared/failure';
import type { Reading } from '../../shared/search/reading';
import { inventory, nth } from './inventory-samples';
import { firstRun } from './inventory-scenes';
import * as s from './samples';
import type { Scene } from './scenes';
import type { Answers } from './stage';
import * as steps from './steps';

const quickSize = { width: 640, height: 440 };
const busy: Failure = { code: 'graph.throttled', retryAfter: 12, status: 429 };

/** What this computer answers; Intune has nothing to add. */
export const answering = (
  answer: Partial<LocalAnswer>,
  intune: Answers['devices'] = { search: s.answer(s.found()) },
): Answers => ({ inventory: inventory({ answer, view: { devices: 2500 } }), devices: intune });
export const rows = (count: number): LocalAnswer['rows'] =>
  Array.from({ length: count }, (_, index) => nth(index, { match: null }));
const read = (...readings: readonly Reading[]): Partial<LocalAnswer> => ({
  total: readings.length,
  rows: rows(readings.length),
  readings,
});
/** The device that fits is hidden by the filters that `filtered` sets. */
export const hiding = (shown: number, hidden: number): Answers => {
  const played = inventory({ view: { devices: 2500 } });
  return {
    inventory: {
      ...played,
      find: async (query) => {
        const found = await played.find(query);
        const isFiltered = query.chips.ownership.length > 0;
        const total = isFiltered ? shown : shown + hidden;
        return found.ok ? s.ok({ ...found.value, total, rows: rows(total), hidden: isFiltered ? hidden : 0 }) : found;
      },
    },
    devices: { search: s.answer(s.found()) },
  };
};

/** Two filters are left on from before. */
export async function filtered(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Filter/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter devices' });
  await dialog.getByRole('checkbox', { name: 'Personal' }).check();
  await dialog.getByRole('radio', { name: 'Within 30 days' }).check();
  await page.keyboard.press('Escape');
}

const type = async (page: Page, text: string, says: string | RegExp): Promise<void> => {
  await steps.search(page).fill(text);
  await expect(page.getByText(says).first()).toBeVisible();
};

const serial = read({ kind: 'serial', text: 'PF4D7K22' });
const addresses = read(
  { kind: 'address', text: 'anna.keller@contoso.example' },
  { kind: 'address', text: 'misaki.sato@contoso.example' },
);
const rest: Partial<LocalAnswer> = { total: 32, rows: rows(32), missing: ['london'] };

const knownParts: Partial<LocalAnswer> = { total: 2, rows: rows(2), readings: [{ kind: 'pieces', text: 'PF4D 22' }] };
/** The number without the zeros that were typed is a guess; the one in whose phone number it stands is none. */
const similarAmong: Partial<LocalAnswer> = {
  total: 2,
  rows: [
    nth(0, { serial: '12345', match: { field: 'serial', ranges: [], isSimilar: true } }),
    nth(1, {
      phone: '+81 90 0123 4567',
      match: {
        field: 'phone',
        ranges: [
          [7, 11],
          [12, 14],
        ],
      },
    }),
  ],
  readings: [
    { kind: 'heard', text: '12345' },
    { kind: 'text', text: '012345' },
  ],
};

/** What a text was read as, which word failed, what the filters hide, and who did not answer. */
export const answerScenes: readonly Scene[] = [
  {
    name: 'found-by-serial',
    answers: answering(serial),
    play: (page) => type(page, 'S/N: PF4D7K22', 'by serial number PF4D7K22'),
  },
  {
    name: 'found-by-addresses',
    answers: answering(addresses),
    play: (page) => type(page, 'Anna <anna.keller@contoso.example>; misaki.sato@contoso.example', 'by 2 addresses'),
  },
  {
    name: 'found-heard',
    answers: answering({ total: 2, rows: rows(2), isSimilar: true, readings: [{ kind: 'heard', text: '5CGOOOOOO1' }] }),
    play: (page) => type(page, '5CGOOOOOO1', 'sounds or reads like it'),
  },
  { name: 'found-rest', answers: answering(rest), play: (page) => type(page, 'emma london', '“london” found nowhere') },
  {
    name: 'filters-hide-some',
    answers: hiding(3, 29),
    play: async (page) => {
      await filtered(page);
      await type(page, 'emma', '29 more devices hidden by 2 filters');
    },
  },
  {
    name: 'filters-hide-all',
    answers: hiding(0, 32),
    play: async (page) => {
      await filtered(page);
      await type(page, 'emma', '32 devices are hidden by 2 filters');
    },
  },
  {
    name: 'unanswered',
    answers: { devices: { search: s.refuse(busy) } },
    play: (page) => type(page, 'emma', 'Intune did not answer for “emma”'),
  },
  {
    name: 'unanswered-in-part',
    answers: { devices: { search: s.answer(s.found({ problems: [busy] })) } },
    play: (page) => type(page, 'emma', 'No device found for “emma” so far'),
  },
  {
    name: 'unanswered-beside-list',
    answers: answering({ total: 0, rows: [] }, { search: s.refuse({ code: 'network.offline' }) }),
    play: (page) => type(page, 'emma', 'is not in this computer’s list of 3 min ago'),
  },
  {
    name: 'unanswered-first-run',
    answers: {
      inventory: inventory({ answer: { total: 0, rows: [] }, view: firstRun }),
      devices: { search: s.refuse(busy) },
    },
    play: (page) => type(page, 'emma', 'The device list is still being read'),
  },
  {
    name: 'no-match-first-run',
    answers: {
      inventory: inventory({ answer: { total: 0, rows: [] }, view: firstRun }),
      devices: { search: s.answer(s.found()) },
    },
    play: (page) => type(page, 'emma', 'The device list is still being read'),
  },
  {
    name: 'nothing-rounded',
    answers: answering({ total: 0, rows: [] }),
    play: (page) => type(page, '3.56938E+14', 'its last digits are lost'),
  },
  {
    name: 'nothing-mac',
    answers: { devices: { search: s.answer(s.found()) } },
    play: (page) => type(page, '00-1A-2B-3C-4D-5E', 'Intune cannot be searched by MAC address'),
  },
  {
    name: 'found-known-parts',
    answers: answering(knownParts),
    play: (page) => type(page, 'PF4D**22', 'the known parts'),
  },
  {
    name: 'found-similar-among',
    answers: answering(similarAmong),
    play: (page) => type(page, '012345', 'Only similar'),
  },
  {
    name: 'quick-nothing-rounded',
    window: 'quick',
    size: quickSize,
    answers: answering({ total: 0, rows: [] }),
    play: (page) => type(page, '3.56938E+14', 'its last digits are lost'),
  },
  {
    name: 'quick-nothing-mac',
    window: 'quick',
    size: quickSize,
    answers: { devices: { search: s.answer(s.found()) } },
    play: (page) => type(page, '00-1A-2B-3C-4D-5E', 'Intune cannot be searched by MAC address'),
  },
  {
    name: 'quick-found-known-parts',
    window: 'quick',
    size: quickSize,
    answers: answering(knownParts),
    play: (page) => type(page, 'PF4D**22', 'the known parts'),
  },
  {
    name: 'quick-found-similar-among',
    window: 'quick',
    size: quickSize,
    answers: answering(similarAmong),
    play: (page) => type(page, '012345', /similar/i),
  },
  {
    name: 'found-of-a-form',
    answers: answering({
      total: 1,
      rows: rows(1),
      readings: [{ kind: 'person', text: 'emma taylor', form: 'laptop' }],
    }),
    play: (page) => type(page, 'Emma Taylor laptop', 'Only Laptop'),
  },
  {
    name: 'found-typo-marked',
    answers: answering({
      total: 1,
      rows: [nth(0, { match: { field: 'serial', ranges: [[3, 4]] } })],
      isSimilar: true,
      readings: [{ kind: 'typo', text: '5CG3481TQZ' }],
    }),
    play: (page) => type(page, '5CG3481TQZ', 'similar spellings'),
  },
  {
    name: 'app-goes-on',
    answers: {
      devices: {
        search: s.answer(s.everything),
        ofApp: s.answer({ devices: rows(200), truncated: true, more: '00000000-0000-4000-8000-000000000002' }),
        more: s.refuse(busy),
      },
    },
    play: async (page) => {
      await steps.find(page, 'TeamViewer');
      await steps.section(page, 'Apps').click();
      await page.getByRole('button', { name: 'Show more' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'card-ticket-offered',
    answers: {
      devices: { search: s.answer(s.found({ devices: [s.sato] })) },
      requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
    },
    play: async (page) => {
      await steps.find(page, 'INC0012345 TYO-LT-04127');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByText('From your search')).toBeVisible();
    },
  },
  {
    name: 'quick-found-by-serial',
    window: 'quick',
    size: quickSize,
    answers: answering(serial),
    play: (page) => type(page, 'S/N: PF4D7K22', 'by serial number PF4D7K22'),
  },
  {
    name: 'quick-found-rest',
    window: 'quick',
    size: quickSize,
    answers: answering(rest),
    play: (page) => type(page, 'emma london', '“london” found nowhere'),
  },
  {
    name: 'quick-unanswered',
    window: 'quick',
    size: quickSize,
    answers: { devices: { search: s.refuse(busy) } },
    play: (page) => type(page, 'emma', 'Intune did not answer for “emma”'),
  },
  {
    name: 'quick-unanswered-in-part',
    window: 'quick',
    size: quickSize,
    answers: { devices: { search: s.answer(s.found({ problems: [busy] })) } },
    play: (page) => type(page, 'emma', 'No device found for “emma” so far'),
  },
];
