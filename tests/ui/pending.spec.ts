import type { Page } from '@playwright/test';
import type { WindowKind } from '../../shared/contract/define';
import type { Draft } from '../../shared/contract/drafts';
import type { AssistanceRequest, WaitingRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import { expect, test } from './fixtures';
import * as s from './samples';
import { scan } from './scanner';
import { later } from './stage';
import * as steps from './steps';

const pending = (page: Page) => page.locator('#pending');
const inSeconds = (n: number): string => new Date(s.NOW.getTime() + n * 1_000).toISOString();
const waits = (over: Partial<WaitingRequest> = {}): WaitingRequest => ({
  handle: 'handle-1',
  subject: s.request('sending').subject,
  ticket: 'INC-4711',
  reason: '',
  goesAt: inSeconds(2),
  needsConfirmation: false,
  expiresAt: inSeconds(290),
  ...over,
});
const draft = (over: Partial<Extract<Draft, { kind: 'request' }>> = {}): Draft => ({
  id: 'draft-1',
  kind: 'request',
  subject: s.request('sending', { of: s.suzuki }).subject,
  why: 'restarted',
  at: s.before(3),
  ticket: 'INC-9',
  reason: 'Screen stays black',
  ...over,
});
const noteDraft: Draft = {
  id: 'draft-2',
  kind: 'note',
  subject: s.request('closed').subject,
  why: 'typed',
  at: s.before(1),
  requestId: 'req-dev-1',
  note: 'rings back at ten',
};

for (const kind of ['main', 'quick'] as const satisfies readonly WindowKind[]) {
  test(`${kind}: a waiting request counts down on screen, and Stop takes it back`, async ({ page, stage }) => {
    stage.prepare({ requests: { waiting: s.answer([waits()]), takeBack: s.answer(null) } });
    await stage.open(kind);
    await expect(pending(page)).toContainText('佐藤 美咲');
    await expect(pending(page)).toContainText('Sending in 2 s…');
    await expect(page.getByRole('status')).toContainText(['TYO-LT-04127: it is sent in 2 seconds.']);
    await page.clock.setFixedTime(new Date(s.NOW.getTime() + 1_000));
    await expect(pending(page)).toContainText('Sending in 1 s…');
    await page.getByRole('button', { name: 'Stop the request for TYO-LT-04127' }).press('Enter');
    expect(stage.asked('requests.takeBack')).toEqual([{ handle: 'handle-1' }]);
    expect(stage.asked('requests.sendNow')).toEqual([]);
    await stage.tell('drafts', 'changed', [draft({ why: 'stopped', subject: waits().subject })]);
    await stage.tell('requests', 'waitingChanged', []);
    await expect(pending(page)).toContainText('Draft Stopped, not sent');
    await expect(page.getByRole('status')).toContainText(['kept as a draft']);
  });

  test(`${kind}: after ten requests in five minutes it counts down and then needs one key`, async ({ page, stage }) => {
    // A scan that comes while no field has the focus is looked up.
    const devices = { search: s.answer(s.found()) };
    stage.prepare({
      devices,
      requests: {
        waiting: s.answer([waits({ goesAt: inSeconds(83), needsConfirmation: true })]),
        sendNow: s.answer(null),
      },
    });
    await stage.open(kind);
    await expect(pending(page)).toContainText('The next one can go in 1:23.');
    await expect(page.getByRole('button', { name: /Send the request/ })).toHaveCount(0);
    await page.clock.setFixedTime(new Date(s.NOW.getTime() + 84_000));
    const now = page.getByRole('button', { name: 'Send the request for TYO-LT-04127 now' });
    // The scanner's Enter comes before the button could be seen, and again after that.
    await now.focus();
    for (const paceMs of [5, 40]) await scan(page, 'PF4D7K22', paceMs);
    await expect(now).toBeEnabled();
    await now.focus();
    for (const paceMs of [5, 40]) await scan(page, 'PF4D7K22', paceMs);
    expect(stage.asked('requests.sendNow')).toEqual([]);
    await expect(async () => {
      await now.press('Enter');
      expect(stage.asked('requests.sendNow')).toEqual([{ handle: 'handle-1' }]);
    }).toPass();
  });

  test(`${kind}: failed and expired requests stay until they are dismissed, by button and by key, and do not run`, async ({
    page,
    stage,
  }) => {
    const ended = [
      s.request('failed', { failure: { code: 'graph.forbidden' } }),
      s.request('expired', { of: s.suzuki }),
    ];
    stage.prepare({ requests: { current: s.answer(ended), dismiss: s.answer(null) } });
    await stage.open(kind);
    await expect(pending(page).getByRole('listitem')).toHaveCount(2);
    if (kind === 'main') await expect(page.getByRole('navigation', { name: 'Sections' })).not.toContainText('2');
    await page.getByRole('button', { name: 'Dismiss the request for TYO-LT-04127' }).click();
    await expect(pending(page).getByRole('listitem')).toHaveCount(1);
    await expect(page.getByRole('status')).toContainText(['TYO-LT-04127: removed from the list.']);
    await pending(page).getByRole('button', { name: /鈴木/ }).press('Delete');
    await expect(pending(page)).toHaveCount(0);
    expect(stage.asked('requests.dismiss')).toEqual([{ requestId: 'req-dev-1' }, { requestId: 'req-dev-2' }]);
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  });

  test(`${kind}: a draft restores its card with its text, and sends nothing`, async ({ page, stage }) => {
    stage.prepare({
      drafts: { list: s.answer([draft()]), discard: s.answer(null) },
      requests: { prepare: s.answer(s.card({ of: s.suzuki })), discard: s.answer(null) },
    });
    await stage.open(kind);
    await expect(pending(page)).toContainText('Draft Not sent: Deskside was restarted · INC-9');
    await pending(page).getByRole('button', { name: /鈴木/ }).click();
    const card = steps.cardOf(page);
    await expect(card.getByLabel('Ticket')).toHaveValue('INC-9');
    await expect(card.getByLabel('Reason')).toHaveValue('Screen stays black');
    await expect(pending(page)).toHaveCount(0);
    expect([stage.asked('requests.send'), stage.asked('drafts.save')]).toEqual([[], []]);
  });

  test(`${kind}: in Japanese`, async ({ page, stage }) => {
    stage.prepare({
      settings: { current: s.answer(s.settingsView({ locale: 'ja' })) },
      requests: { waiting: s.answer([waits()]) },
      drafts: { list: s.answer([draft()]) },
    });
    await stage.open(kind);
    await expect(pending(page)).toContainText('2 秒後に送信します…');
    await expect(pending(page)).toContainText('下書き');
    await expect(pending(page).getByRole('button', { name: 'TYO-LT-04127 への要求を中止' })).toBeVisible();
  });

  test(`${kind}: Delete discards a draft`, async ({ page, stage }) => {
    stage.prepare({ drafts: { list: s.answer([draft()]), discard: s.answer(null) } });
    await stage.open(kind);
    await pending(page).getByRole('button', { name: /鈴木/ }).press('Delete');
    expect(stage.asked('drafts.discard')).toEqual([{ draftId: 'draft-1' }]);
  });
}

test('the card of a waiting request closes to make room for the next call', async ({ page, stage }) => {
  const sent = later<Outcome<AssistanceRequest>>();
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: { prepare: s.answer(s.card()), send: () => sent.answer },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await steps.openCard(page);
  await steps.sendButton(page).click({ delay: 300 });
  await stage.tell('requests', 'waitingChanged', [waits()]);
  await expect(steps.cardOf(page)).toHaveCount(0);
  await expect(pending(page)).toBeFocused();
  await steps.openDevice(page, 'TYO', s.suzuki.name);
  await expect(pending(page)).toContainText('Sending in 2 s…');
  await stage.tell('requests', 'waitingChanged', []);
  sent.give(s.ok(s.request('accepted')));
  await expect(pending(page)).toHaveCount(0);
  expect(stage.asked('requests.send')).toHaveLength(1);
});

test('a typed ticket that was not sent is kept, also after another device was opened', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await steps.openCard(page);
  await steps.cardOf(page).getByLabel('Ticket').fill('INC-77');
  await expect
    .poll(() => stage.asked('drafts.save'))
    .toEqual([{ kind: 'request', deviceId: 'dev-1', ticket: 'INC-77', reason: '' }]);
  await stage.tell('drafts', 'changed', [
    draft({ subject: s.request('sending').subject, why: 'typed', ticket: 'INC-77', reason: '' }),
  ]);
  await steps.openDevice(page, 'TYO', s.suzuki.name);
  await pending(page).getByRole('button', { name: /佐藤/ }).click();
  await expect(steps.cardOf(page).getByLabel('Ticket')).toHaveValue('INC-77');
  expect(stage.asked('requests.send')).toEqual([]);
});

test('a typed note is restored, and Ctrl+Enter saves it', async ({ page, stage }) => {
  const request = s.request('closed');
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    drafts: { list: s.answer([noteDraft]) },
    requests: { current: s.answer([request]), note: s.answer({ ...request, note: 'rings back at eleven' }) },
  });
  await stage.open();
  await expect(pending(page)).toContainText('Draft Note not saved');
  await pending(page).getByRole('button', { name: /佐藤/ }).click();
  const field = steps.requestOf(page, s.sato.name).getByLabel('Note');
  await expect(field).toHaveValue('rings back at ten');
  await field.fill('rings back at eleven');
  await expect
    .poll(() => stage.asked('drafts.save').at(-1))
    .toEqual({ kind: 'note', requestId: 'req-dev-1', note: 'rings back at eleven' });
  await field.press('Control+Enter');
  await expect(page.getByText('Note saved')).not.toHaveCount(0);
  expect(stage.asked('requests.note')).toEqual([{ requestId: 'req-dev-1', note: 'rings back at eleven' }]);
});
