import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Failure } from '../../shared/failure';
import * as s from './samples';
import type { Scene } from './scenes';
import type { Answers } from './stage';
import { later } from './stage';
import * as steps from './steps';

const never = later<never>().answer;
export const searching: Answers = { devices: { search: s.answer(s.everything) } };
export const forbidden: Failure = {
  code: 'graph.forbidden',
  status: 403,
  requestId: '5f1c0000-0000-4000-8000-00000000009a',
  detail: 'The user is not authorized to perform this action.',
};
export const openSato = (page: Page): Promise<void> => steps.openDevice(page, 'TYO-LT', s.sato.name);
export const withCard = (prepared: Answers['requests']): Answers => ({
  ...searching,
  requests: { discard: s.answer(null), ...prepared },
});
export const openSatoCard = async (page: Page): Promise<void> => {
  await openSato(page);
  await steps.openCard(page);
};

export const blocked = s.card({
  notes: s.everyNote.filter(({ code }) => code === 'unsupported-enrollment' || code === 'no-user').toReversed(),
});

export const cards: readonly Scene[] = [
  { name: 'card', answers: withCard({ prepare: s.answer(s.card()) }), play: openSatoCard },
  {
    name: 'card-notes',
    answers: withCard({ prepare: s.answer(s.card({ notes: s.doubts, needsOverride: true })) }),
    play: openSatoCard,
  },
  { name: 'card-blocked', answers: withCard({ prepare: s.answer(blocked) }), play: openSatoCard },
  {
    name: 'card-blocked-others',
    answers: withCard({ prepare: s.answer({ ...blocked, others: [s.suzuki, s.nair] }) }),
    play: openSatoCard,
  },
  {
    name: 'card-anyway',
    answers: withCard({ prepare: s.answer(blocked) }),
    play: async (page) => {
      await openSatoCard(page);
      await steps.cardOf(page).getByRole('button', { name: 'Send anyway' }).click();
      await expect(page.getByLabel('Ticket')).toBeFocused();
    },
  },
  {
    name: 'card-again',
    answers: withCard({
      prepare: s.answer(
        s.card({
          notes: s.everyNote.slice(3, 4),
          needsOverride: true,
          last: { ticket: 'INC-4711', reason: 'Outlook' },
        }),
      ),
    }),
    play: async (page) => {
      await openSatoCard(page);
      await steps.seen(page);
      await page.keyboard.press('Enter');
      await expect(steps.cardOf(page)).toContainText('Press Enter again');
    },
  },
  {
    name: 'card-twins',
    answers: withCard({ prepare: s.answer(s.card({ notes: s.everyNote.slice(0, 2) })) }),
    play: openSatoCard,
  },
  { name: 'card-refused', answers: withCard({ prepare: s.refuse(forbidden) }), play: openSatoCard },
  {
    name: 'card-expired',
    answers: withCard({ prepare: s.answer(s.card()), send: s.refuse({ code: 'request.card-expired' }) }),
    play: async (page) => {
      await openSatoCard(page);
      await steps.sendButton(page).click();
      await expect(steps.cardOf(page).getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'card-sending',
    answers: withCard({ prepare: s.answer(s.card()), send: () => never }),
    play: async (page) => {
      await openSatoCard(page);
      await steps.sendButton(page).click();
      await expect(steps.cardOf(page)).toContainText('Sending');
    },
  },
  {
    name: 'card-approving',
    answers: withCard({ prepare: s.answer(s.card()), send: () => never }),
    play: async (page, stage) => {
      await openSatoCard(page);
      await steps.sendButton(page).click();
      await stage.tell('session', 'changed', s.signedIn({ approvalUntil: s.before(-5) }));
      await expect(steps.cardOf(page).getByRole('status')).toBeVisible();
    },
  },
  {
    name: 'cloud-without-assistance',
    answers: {
      ...searching,
      session: {
        current: s.answer(s.signedIn({ tenant: { ...s.realTenant, cloud: 'china', assistanceAvailable: false } })),
      },
    },
    play: openSato,
  },
];
