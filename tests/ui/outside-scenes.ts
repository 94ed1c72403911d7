import { expect } from '@playwright/test';
import type { DeviceRow } from '../../shared/contract/devices';
import * as s from './samples';
import type { Scene } from './scenes';
import * as steps from './steps';

const setUp = s.device({
  id: 'dev-45',
  name: 'DESKTOP-F00US3R',
  serial: 'Default string',
  userName: 'fooUser',
  upn: 'fooUser@contoso.example',
  mail: 'fooUser@contoso.example',
  manufacturer: 'Micro-Star',
  model: 'MS-7D25',
  twins: 1,
});
const shown = (device: DeviceRow, over: Parameters<typeof s.card>[0] = {}) => ({
  devices: { search: s.answer(s.found({ devices: [device], people: [] })), read: s.answer(device) },
  requests: { discard: s.answer(null), prepare: s.answer(s.card({ of: device, ...over })) },
});

/** What files and the firmware bring along: no serial number, no person, another manager, another file type. */
export const outsideScenes: readonly Scene[] = [
  {
    name: 'device-without-person-or-serial',
    answers: shown(setUp),
    play: (page) => steps.openDevice(page, 'DESKTOP', setUp.name),
  },
  {
    name: 'card-without-person-or-serial',
    answers: shown(setUp, {
      notes: [
        { code: 'twins', grade: 'doubt', count: 1, noSerial: true },
        { code: 'not-enrolled-yet', grade: 'doubt' },
        { code: 'managed-elsewhere', grade: 'doubt', manager: 'defender' },
        { code: 'placeholder-serial', grade: 'ok' },
      ],
    }),
    play: async (page) => {
      await steps.openDevice(page, 'DESKTOP', setUp.name);
      await steps.openCard(page);
    },
  },
  {
    name: 'settings-export',
    play: async (page) => {
      await steps.openSection(page, 'Settings');
      await page.getByRole('combobox', { name: 'CSV separator' }).scrollIntoViewIfNeeded();
      await expect(page.getByRole('combobox', { name: 'File type proposed' })).toBeVisible();
    },
  },
];
