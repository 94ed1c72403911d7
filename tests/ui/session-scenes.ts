import { expect } from '@playwright/test';
import * as s from './samples';
import type { Scene } from './scenes';
import type { Answers } from './stage';
import { later } from './stage';
import * as steps from './steps';

const asking: Answers = {
  devices: { search: s.answer(s.everything) },
  requests: { prepare: s.answer(s.card()), send: () => later<never>().answer },
};
const quickSize = { width: 640, height: 440 };

/** The card was sent, and the browser came back with another account. */
const comeBack: NonNullable<Scene['play']> = async (page, stage) => {
  await steps.sendButton(page).click();
  await stage.tell('session', 'changed', s.signedIn({ otherAccount: s.otherAccount }));
  await expect(page.getByRole('heading', { name: 'You came back as somebody else' })).toBeVisible();
};

/** The question who a person wants to be, at every place where it may come up. */
export const sessionScenes: readonly Scene[] = [
  { name: 'other-account-signing-in', answers: { session: { current: s.answer(s.comingBack()) } } },
  {
    name: 'other-account',
    answers: { session: { current: s.answer(s.signedIn({ tenant: s.realTenant, otherAccount: s.otherAccount })) } },
  },
  {
    name: 'card-other-account',
    answers: asking,
    play: async (page, stage) => {
      await steps.openDevice(page, 'TYO-LT', s.sato.name);
      await steps.openCard(page);
      await comeBack(page, stage);
    },
  },
  {
    name: 'quick-list-other-account',
    window: 'quick',
    size: quickSize,
    answers: { ...asking, session: { current: s.answer(s.signedIn({ otherAccount: s.otherAccount })) } },
    play: async (page) => {
      await steps.search(page).fill('TYO-LT');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'quick-other-account-signing-in',
    window: 'quick',
    size: quickSize,
    answers: { session: { current: s.answer(s.comingBack()) } },
  },
  {
    name: 'quick-card-other-account',
    window: 'quick',
    size: quickSize,
    answers: asking,
    play: async (page, stage) => {
      await steps.search(page).fill('TYO-LT');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Enter');
      await comeBack(page, stage);
    },
  },
];
