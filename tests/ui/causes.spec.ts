import { expect, test } from './fixtures';
import * as s from './samples';
import * as steps from './steps';

const lookUp = 'Does the page in the browser show an error number?';

test('the error number of a page that never returns to the app is looked up offline, using only the keyboard', async ({
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

test('the number can also be looked up while the browser is open and after a cancelled sign-in', async ({
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

test('the look-up stays open after the technician stops the sign-in', async ({ page, stage }) => {
  stage.prepare({
    session: { current: s.answer(s.signedOut(null, s.realTenant)), signIn: s.refuse({ code: 'auth.cancelled' }) },
  });
  await stage.open();
  await expect(page.getByText(lookUp)).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByLabel('Error number')).toBeVisible();
});

test('a refusal with a known number does not ask for one', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut({ code: 'auth.refused', aadsts: 53003 }, s.realTenant)) } });
  await stage.open();
  await expect(page.getByRole('alert')).toContainText('Conditional Access');
  await expect(page.getByText(lookUp)).toHaveCount(0);
});

test('another account can be chosen beside the button, and signs in once', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut(null, s.realTenant)), signIn: s.answer(s.signedIn()) } });
  await stage.open();
  await page.getByRole('button', { name: 'Use another account' }).click();
  await expect(steps.search(page)).toBeVisible();
  expect(stage.asked('session.signIn')).toEqual([{ switchAccount: true }]);
});

test('the time until the next attempt counts down on screen and is not announced every second', async ({
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

test('an answer of a proxy names the proxy and its host, and asks for no role', async ({ page, stage }) => {
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
