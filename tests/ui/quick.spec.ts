import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import * as s from './samples';
import { scan } from './scanner';
import type { Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

test.use({ viewport: { width: 640, height: 440 } });

async function typed(page: Page, stage: Stage, text = 'TYO-LT'): Promise<void> {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open('quick');
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.type(text);
  await steps.answered(page, stage, text);
}

test('type, Enter, Enter: one request, and nothing before the second Enter', async ({ page, stage }) => {
  stage.prepare({ requests: { prepare: s.answer(s.card()), send: s.answer(s.request('accepted')) } });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  await expect(steps.cardOf(page)).toContainText('Send request to 佐藤 美咲 on TYO-LT-04127?');
  await expect(steps.cardOf(page)).toContainText(s.practiceTenant.name);
  expect(stage.asked('requests.send')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(steps.currentStep(page)).toContainText('Accepted by Intune');
  await page.keyboard.press('Enter');
  expect(stage.asked('requests.send')).toEqual([{ handle: 'handle-1', ticket: '', reason: '', override: false }]);
});

test('Enter acts only on rows of the text on screen', async ({ page, stage }) => {
  const slow = later<null>();
  stage.prepare({
    devices: {
      search: async ({ text }) => {
        if (text !== 'TYO') await slow.answer;
        return s.ok(text === 'TYO' ? s.everything : s.found({ devices: [s.nair] }));
      },
    },
    requests: { prepare: s.answer(s.card({ of: s.nair })), discard: s.answer(null) },
  });
  await stage.open('quick');
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.type('TYO');
  await steps.answered(page, stage, 'TYO');
  await page.keyboard.type('-X');
  await page.keyboard.press('Enter');
  await steps.row(page, s.sato.name).click();
  expect(stage.asked('requests.prepare')).toEqual([]);
  slow.give(null);
  await expect(steps.row(page, s.nair.name)).toBeVisible();
  await steps.answered(page, stage, 'TYO-X');
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('requests.prepare')).toEqual([{ deviceId: s.nair.id }]);
});

test('Esc goes back step by step: card, text, window', async ({ page, stage }) => {
  stage.prepare({
    requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
    app: { hideQuick: s.answer(null) },
  });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  await expect(steps.cardOf(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(steps.search(page)).toBeFocused();
  await expect(steps.search(page)).toHaveValue('TYO-LT');
  await page.keyboard.press('Escape');
  await expect(steps.search(page)).toHaveValue('');
  expect(stage.asked('app.hideQuick')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(() => stage.asked('app.hideQuick')).toHaveLength(1);
});

test('Ctrl+Enter shows the device in the main window, without a card', async ({ page, stage }) => {
  stage.prepare({ app: { hideQuick: s.answer(null), open: s.answer(null) } });
  await typed(page, stage);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(() => stage.asked('app.open'))
    .toEqual([{ kind: 'device', by: 'id', value: s.suzuki.id, card: false }]);
  expect(stage.asked('app.hideQuick')).toHaveLength(1);
});

test('arrows never leave the list and the box keeps the focus', async ({ page, stage }) => {
  await typed(page, stage);
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('option', { selected: true })).toContainText(s.sato.name);
  for (let index = 0; index < 12; index++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toContainText('TeamViewer Host');
  await expect(steps.search(page)).toBeFocused();
});

test('a composing input method keeps Enter, arrows and Esc', async ({ page, stage }) => {
  await typed(page, stage);
  await steps.pressWhileComposing(steps.search(page), 'ArrowDown');
  await steps.pressWhileComposing(steps.search(page), 'Enter');
  await steps.pressWhileComposing(steps.search(page), 'Escape');
  await expect(page.getByRole('option', { selected: true })).toContainText(s.sato.name);
  await expect(steps.search(page)).toHaveValue('TYO-LT');
  expect(stage.asked('requests.prepare')).toEqual([]);
});

test('a ready request on top opens with Enter', async ({ page, stage }) => {
  stage.prepare({ requests: { current: s.answer([s.request('ready')]), open: s.answer(s.request('opened')) } });
  await stage.open('quick');
  await expect(page.getByText('Session ready')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('requests.open')).toEqual([{ requestId: 'req-dev-1' }]);
  await expect(steps.currentStep(page)).toContainText('Opened');
});

test('when it is shown again, the shortlist is fresh and the text is selected', async ({ page, stage }) => {
  await typed(page, stage);
  const asked = stage.asked('devices.shortlist').length;
  await stage.tell('app', 'quickShown', null);
  await expect.poll(() => stage.asked('devices.shortlist').length).toBe(asked + 1);
  await page.keyboard.type('N');
  await expect(steps.search(page)).toHaveValue('N');
});

test('signed out, Enter signs in', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut()), signIn: s.refuse({ code: 'auth.no-browser' }) } });
  await stage.open('quick');
  await expect(page.getByText('Sign in to search devices')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Set a default browser')).toBeVisible();
  expect(stage.asked('session.signIn')).toHaveLength(1);
});

test('the window requests the height that it needs, within its limits', async ({ page, stage }) => {
  await typed(page, stage);
  await expect.poll(() => (stage.asked('app.resizeQuick').at(-1) as { height: number }).height).toBe(440);
  await steps.search(page).fill('');
  await expect.poll(() => (stage.asked('app.resizeQuick').at(-1) as { height: number }).height).toBeLessThan(200);
});

test('the main button of a long card is in sight', async ({ page, stage }) => {
  stage.prepare({
    requests: {
      prepare: s.answer(s.card({ notes: s.doubts.slice(0, 5), needsOverride: true })),
      discard: s.answer(null),
    },
  });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  const button = steps.cardOf(page).getByRole('button', { name: 'Send again' });
  await expect(button).toBeFocused();
  const visible = await button.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
  expect(visible).toBe(true);
});

test('the quick window shows the sign-in host of a custom cloud', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut(null, s.customTenant)) } });
  await stage.open('quick');
  await expect(page.getByText('login.northwind.example', { exact: true })).toBeVisible();
  await expect(page.getByText('Tenant: Northwind')).toBeVisible();
});

test('the card shows the account, and needs a second Enter if a request for the device went out minutes ago', async ({
  page,
  stage,
}) => {
  stage.prepare({
    requests: {
      prepare: s.answer(s.card({ notes: s.everyNote.slice(3, 4), needsOverride: true })),
      send: s.answer(s.request('accepted')),
    },
  });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  await expect(steps.cardOf(page)).toContainText('As alex.morgan@contoso.example');
  await expect(steps.cardOf(page)).toContainText('Last request: Waiting, 4 min ago.');
  await steps.seen(page);
  await page.keyboard.press('Enter');
  const again = steps.cardOf(page).getByRole('button', { name: 'Press Enter again to send' });
  await expect(again).toBeEnabled();
  expect(stage.asked('requests.send')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => stage.asked('requests.send'))
    .toEqual([{ handle: 'handle-1', ticket: '', reason: '', override: true }]);
});

test('a scanner that opened the card never sends it, whatever it scans on it', async ({ page, stage }) => {
  for (const pace of [5, 40]) {
    stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
    await typed(page, stage);
    await scan(page, '', pace);
    await steps.seen(page);
    await expect(steps.sendButton(page)).toBeFocused();
    await scan(page, 'PF4D7K2Q', pace);
    await scan(page, 'PF4D7K2Q', pace, ['Tab', 'Enter']);
    await scan(page, 'A-1', pace, ['Enter', 'Enter', 'Space', 'Enter']);
    await expect(steps.sendButton(page)).toBeFocused();
    expect(stage.asked('requests.send')).toEqual([]);
  }
});

test('a double click on a row opens its card and presses nothing in it', async ({ page, stage }) => {
  stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
  await typed(page, stage);
  const spot = await steps.row(page, s.sato.name).boundingBox();
  await page.mouse.dblclick(spot!.x + 40, spot!.y + spot!.height / 2);
  await steps.seen(page);
  const button = (await steps.sendButton(page).boundingBox())!;
  // The last half of a slow double click: the browser counts it as the second one of the series.
  await page.mouse.move(button.x + 10, button.y + 10);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  expect(stage.asked('requests.send')).toEqual([]);
});

test('the quick window shows no question for a device that cannot be helped', async ({ page, stage }) => {
  const fixed = s.card({ notes: [{ code: 'unsupported-enrollment', grade: 'blocks' }], others: [s.suzuki] });
  stage.prepare({
    requests: {
      prepare: ({ deviceId }) => Promise.resolve(s.ok(deviceId === s.suzuki.id ? s.card({ of: s.suzuki }) : fixed)),
      discard: s.answer(null),
    },
  });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  await expect(steps.cardOf(page)).toContainText('This device can’t be helped this way');
  await expect(steps.cardOf(page).getByRole('button', { name: `Use ${s.suzuki.name} instead` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(steps.cardOf(page)).toContainText(`on ${s.suzuki.name}?`);
  expect(stage.asked('requests.send')).toEqual([]);
});

const footer = (page: Page) => page.locator('footer');

test('the footer shows Enter only if it does something: not before the card was seen, and in a field as moving on', async ({
  page,
  stage,
}) => {
  stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
  await typed(page, stage);
  await expect(footer(page)).toContainText('Enter Ask for assistance');
  await page.keyboard.press('Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  await expect(footer(page)).toContainText('Enter Send');
  await page.getByLabel('Ticket').focus();
  await expect(footer(page)).toContainText('Enter Next field');
  await steps.cardOf(page).getByRole('button', { name: 'Cancel' }).focus();
  await expect(footer(page)).toHaveText(/^Ctrl\+Enter Open details\s*Esc Cancel$/);
});

test('the footer does not show Enter if nothing can be sent', async ({ page, stage }) => {
  const sent = later<null>();
  stage.prepare({
    requests: {
      prepare: s.answer(s.card({ notes: [{ code: 'unsupported-enrollment', grade: 'blocks' }] })),
      discard: s.answer(null),
    },
  });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  await expect(steps.cardOf(page)).toContainText('be helped this way');
  await steps.seen(page);
  await expect(footer(page)).toHaveText(/^Ctrl\+Enter Open details\s*Esc Back$/);
  await page.keyboard.press('Escape');
  stage.prepare({
    requests: {
      prepare: s.answer(s.card()),
      send: async () => (await sent.answer, s.err({ code: 'auth.other-account', isCardKept: true })),
    },
  });
  await page.keyboard.press('Enter');
  await steps.sendButton(page).click();
  await stage.tell('session', 'changed', s.signedIn({ otherAccount: s.otherAccount }));
  await expect(page.getByRole('heading', { name: 'You came back as somebody else' })).toBeVisible();
  await expect(footer(page)).toHaveText('Ctrl+Enter Open details');
  sent.give(null);
});

test('a question about the account is shown over the list too, and does not interrupt typing', async ({
  page,
  stage,
}) => {
  stage.prepare({ session: { answerAccount: s.answer(null) } });
  await typed(page, stage);
  await stage.tell('session', 'changed', s.signedIn({ otherAccount: s.otherAccount }));
  await expect(page.getByRole('heading', { name: 'You came back as somebody else' })).toBeVisible();
  await expect(steps.search(page)).toBeFocused();
  // The rows may be out of sight below it.
  await expect(footer(page)).toHaveText('Esc Clear');
  await page.keyboard.press('Enter');
  await page.keyboard.type('-');
  await expect(steps.search(page)).toHaveValue('TYO-LT-');
  expect(stage.asked('requests.prepare')).toEqual([]);
  await page.getByRole('button', { name: 'Stay alex.morgan@contoso.example' }).click();
  expect(stage.asked('session.answerAccount')).toEqual([{ questionId: s.otherAccount.questionId, answer: 'keep' }]);
});

for (const [how, between] of [
  ['at once', []],
  ['after a sign-out', [s.signedOut()]],
] as const) {
  test(`another account that signs in ${how} sees no row and no card of the former one, and its own answer to the text`, async ({
    page,
    stage,
  }) => {
    stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
    await typed(page, stage);
    await page.keyboard.press('Enter');
    await expect(steps.sendButton(page)).toBeFocused();
    const own = later<ReturnType<typeof s.found>>();
    stage.prepare({ devices: { search: async () => s.ok(await own.answer) } });
    for (const session of between) await stage.tell('session', 'changed', session);
    await stage.tell(
      'session',
      'changed',
      s.signedIn({ account: { name: 'Robin Case', upn: 'robin.case@contoso.example' } }),
    );
    await expect(steps.search(page)).toHaveValue('TYO-LT');
    await expect(steps.cardOf(page)).toHaveCount(0);
    await expect(page.getByText(s.sato.name)).toHaveCount(0);
    own.give(s.found({ devices: [s.nair] }));
    await expect(steps.row(page, s.nair.name)).toBeVisible();
    await expect(page.getByText(s.sato.name)).toHaveCount(0);
    expect(stage.asked('requests.send')).toEqual([]);
  });
}

test('the same account that signs in again sees its text and its card', async ({ page, stage }) => {
  stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
  await typed(page, stage);
  await page.keyboard.press('Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  await stage.tell('session', 'changed', s.signingIn());
  await expect(steps.cardOf(page)).toHaveCount(0);
  await stage.tell('session', 'changed', s.signedIn());
  await expect(steps.cardOf(page)).toContainText('Send request to 佐藤 美咲 on TYO-LT-04127?');
});

test('a followed request: one key copies what to say, and typing goes to the box', async ({ page, stage }) => {
  stage.prepare({ requests: { current: s.answer([s.request('waiting')]) }, app: { copyText: s.answer(null) } });
  await stage.open('quick');
  await page.getByRole('option', { name: s.sato.name }).click();
  await expect(page.getByRole('timer')).toHaveText('0:54');
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.press('Control+Shift+M');
  await expect
    .poll(() => stage.asked('app.copyText'))
    .toEqual([{ text: expect.stringContaining('ポータル サイト') as unknown }]);
  await page.keyboard.type('emma');
  await expect(steps.search(page)).toHaveValue('emma');
  await expect(page.getByRole('timer')).toHaveCount(0);
});
