import { expect, test } from './fixtures';
import * as s from './samples';
import * as steps from './steps';

const lookUp = 'Does the page in the browser show an error number?';

test('a page that shows a number and never comes back: the number is looked up without a network, by keyboard alone', async ({
  page,
  stage,
}) => {
  stage.prepare({ session: { current: s.answer(s.signedOut({ code: 'auth.timeout' }, s.realTenant)) } });
  await stage.open();
  const number = page.getByLabel('Error number');
  await number.focus();
  await page.keyboard.type('Message: AADSTS500011: The resource principal');
  await expect(page.getByRole('status').filter({ hasText: 'AADSTS500011' })).toContainText(
    'The tenant does not know the service',
  );
  await number.fill('AADSTS999999');
  await expect(page.getByRole('status').filter({ hasText: 'AADSTS999999' })).toContainText(
    'has no words for this number',
  );
  await number.fill('no number at all');
  await expect(page.getByText('There is no error number')).toBeVisible();
});

test('while the browser is open the number can be looked up as well, and after a cancelled sign-in', async ({
  page,
  stage,
}) => {
  stage.prepare({ session: { current: s.answer(s.signingIn(s.realTenant)), cancelSignIn: s.answer(null) } });
  await stage.open();
  const number = page.getByLabel('Error number');
  await expect(number).toBeHidden();
  await page.getByText(lookUp).press('Enter');
  await number.fill('53003');
  await expect(page.getByText('Conditional Access or a security policy blocked')).toBeVisible();
});

test('a sign-in that the person stopped leaves the look-up open', async ({ page, stage }) => {
  stage.prepare({
    session: { current: s.answer(s.signedOut(null, s.realTenant)), signIn: s.refuse({ code: 'auth.cancelled' }) },
  });
  await stage.open();
  await expect(page.getByText(lookUp)).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByLabel('Error number')).toBeVisible();
});

test('a refusal whose number is known asks for none', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut({ code: 'auth.refused', aadsts: 53003 }, s.realTenant)) } });
  await stage.open();
  await expect(page.getByRole('alert')).toContainText('Conditional Access');
  await expect(page.getByText(lookUp)).toHaveCount(0);
});

test('another account can be chosen beside the button, once', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut(null, s.realTenant)), signIn: s.answer(s.signedIn()) } });
  await stage.open();
  await page.getByRole('button', { name: 'Use another account' }).click();
  await expect(steps.search(page)).toBeVisible();
  expect(stage.asked('session.signIn')).toEqual([{ switchAccount: true }]);
});

test('the time until one may try again runs out before the eyes, and is not read out every second', async ({
  page,
  stage,
}) => {
  stage.prepare({ devices: { search: s.refuse({ code: 'graph.throttled', retryAfter: 125, status: 429 }) } });
  await stage.open();
  await steps.search(page).fill('TYO-LT');
  const card = page.getByRole('alert').filter({ hasText: 'Intune is busy.' });
  await expect(card).toContainText('Try again in 125 seconds.');
  await page.clock.setFixedTime(new Date(s.NOW.getTime() + 60_000));
  await expect(card).toContainText('Try again in 65 seconds.');
  await expect(card.locator('[aria-live="off"]')).toContainText('Try again in 65 seconds.');
  await page.clock.setFixedTime(new Date(s.NOW.getTime() + 200_000));
  await expect(card).toContainText('You can try again now.');
});

test('a proxy is named as such, with its host, and no role is asked for', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: s.refuse({ code: 'network.proxy', status: 403, host: 'proxy.contoso.example', detail: 'Blocked' }),
    },
  });
  await stage.open();
  await steps.search(page).fill('TYO-LT');
  const card = page.getByRole('alert').filter({ hasText: 'A proxy answered, not Intune.' });
  await expect(card).toContainText('proxy.contoso.example');
  await expect(card).not.toContainText('Help Desk Operator');
  await card.getByText('Technical details').click();
  await expect(card).toContainText('The answer says');
});
