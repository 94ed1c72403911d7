import type { Page } from '@playwright/test';
import { messagesFor } from '../../shared/i18n/index';
import { expect, test } from './fixtures';
import * as s from './samples';
import { scan } from './scanner';
import type { Answers, Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

async function openSatoCard(page: Page, stage: Stage, requests: Answers['requests']): Promise<void> {
  stage.prepare({ devices: { search: s.answer(s.everything) }, requests: { discard: s.answer(null), ...requests } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await steps.openCard(page);
}

test('the card shows the request, its user and the account that sends it, and sends nothing', async ({
  page,
  stage,
}) => {
  await openSatoCard(page, stage, { prepare: s.answer(s.card()) });
  const card = steps.cardOf(page);
  for (const fact of [
    s.sato.name,
    s.sato.serial,
    '佐藤 美咲',
    s.sato.upn,
    '2 min ago',
    s.practiceTenant.name,
    'alex.morgan@contoso.example',
  ])
    await expect(card).toContainText(fact);
  await expect(steps.sendButton(page)).toBeFocused();
  expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.sato.id }]);
  expect(stage.asked('requests.send')).toEqual([]);
});

for (const note of s.everyNote) {
  test(`the note ${note.code} comes with its remedy`, async ({ page, stage }) => {
    await openSatoCard(page, stage, { prepare: s.answer(s.card({ notes: [note] })) });
    const line = page.getByRole('list', { name: 'Before you send' }).getByRole('listitem');
    await expect(line).toHaveCount(1);
    const key = note.code.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase()) as keyof ReturnType<
      typeof messagesFor
    >['note'];
    await expect(line).toContainText(messagesFor('en').note[key].remedy());
    if (note.grade === 'blocks') await expect(steps.sendButton(page)).toHaveCount(0);
    else await expect(steps.sendButton(page)).toBeEnabled();
  });
}

const again = (page: Page) => steps.cardOf(page).getByRole('button', { name: 'Press Enter again to send' });

test('a second request within minutes needs a second Enter, within three seconds', async ({ page, stage }) => {
  await page.clock.install();
  await openSatoCard(page, stage, {
    prepare: s.answer(s.card({ needsOverride: true, notes: s.everyNote.slice(3, 4) })),
    send: s.answer(s.request('accepted')),
  });
  await page.clock.runFor(1_000);
  await expect(steps.cardOf(page).getByRole('button', { name: 'Send again' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(again(page)).toBeFocused();
  await page.clock.runFor(3_100);
  await expect(again(page)).toHaveCount(0);
  expect(stage.asked('requests.send')).toEqual([]);
});

test('the second Enter sends the second request, the first one alone does not', async ({ page, stage }) => {
  await openSatoCard(page, stage, {
    prepare: s.answer(s.card({ needsOverride: true, last: { ticket: 'INC-7', reason: 'Printer' } })),
    send: s.answer(s.request('accepted')),
  });
  await expect(page.getByLabel('Ticket')).toHaveValue('INC-7');
  await steps.seen(page);
  await page.keyboard.press('Enter');
  await expect(again(page)).toBeEnabled();
  expect(stage.asked('requests.send')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => stage.asked('requests.send'))
    .toEqual([{ handle: 'handle-1', ticket: 'INC-7', reason: 'Printer', override: true }]);
});

test('Enter moves from field to field to the button; pressed twice on it, it sends exactly once', async ({
  page,
  stage,
}) => {
  const sent = later<null>();
  await openSatoCard(page, stage, {
    prepare: s.answer(s.card()),
    send: async () => {
      await sent.answer;
      return s.ok(s.request('accepted'));
    },
  });
  await steps.seen(page);
  await page.getByLabel('Ticket').fill('INC-4711');
  await page.getByLabel('Ticket').press('Enter');
  await expect(page.getByLabel('Reason')).toBeFocused();
  await page.getByLabel('Reason').fill('Outlook does not start');
  await page.getByLabel('Reason').press('Enter', { delay: 100 });
  await expect(steps.sendButton(page)).toBeFocused();
  expect(stage.asked('requests.send')).toEqual([]);
  await page.keyboard.press('Enter', { delay: 100 });
  await page.keyboard.press('Enter', { delay: 100 });
  const sending = steps.cardOf(page).getByRole('button', { name: /Sending/ });
  await sending.click({ force: true });
  await expect(sending).toBeFocused();
  await expect(steps.cardOf(page)).not.toContainText('Company Portal');
  sent.give(null);
  await expect(steps.currentStep(steps.requestOf(page, s.sato.name))).toContainText('Accepted by Intune');
  expect(stage.asked('requests.send')).toEqual([
    { handle: 'handle-1', ticket: 'INC-4711', reason: 'Outlook does not start', override: false },
  ]);
  expect(stage.asked('requests.prepare')).toHaveLength(1);
  await expect(steps.cardOf(page)).toHaveCount(0);
  await expect(steps.requestOf(page, s.sato.name)).toBeFocused();
});

for (const pace of [5, 10, 20, 40]) {
  test(`a scanner at ${pace} ms a key never sends, wherever it scans`, async ({ page, stage }) => {
    await openSatoCard(page, stage, { prepare: s.answer(s.card()) });
    await steps.seen(page);
    await expect(steps.sendButton(page)).toBeFocused();
    for (const ends of [['Enter'], ['Enter', 'Enter'], ['Tab', 'Enter'], ['Space', 'Enter']])
      await scan(page, '/PF4D7K22', pace, ends);
    await expect(steps.sendButton(page)).toBeFocused();
    await page.getByLabel('Ticket').focus();
    await scan(page, 'INC0012345', pace);
    await scan(page, '-2', pace, ['Tab', 'Enter']);
    await expect(page.getByLabel('Ticket')).toBeFocused();
    await expect(page.getByLabel('Ticket')).toHaveValue('INC0012345-2');
    await page.getByLabel('Reason').focus();
    await scan(page, '00112233', pace, ['Enter', 'Enter']);
    await expect(page.getByLabel('Reason')).toHaveValue('00112233');
    expect(stage.asked('requests.send')).toEqual([]);
    await expect(steps.sendButton(page)).toBeEnabled();
  });
}

test('Enter held since before the card never sends it', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await page.getByRole('button', { name: 'Request remote assistance' }).focus();
  await page.keyboard.down('Enter');
  await steps.seen(page);
  for (let press = 0; press < 20; press++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  expect(stage.asked('requests.send')).toEqual([]);
});

test('the card of a device that cannot be helped says so, and Enter carries out the remedy', async ({
  page,
  stage,
}) => {
  const notes = s.everyNote.filter(({ grade }) => grade === 'blocks').slice(0, 1);
  await openSatoCard(page, stage, { prepare: s.answer(s.card({ notes })), send: s.answer(s.request('failed')) });
  stage.prepare({ app: { copyText: s.answer(null) } });
  const card = steps.cardOf(page);
  await expect(card).toContainText('This device can’t be helped this way');
  await expect(card).not.toContainText('gets a prompt');
  await expect(card.getByRole('button', { name: 'Copy request for admin' })).toBeFocused();
  await steps.seen(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('app.copyText')).toHaveLength(1);
  expect((stage.asked('app.copyText')[0] as { text: string }).text).toContain(s.sato.serial);
  await card.getByRole('button', { name: 'Send anyway' }).click();
  await expect(card).toContainText(`Send anyway to ${s.sato.name}?`);
  await expect(page.getByLabel('Ticket')).toBeFocused();
  await expect(card).not.toContainText('gets a prompt');
  expect(stage.asked('requests.send')).toEqual([]);
  await card.getByRole('button', { name: 'Send anyway' }).click();
  await expect
    .poll(() => stage.asked('requests.send'))
    .toEqual([{ handle: 'handle-1', ticket: '', reason: '', override: false, anyway: true }]);
});

test('a key held down since before the card opened does not press its button', async ({ page, stage }) => {
  await openSatoCard(page, stage, { prepare: s.answer(s.card()) });
  await steps.sendButton(page).evaluate((button) => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true });
    if (button.dispatchEvent(event)) (button as HTMLButtonElement).click();
  });
  await expect(steps.sendButton(page)).toBeEnabled();
  expect(stage.asked('requests.send')).toEqual([]);
});

test('Esc closes the card, discards its handle and returns the focus', async ({ page, stage }) => {
  await openSatoCard(page, stage, { prepare: s.answer(s.card()) });
  await page.getByLabel('Ticket').fill('INC-1');
  await page.keyboard.press('Escape');
  await expect(steps.cardOf(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Request remote assistance' })).toBeFocused();
  await expect.poll(() => stage.asked('requests.discard')).toEqual([{ handle: 'handle-1' }]);
  expect(stage.asked('requests.send')).toEqual([]);
});

test('an expired card sends nothing by itself and keeps the typed text', async ({ page, stage }) => {
  await openSatoCard(page, stage, { prepare: s.answer(s.card()), send: s.refuse({ code: 'request.card-expired' }) });
  await page.getByLabel('Ticket').fill('INC-4711');
  await steps.sendButton(page).click();
  await expect(steps.cardOf(page).getByRole('alert')).toContainText('Nothing was sent.');
  await expect(page.getByRole('button', { name: 'Prepare again' })).toBeFocused();
  expect(stage.asked('requests.send')).toHaveLength(1);
  stage.prepare({
    requests: { prepare: s.answer(s.card({ handle: 'handle-2' })), send: s.answer(s.request('accepted')) },
  });
  await page.keyboard.press('Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  await expect(page.getByLabel('Ticket')).toHaveValue('INC-4711');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => stage.asked('requests.send').at(-1))
    .toMatchObject({ handle: 'handle-2', ticket: 'INC-4711' });
});

test('Enter of an input method in a field of the card sends nothing', async ({ page, stage }) => {
  await openSatoCard(page, stage, { prepare: s.answer(s.card()) });
  const reason = page.getByLabel('Reason');
  await reason.focus();
  await steps.pressWhileComposing(reason, 'Enter');
  await reason.evaluate((field) => {
    const last = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    Object.defineProperty(last, 'keyCode', { value: 229 });
    field.dispatchEvent(last);
  });
  await steps.pressWhileComposing(reason, 'Escape');
  await expect(steps.sendButton(page)).toBeEnabled();
  expect(stage.asked('requests.send')).toEqual([]);
});

test('a device without a permitted request shows the reason instead of a button', async ({ page, stage }) => {
  await openSatoCard(page, stage, { prepare: s.refuse({ code: 'graph.forbidden', status: 403, requestId: 'req-9' }) });
  await expect(steps.cardOf(page).getByRole('alert')).toContainText('Offer remote assistance');
  await expect(steps.sendButton(page)).toHaveCount(0);
});

test('a cloud without the connector explains itself and offers no request', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    session: {
      current: s.answer(s.signedIn({ tenant: { ...s.realTenant, cloud: 'china', assistanceAvailable: false } })),
    },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await expect(page.getByRole('group', { name: 'This cloud has no remote assistance.' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Request remote assistance' })).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect(steps.cardOf(page)).toHaveCount(0);
});

test('a card that arrives after the device was left is discarded unseen', async ({ page, stage }) => {
  const prepared = later<null>();
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: {
      discard: s.answer(null),
      prepare: async () => {
        await prepared.answer;
        return s.ok(s.card());
      },
    },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await steps.openCard(page);
  await steps.row(page, s.suzuki.name).click();
  prepared.give(null);
  await expect.poll(() => stage.asked('requests.discard')).toEqual([{ handle: 'handle-1' }]);
  await expect(steps.cardOf(page)).toHaveCount(0);
});

test('while the browser asks for an approval, the card says so and can cancel it', async ({ page, stage }) => {
  const sent = later<null>();
  await openSatoCard(page, stage, {
    prepare: s.answer(s.card()),
    send: async () => {
      await sent.answer;
      return s.err({ code: 'auth.cancelled', isCardKept: true });
    },
  });
  stage.prepare({ session: { cancelSignIn: s.answer(null) } });
  await steps.seen(page);
  await page.keyboard.press('Enter');
  await stage.tell('session', 'changed', s.signedIn({ approvalUntil: s.before(-5) }));
  const asking = steps.cardOf(page).getByRole('status');
  await expect(asking).toBeVisible();
  // With the keyboard the focus is still in the card, and the stop is one Tab back.
  await expect(steps.cardOf(page).locator('[data-main]')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(asking.getByRole('button')).toBeFocused();
  await asking.getByRole('button').click();
  expect(stage.asked('session.cancelSignIn')).toHaveLength(1);
  // The button goes away with the question; the focus stays in the card.
  await stage.tell('session', 'changed', s.signedIn());
  await expect(asking).toBeHidden();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=group]') !== null)).toBe(true);
  sent.give(null);
  await expect(steps.cardOf(page).getByRole('alert')).toBeVisible();
  expect(stage.asked('requests.send')).toHaveLength(1);
});
