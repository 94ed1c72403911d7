import { expect } from '@playwright/test';
import { openSato, searching } from './card-scenes';
import * as s from './samples';
import type { Scene } from './scenes';
import * as steps from './steps';

/** As this version sees a request that was carried out by something it does not know. */
const ofLaterVersion = (over: Parameters<typeof s.request>[1] = {}) => {
  const known = s.request('other', { linkHost: null, graphRequestIds: [], ...over });
  return { ...known, subject: { ...known.subject, provider: 'other' as const } };
};
const past = s.answer({
  entries: [
    ofLaterVersion({ minutesAgo: 20, note: 'Handed over to the next shift.' }),
    s.request('closed', { of: s.suzuki, minutesAgo: 90 }),
  ],
  total: 2,
});
const laterTenant = { ...s.realTenant, provider: 'other' as const };

/** What a later version of the app has recorded: shown as other, with no action that could change it. */
export const laterScenes: readonly Scene[] = [
  {
    name: 'later-request',
    answers: { ...searching, requests: { current: s.answer([ofLaterVersion()]) } },
    play: async (page) => {
      await openSato(page);
      await expect(steps.requestOf(page, s.sato.name)).toBeVisible();
    },
  },
  {
    name: 'later-history',
    answers: { history: { query: past } },
    play: async (page) => {
      await steps.openSection(page, 'History');
      await page.getByRole('option', { name: /TYO-LT-04127/ }).click();
      await expect(steps.requestOf(page, 'TYO-LT-04127')).toBeVisible();
    },
  },
  {
    name: 'later-profile',
    settings: s.settingsView({ profiles: [s.practiceTenant, laterTenant] }),
    play: async (page) => {
      await steps.openSection(page, 'Settings');
      await expect(page.getByText('Fabrikam')).toBeVisible();
    },
  },
  {
    name: 'later-tenant',
    answers: {
      ...searching,
      session: { current: s.answer(s.signedIn({ tenant: laterTenant })) },
    },
    play: async (page) => {
      await openSato(page);
      await expect(page.getByText('Requests for this tenant need a later version of Deskside.')).toBeVisible();
    },
  },
];
