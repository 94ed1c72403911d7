import type { Page } from '@playwright/test';
import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import { expect, test } from './fixtures';
import * as s from './samples';
import type { Answers, Stage } from './stage';
import * as steps from './steps';

async function show(
  page: Page,
  stage: Stage,
  request: AssistanceRequest,
  requests: Answers['requests'] = {},
): Promise<void> {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: { current: s.answer([request]), ...requests },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
}

const states: readonly (readonly [
  state: RequestState,
  says: RegExp,
  buttons: readonly string[],
  never: readonly string[],
])[] = [
  ['sending', /Sending to Intune/, [], ['Stop watching', 'Request again', 'Open session']],
  ['accepted', /Accepted by Intune/, ['Stop watching'], ['Request again', 'Open session']],
  ['waiting', /Waiting for the session/, ['Stop watching'], ['Request again', 'Open session']],
  ['ready', /Session ready/, ['Open session', 'Mark closed'], ['Request again']],
  ['opened', /Opened 10:41/, ['Open again', 'Mark closed'], ['Open session']],
  ['closed', /Closed/, ['Request again', 'Add note'], ['Open session', 'Open again']],
  ['failed', /Failed/, ['Request again'], ['Open session', 'Stop watching']],
  ['expired', /Expired/, ['Request again', 'Copy the sentence'], ['Open session']],
  ['given-up', /No longer watched/, ['Request again'], ['Open session']],
  [
    'unknown',
    /Result unknown/,
    ['Check now', 'It arrived — keep watching', 'It did not arrive — end it'],
    ['Request again', 'Open session'],
  ],
];
for (const [state, says, buttons, absent] of states) {
  test(`${state} is said in words, with what can be done and nothing else`, async ({ page, stage }) => {
    await show(page, stage, s.request(state, state === 'failed' ? { failure: { code: 'graph.forbidden' } } : {}));
    const panel = steps.requestOf(page, s.sato.name);
    await expect(
      panel.getByRole('list', { name: 'Progress of the request' }).getByRole('listitem').first(),
    ).toBeVisible();
    await expect(steps.currentStep(panel)).toHaveCount(1);
    await expect(steps.currentStep(panel)).toContainText(says);
    for (const name of buttons) await expect(panel.getByRole('button', { name })).toBeVisible();
    for (const name of absent) await expect(panel.getByRole('button', { name, exact: true })).toHaveCount(0);
    await expect(panel).not.toContainText('%');
  });
}

test('the timeline follows main and announces states, not seconds', async ({ page, stage }) => {
  await show(page, stage, s.request('accepted'));
  const panel = steps.requestOf(page, s.sato.name);
  const live = page.locator('.app > [role=status]');
  await stage.tell('requests', 'changed', [s.request('waiting')]);
  await expect(steps.currentStep(panel)).toContainText('Waiting');
  await expect(live).toContainText('Waiting for the session');
  await expect(panel.getByRole('timer')).toHaveText('0:54');
  await page.clock.setFixedTime(new Date(s.NOW.getTime() + 60_000));
  await expect(panel.getByRole('timer')).toHaveText('1:54');
  await expect(live).not.toContainText('1:54');
  await stage.tell('requests', 'changed', [s.request('ready')]);
  await expect(live).toContainText('Session ready');
});

test('Open session asks main once and shows where it leads', async ({ page, stage }) => {
  await show(page, stage, s.request('ready'), { open: s.answer(s.request('opened')) });
  await expect(page.getByText('Opens get.teamviewer.com in your browser')).toBeVisible();
  await page.getByRole('button', { name: 'Open session' }).click();
  await expect(steps.currentStep(page)).toContainText('Opened');
  expect(stage.asked('requests.open')).toEqual([{ requestId: 'req-dev-1' }]);
});

test('a link that is not trusted stays closed and can be reported', async ({ page, stage }) => {
  await show(page, stage, s.request('ready'), { open: s.refuse({ code: 'link.untrusted', host: 'evil.example' }) });
  stage.prepare({ app: { copyText: s.answer(null) } });
  await page.getByRole('button', { name: 'Open session' }).click();
  await expect(page.getByRole('alert')).toContainText('evil.example');
  await page.getByRole('alert').getByRole('button', { name: 'Copy details' }).first().click();
  expect(JSON.stringify(stage.asked('app.copyText'))).toContain('link.untrusted');
});

test('a refusal of Intune names the permission and hands out the request for it', async ({ page, stage }) => {
  await show(
    page,
    stage,
    s.request('failed', { failure: { code: 'graph.forbidden', status: 403, requestId: 'req-9' } }),
  );
  stage.prepare({ app: { copyText: s.answer(null) } });
  const failure = page.getByRole('group', { name: 'You can’t request remote assistance.' });
  await expect(failure).toContainText('Remote tasks – Offer remote assistance');
  await failure.getByRole('button', { name: 'Copy request for admin' }).click();
  await expect(page.getByText('Copied')).not.toHaveCount(0);
});

test('an unknown result is checked and decided by the technician, and never sent again', async ({ page, stage }) => {
  await show(page, stage, s.request('unknown'), {
    checkNow: s.answer(s.request('unknown', { evidence: 'new-link' })),
    decide: s.answer(s.request('waiting')),
  });
  const panel = steps.requestOf(page, s.sato.name);
  await expect(panel).toContainText('Intune has not been asked yet.');
  await panel.getByRole('button', { name: 'Check now' }).click();
  await expect(panel).toContainText('A new session link has appeared.');
  await panel.getByRole('button', { name: 'It arrived — keep watching' }).click();
  await expect(steps.currentStep(panel)).toContainText('Waiting');
  expect(stage.asked('requests.decide')).toEqual([{ requestId: 'req-dev-1', decision: 'sent' }]);
  expect(stage.asked('requests.prepare')).toEqual([]);
  expect(stage.asked('requests.send')).toEqual([]);
});

test('an expired request says how long it waited, when the device was seen, and what to tell the user', async ({
  page,
  stage,
}) => {
  await show(page, stage, s.request('expired'), { prepare: s.answer(s.card()), discard: s.answer(null) });
  const warning = page.getByRole('group', { name: 'No session after 10 minutes.' });
  await expect(warning).toContainText('It last checked in 2 min ago.');
  await warning.getByRole('button', { name: 'Request again' }).click();
  await expect(steps.cardOf(page)).toBeVisible();
  expect(stage.asked('requests.send')).toEqual([]);
});

test('what to say on the phone is in the language of the user, and one key copies it', async ({ page, stage }) => {
  await show(page, stage, s.request('waiting'));
  stage.prepare({ app: { copyText: s.answer(null) } });
  const said = page.getByRole('region', { name: 'Say on the phone' });
  await expect(said.locator('.sentence')).toHaveAttribute('lang', 'ja');
  await page.keyboard.press('Control+Shift+M');
  await expect(page.locator('.toast')).toContainText('Sentence copied');
  await said.getByLabel('Language of the sentence').selectOption('English');
  await expect(said.locator('.sentence')).toHaveAttribute('lang', 'en');
  await said.getByRole('button', { name: 'Copy the sentence' }).click();
  await expect.poll(() => stage.asked('app.copyText').length).toBe(2);
  const [first, second] = stage.asked('app.copyText');
  expect(first).toEqual({ text: expect.stringContaining('ポータル') });
  expect(second).toEqual({ text: expect.stringContaining('Company Portal') });
});

test('the language that was chosen for a user earlier is used, and a choice is handed to main', async ({
  page,
  stage,
}) => {
  stage.prepare({ phone: { language: s.answer('en') } });
  await show(page, stage, s.request('waiting'));
  const sentence = page.getByRole('region', { name: 'Say on the phone' }).locator('.sentence');
  await expect(sentence).toHaveAttribute('lang', 'en');
  expect(stage.asked('phone.language')).toContainEqual({ requestId: 'req-dev-1' });
  await page.getByLabel('Language of the sentence').selectOption('日本語');
  await expect(sentence).toHaveAttribute('lang', 'ja');
  await expect.poll(() => stage.asked('phone.choose')).toEqual([{ requestId: 'req-dev-1', language: 'ja' }]);
});

test('the usual time is said while it waits, and only where it is known', async ({ page, stage }) => {
  stage.prepare({ history: { usual: s.answer(100_000) } });
  await show(page, stage, s.request('waiting'));
  const panel = steps.requestOf(page, s.sato.name);
  await expect(panel).toContainText('Half are ready within 1 min 40 s');
  stage.prepare({ history: { usual: s.answer(null) } });
  await stage.tell('history', 'changed', null);
  await expect(panel).not.toContainText('Half are ready');
});

test('the long message for the user is behind More, in the same language', async ({ page, stage }) => {
  await show(page, stage, s.request('waiting'));
  stage.prepare({ app: { copyText: s.answer(null) } });
  await page.getByText('More', { exact: true }).click();
  await expect(page.getByText('佐藤 美咲 さん')).toBeVisible();
  await expect(page.locator('blockquote')).toHaveAttribute('lang', 'ja');
  await page.getByLabel('Language of the sentence').selectOption('English');
  await expect(page.getByText('Hello 佐藤 美咲')).toBeVisible();
  await page.getByRole('button', { name: 'Copy message for the user' }).click();
  await expect.poll(() => JSON.stringify(stage.asked('app.copyText'))).toContain('Hello');
});

test('a session that becomes ready takes the focus within its call, and Enter opens it once', async ({
  page,
  stage,
}) => {
  await show(page, stage, s.request('waiting'), { open: s.answer(s.request('opened')) });
  await page.getByRole('button', { name: 'Stop watching' }).focus();
  await stage.tell('requests', 'changed', [s.request('ready')]);
  const open = page.getByRole('button', { name: 'Open session' });
  await expect(open).toBeFocused();
  await expect(open).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(steps.currentStep(page)).toContainText('Opened');
  expect(stage.asked('requests.open')).toEqual([{ requestId: 'req-dev-1' }]);
});

test('a session that becomes ready leaves the focus with someone who types', async ({ page, stage }) => {
  await show(page, stage, s.request('waiting'));
  await steps.search(page).focus();
  await stage.tell('requests', 'changed', [s.request('ready')]);
  await expect(page.getByRole('button', { name: 'Open session' })).toBeVisible();
  await expect(steps.search(page)).toBeFocused();
  await page.getByRole('button', { name: 'Add note' }).click();
  await stage.tell('requests', 'changed', [s.request('waiting')]);
  await stage.tell('requests', 'changed', [s.request('ready')]);
  await expect(page.getByLabel('Note')).toBeFocused();
});

test('Enter on a row whose session is ready goes to Open session, and a held Enter does not open it', async ({
  page,
  stage,
}) => {
  await show(page, stage, s.request('ready'), { open: s.answer(s.request('opened')) });
  await steps.search(page).focus();
  await page.keyboard.down('Enter');
  const open = page.getByRole('button', { name: 'Open session' });
  await expect(open).toBeFocused();
  await expect(open).toBeEnabled();
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  expect(stage.asked('requests.open')).toEqual([]);
  // A key that is down again at once was never let go.
  await expect(async () => {
    await page.keyboard.press('Enter');
    expect(stage.asked('requests.open')).toEqual([{ requestId: 'req-dev-1' }]);
  }).toPass();
});

for (const [state, over, name] of [
  ['ready', {}, 'Open session'],
  ['failed', { failure: { code: 'request.session-failed' } }, 'Request again'],
  ['expired', {}, 'Request again'],
  ['unknown', { evidence: 'unchanged' }, 'Check now'],
  ['unknown', { evidence: 'new-link' }, 'It arrived — keep watching'],
  ['waiting', {}, null],
] as const)
  test(`${state} ${JSON.stringify(over)}: the only default button on the page is ${name ?? 'none'}`, async ({
    page,
    stage,
  }) => {
    await show(page, stage, s.request(state, over));
    await expect(steps.requestOf(page, s.sato.name)).toBeVisible();
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.getByRole('button', { name: 'Save note' })).toBeVisible();
    const primary = page.locator('button.primary:visible');
    await expect(primary).toHaveCount(name === null ? 0 : 1);
    if (name !== null) await expect(primary).toContainText(name);
  });

test('the focus stays with the call when its button goes away', async ({ page, stage }) => {
  await show(page, stage, s.request('unknown', { evidence: 'new-link' }), { decide: s.answer(s.request('waiting')) });
  const panel = steps.requestOf(page, s.sato.name);
  await panel.getByRole('button', { name: 'It arrived — keep watching' }).press('Enter');
  await expect(steps.currentStep(panel)).toContainText('Waiting');
  await expect(panel).toBeFocused();
});

test('a note is kept with the request', async ({ page, stage }) => {
  await show(page, stage, s.request('closed'), { note: s.answer(s.request('closed', { note: 'Reset the profile.' })) });
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByLabel('Note')).toBeFocused();
  await page.keyboard.type('Reset the profile.');
  await page.getByRole('button', { name: 'Save note' }).click();
  await expect(page.getByText('Reset the profile.')).toBeVisible();
  expect(stage.asked('requests.note')).toEqual([{ requestId: 'req-dev-1', note: 'Reset the profile.' }]);
});

test('a notification leads to the device and opens a card that waits', async ({ page, stage }) => {
  stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
  await stage.open();
  await stage.tell('app', 'opened', { kind: 'device', by: 'id', value: s.sato.id, card: true });
  await expect(steps.sendButton(page)).toBeFocused();
  expect(stage.asked('requests.send')).toEqual([]);
});

test('what is asked for before the sign-in waits for it: the card opens once and sends nothing', async ({
  page,
  stage,
}) => {
  stage.prepare({
    session: { current: s.answer(s.signedOut()) },
    requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
  });
  await stage.open();
  await stage.tell('app', 'opened', { kind: 'device', by: 'id', value: s.sato.id, card: true });
  await expect(page.getByRole('region', { name: 'Sign in to start' })).toBeVisible();
  expect(stage.asked('requests.prepare')).toEqual([]);
  await stage.tell('session', 'changed', s.signedIn());
  await expect(steps.sendButton(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(steps.cardOf(page)).toBeHidden();
  await stage.tell('session', 'changed', s.signedIn());
  await expect(steps.cardOf(page)).toBeHidden();
  expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.sato.id }]);
  expect(stage.asked('requests.send')).toEqual([]);
});

test('a request that is over is shown in the history, a running one with its device', async ({ page, stage }) => {
  const waiting = s.request('waiting');
  stage.prepare({
    requests: { current: s.answer([waiting]) },
    history: { query: s.answer({ entries: [s.request('opened', { id: 'over' })], total: 1 }) },
  });
  await stage.open();
  await stage.tell('app', 'opened', { kind: 'request', requestId: waiting.id });
  await expect(steps.requestOf(page, waiting.subject.deviceName)).toBeVisible();
  await stage.tell('app', 'opened', { kind: 'request', requestId: 'over' });
  await expect(steps.search(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Search history' })).toBeVisible();
});

test('a request whose status Intune refuses: the reason is shown once, and Check now asks again', async ({
  page,
  stage,
}) => {
  const stuck = s.request('waiting', { checkFailure: { code: 'graph.license', status: 400 } });
  await show(page, stage, stuck, { checkNow: s.refuse({ code: 'graph.license', status: 400 }) });
  const panel = steps.requestOf(page, s.sato.name);
  const told = panel.getByText('Intune does not serve this tenant.');
  await expect(told).toHaveCount(1);
  await panel.getByRole('button', { name: 'Check now' }).press('Enter');
  await expect.poll(() => stage.asked('requests.checkNow')).toEqual([{ requestId: stuck.id }]);
  await expect(panel.getByRole('alert')).toContainText('Intune does not serve this tenant.');
  await expect(told).toHaveCount(1);
  await stage.tell('requests', 'changed', [s.request('ready')]);
  await expect(told).toHaveCount(0);
  await expect(panel.getByRole('button', { name: 'Check now' })).toHaveCount(0);
});
