import { expect } from '@playwright/test';
import * as s from './samples';
import type { Scene } from './scenes';
import type { Answers } from './stage';
import * as steps from './steps';

const quickSize = { width: 640, height: 440 };
const requestOf = (of: typeof s.sato) => s.request('sending', { of }).subject;

/** What waits, what ended and what was typed: all at once. */
const pending: Answers = {
  requests: {
    current: s.answer([
      s.request('failed', { failure: { code: 'graph.forbidden' } }),
      s.request('expired', { of: s.nair }),
    ]),
    waiting: s.answer([
      {
        handle: 'handle-1',
        subject: requestOf(s.tanaka),
        ticket: '',
        reason: '',
        goesAt: s.before(-0.04),
        needsConfirmation: false,
        expiresAt: s.before(-5),
      },
      {
        handle: 'handle-2',
        subject: requestOf(s.miles),
        ticket: '',
        reason: '',
        goesAt: s.before(0),
        needsConfirmation: true,
        expiresAt: s.before(-5),
      },
    ]),
  },
  drafts: {
    list: s.answer([
      {
        id: 'draft-1',
        kind: 'request',
        subject: requestOf(s.suzuki),
        why: 'restarted',
        at: s.before(3),
        ticket: 'INC-9',
        reason: '',
      },
      {
        id: 'draft-2',
        kind: 'note',
        subject: s.request('closed').subject,
        why: 'typed',
        at: s.before(1),
        requestId: 'req-dev-1',
        note: 'rings back at ten',
      },
    ]),
    save: s.answer(null),
  },
};

const notices: Answers = {
  app: {
    info: s.answer({
      ...s.info,
      notices: [
        { id: 'n1', failure: { code: 'storage.foreign' as const }, about: 'history-2026-03.json' },
        { id: 'n2', failure: { code: 'storage.untrusted' as const }, about: 'policy.json' },
        {
          id: 'n3',
          failure: { code: 'history.shortening' as const },
          about: 'Fabrikam: 1,204 requests older than 30 days, not before Mar 13, 2026, 10:41 AM',
        },
      ],
    }),
  },
};

const inSettings = (name: string, heading: string, settings: ReturnType<typeof s.settingsView>): Scene => ({
  name: `settings-${name}`,
  settings,
  play: async (page) => {
    await steps.openSection(page, 'Settings');
    await page.getByRole('heading', { name: heading, exact: true }).evaluate((element) => element.scrollIntoView());
  },
});

/** What asks for attention and waits for a person. */
export const quietScenes: readonly Scene[] = [
  {
    name: 'pending-full',
    answers: pending,
    play: (page) => expect(page.getByRole('button', { name: /^Send the request/ })).toBeVisible(),
  },
  {
    name: 'quick-pending',
    window: 'quick',
    size: quickSize,
    answers: pending,
    play: (page) => expect(page.getByRole('button', { name: /^Send the request/ })).toBeVisible(),
  },
  {
    name: 'quick-card-pending',
    window: 'quick',
    size: quickSize,
    answers: {
      ...pending,
      devices: { search: s.answer(s.everything) },
      requests: { ...pending.requests, prepare: s.answer(s.card()), discard: s.answer(null) },
    },
    play: async (page) => {
      await steps.find(page, 'TYO-LT');
      await page.keyboard.press('Enter');
      await expect(steps.sendButton(page)).toBeFocused();
    },
  },
  {
    name: 'quick-card-again',
    window: 'quick',
    size: quickSize,
    answers: {
      devices: { search: s.answer(s.everything) },
      requests: {
        discard: s.answer(null),
        prepare: s.answer(
          s.card({
            notes: s.everyNote.slice(3, 4),
            needsOverride: true,
            last: { ticket: 'INC-4711', reason: 'Outlook' },
          }),
        ),
      },
    },
    play: async (page) => {
      await steps.find(page, 'TYO-LT');
      await page.keyboard.press('Enter');
      await steps.seen(page);
      await page.keyboard.press('Enter');
      await expect(steps.cardOf(page)).toContainText('Press Enter again');
    },
  },
  { name: 'notices-foreign', answers: notices },
  inSettings(
    'own-cloud',
    'Tenants',
    s.settingsView({
      profiles: [
        s.practiceTenant,
        s.realTenant,
        s.customTenant,
        { ...s.doubtfulTenant, profileId: 'doubtful', name: 'Northwind (copy)' },
      ],
    }),
  ),
  inSettings(
    'retention-next',
    'Requests',
    s.settingsView({
      preferences: { ...s.preferences, retentionDays: 30 },
      retention: { days: 365, next: { days: 30, at: s.before(-1440) }, undecided: false },
    }),
  ),
];
