import { expect, test } from './fixtures';
import * as s from './samples';
import { scan } from './scanner';
import { later } from './stage';
import * as steps from './steps';

const answers = [
  ['Stay alex.morgan@contoso.example', 'keep'],
  ['Try again in the browser', 'again'],
  ['Switch to adm-alex.morgan@contoso.example', 'switch'],
] as const;
const title = { name: 'You came back as somebody else' };

for (const [button, answer] of answers) {
  test(`another account that comes back during the sign-in leads to a question; "${button}" answers it once`, async ({
    page,
    stage,
  }) => {
    stage.prepare({ session: { current: s.answer(s.comingBack()), answerAccount: s.answer(null) } });
    await stage.open();
    await expect(page.getByRole('alert')).toContainText('Nothing has been sent');
    await expect(page.getByText('adm-alex.morgan@contoso.example').first()).toBeVisible();
    await page.getByRole('button', { name: button }).dblclick();
    expect(stage.asked('session.answerAccount')).toEqual([{ questionId: s.otherAccount.questionId, answer }]);
    await expect(page.getByRole('button', { name: button })).toBeDisabled();
  });
}

test('a question about the account is answered in the card by keys, and the card stays valid', async ({
  page,
  stage,
}) => {
  const sent = later<null>();
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: {
      prepare: s.answer(s.card()),
      send: async () => (await sent.answer, s.err({ code: 'auth.other-account', isCardKept: true })),
    },
    session: { answerAccount: s.answer(null) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await steps.openCard(page);
  await expect(steps.sendButton(page)).toBeEnabled();
  await steps.sendButton(page).click();
  await stage.tell('session', 'changed', s.signedIn({ otherAccount: s.otherAccount }));
  const question = page.getByRole('region', title);
  await expect(question).toHaveCount(1);
  await expect(question).toBeFocused();
  // What a scanner types ends with Enter, and answers nothing.
  await scan(page, 'PF4D7K22', 20);
  expect(stage.asked('session.answerAccount')).toEqual([]);
  const stay = page.getByRole('button', { name: 'Stay alex.morgan@contoso.example' });
  await page.keyboard.press('Tab');
  await expect(stay).toBeFocused();
  await expect(stay).toBeEnabled();
  // Not on its best button either, neither at the end of a scan nor as a held key.
  for (const paceMs of [5, 40]) await scan(page, 'PF4D7K22', paceMs);
  expect(stage.asked('session.answerAccount')).toEqual([]);
  await expect(stay).toBeFocused();
  await expect(async () => {
    await stay.press('Enter');
    expect(stage.asked('session.answerAccount')).toEqual([{ questionId: s.otherAccount.questionId, answer: 'keep' }]);
  }).toPass();
  await stage.tell('session', 'changed', s.signedIn());
  sent.give(null);
  await expect(steps.cardOf(page).getByRole('alert')).toContainText('You kept the account you had');
  await expect(steps.sendButton(page)).toBeEnabled();
  expect(stage.asked('requests.send')).toHaveLength(1);
});

test('in another section the question appears there and does not interrupt typing', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.search(page).fill('PF4');
  await stage.tell('session', 'changed', s.signedIn({ otherAccount: s.otherAccount }));
  await expect(page.getByRole('region', title)).toBeVisible();
  await expect(steps.search(page)).toBeFocused();
  await stage.tell('session', 'changed', s.signedIn());
  await expect(page.getByRole('region', title)).toHaveCount(0);
});

test('a switch that the technician takes back leaves the question open, with the focus where it was', async ({
  page,
  stage,
}) => {
  stage.prepare({ session: { current: s.answer(s.comingBack()), answerAccount: s.refuse({ code: 'cancelled' }) } });
  await stage.open();
  const change = page.getByRole('button', { name: 'Switch to adm-alex.morgan@contoso.example' });
  await expect(change).toBeEnabled();
  await change.press('Enter');
  await expect.poll(() => stage.asked('session.answerAccount')).toHaveLength(1);
  await expect(change).toBeEnabled();
  await expect(change).toBeFocused();
  await expect(page.getByRole('region', title)).toBeVisible();
});

test('a switch that could not be asked about leaves the question open, and says why in it', async ({ page, stage }) => {
  const dropped = { code: 'question.too-often', retryAfter: 42 } as const;
  stage.prepare({ session: { current: s.answer(s.comingBack()), answerAccount: s.refuse(dropped) } });
  await stage.open();
  const change = page.getByRole('button', { name: 'Switch to adm-alex.morgan@contoso.example' });
  await expect(change).toBeEnabled();
  await change.press('Enter');
  await expect(page.getByRole('region', title)).toContainText('Try again in 42 seconds');
  await expect(change).toBeEnabled();
  await expect(change).toBeFocused();
});

test('the remaining time counts down', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.comingBack()) } });
  await stage.open();
  await expect(page.getByText('5:00 left to decide')).toBeVisible();
  await page.clock.setFixedTime(new Date(s.NOW.getTime() + 61_000));
  await expect(page.getByText('3:59 left to decide')).toBeVisible();
});

test('the quick window asks the same question', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.comingBack()), answerAccount: s.answer(null) } });
  await stage.open('quick');
  await expect(page.getByRole('region', title)).toBeVisible();
  await page.getByRole('button', { name: 'Try again in the browser' }).click();
  expect(stage.asked('session.answerAccount')).toEqual([{ questionId: s.otherAccount.questionId, answer: 'again' }]);
});
