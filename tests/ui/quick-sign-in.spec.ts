import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import * as s from './samples';
import * as steps from './steps';

test.use({ viewport: { width: 640, height: 440 } });

const lookUp = 'Does the page in the browser show an error number?';
const number = (page: Page): ReturnType<Page['getByLabel']> => page.getByLabel('Error number');

test('the error number of a page that never returns to the app is looked up, and Enter in its field starts no sign-in', async ({
  page,
  stage,
}) => {
  stage.prepare({
    session: {
      current: s.answer(s.signedOut({ code: 'auth.timeout' }, s.realTenant)),
      signIn: s.refuse({ code: 'auth.cancelled' }),
    },
    app: { hideQuick: s.answer(null) },
  });
  await stage.open('quick');
  await expect(page.getByRole('alert')).toContainText('Sign-in was not finished in time.');
  await number(page).fill('AADSTS500011: The resource principal');
  await expect(page.getByRole('status').filter({ hasText: 'AADSTS500011' })).toContainText(
    'The tenant does not know the service',
  );
  await expect(page.getByText('Enter Sign in')).toHaveCount(0);
  await page.keyboard.press('Enter');
  expect(stage.asked('session.signIn')).toEqual([]);
  await page.getByText(lookUp).focus();
  await page.keyboard.press('Enter');
  await expect(number(page)).toBeHidden();
  expect(stage.asked('session.signIn')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(() => stage.asked('app.hideQuick')).toHaveLength(1);
});

test('another account is chosen using only the keyboard, once, and Enter elsewhere still signs in', async ({
  page,
  stage,
}) => {
  stage.prepare({
    session: {
      current: s.answer(s.signedOut({ code: 'auth.refused', aadsts: 53003 }, s.realTenant)),
      signIn: s.refuse({ code: 'auth.cancelled' }),
    },
  });
  await stage.open('quick');
  await expect(page.getByRole('alert')).toContainText('Conditional Access');
  await expect(page.getByText(lookUp)).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Use another account' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('session.signIn')).toEqual([{ switchAccount: true }]);
  // No account came back from the browser: its page may show a number.
  await expect(number(page)).toBeVisible();
});

test('while the browser is open the number can be looked up, and the focus is never lost', async ({ page, stage }) => {
  stage.prepare({
    session: {
      current: s.answer(s.signingIn(s.realTenant)),
      cancelSignIn: s.answer(null),
      signIn: s.answer(s.signedIn()),
    },
  });
  await stage.open('quick');
  await expect(number(page)).toBeHidden();
  await page.getByText(lookUp).press('Enter');
  await number(page).fill('53003');
  await expect(page.getByText('Conditional Access or a security policy blocked')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  expect(stage.asked('session.cancelSignIn')).toHaveLength(1);
  await stage.tell('session', 'changed', s.signedOut(null, s.realTenant));
  await expect(page.getByText('Enter Sign in')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(steps.search(page)).toBeFocused();
  expect(stage.asked('session.signIn')).toEqual([{ switchAccount: false }]);
});

test('the practice tenant offers neither another account nor the look-up of a number', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut({ code: 'auth.timeout' })) } });
  await stage.open('quick');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use another account' })).toHaveCount(0);
  await expect(page.getByText(lookUp)).toHaveCount(0);
});

test('everything fits into the window: the lowest line is in sight after the longest answer', async ({
  page,
  stage,
}) => {
  stage.prepare({ session: { current: s.answer(s.signedOut({ code: 'auth.timeout' }, s.customTenant)) } });
  await stage.open('quick');
  await number(page).fill('AADSTS500021');
  const said = page.getByRole('status').filter({ hasText: 'AADSTS500021' });
  await said.scrollIntoViewIfNeeded();
  await expect(said).toBeInViewport({ ratio: 1 });
  await expect(page.getByText('Esc Close')).toBeInViewport({ ratio: 1 });
});
