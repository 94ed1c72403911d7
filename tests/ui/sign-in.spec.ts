import type { Failure } from '../../shared/failure';
import { expect, test } from './fixtures';
import * as s from './samples';
import { later } from './stage';
import * as steps from './steps';

test('the first run offers the practice tenant and a profile, and nothing else', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut()) } });
  await stage.open();
  await expect(page.getByRole('heading', { name: 'Sign in to start' })).toBeVisible();
  await expect(page.getByText('no real account, no network')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import profile file' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'History' })).toBeDisabled();
  await expect(steps.search(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Sign in to the practice tenant' })).toBeFocused();
});

test('the hosts of a custom cloud, and doubts about them, are shown before anything is sent there', async ({
  page,
  stage,
}) => {
  stage.prepare({ session: { current: s.answer(s.signedOut(null, s.customTenant)) } });
  await stage.open();
  for (const host of ['login.northwind.example', 'graph.northwind.example:8443', 'help.northwind.example'])
    await expect(page.getByText(host, { exact: true })).toBeVisible();
  await stage.tell('session', 'changed', s.signedOut(null, s.doubtfulTenant));
  await expect(page.getByText('login.xn--micrsoftonline-yzl.com', { exact: true })).toBeVisible();
  await expect(page.getByText('reads as login.micrоsoftonline.com')).toBeVisible();
  await expect(page.getByText('Not an address of Microsoft or TeamViewer')).toBeVisible();
  await expect(page.getByText('Has letters that are easily taken for others.')).toBeVisible();
  await stage.tell('session', 'changed', s.signingIn(s.customTenant));
  await expect(page.getByText('login.northwind.example', { exact: true })).toBeVisible();
  await stage.tell('session', 'changed', s.signedOut(null, s.realTenant));
  await expect(page.getByText('login.microsoftonline.com')).toHaveCount(0);
});

test('one press signs in once and then shows the search', async ({ page, stage }) => {
  const signIn = later<ReturnType<typeof s.signedIn>>();
  stage.prepare({ session: { current: s.answer(s.signedOut()), signIn: async () => s.ok(await signIn.answer) } });
  await stage.open();
  await page.getByRole('button', { name: 'Sign in to the practice tenant' }).dblclick();
  signIn.give(s.signedIn());
  await expect(steps.search(page)).toBeFocused();
  expect(stage.asked('session.signIn')).toEqual([{ switchAccount: false }]);
});

test('while the browser is open, the remaining time counts down and Cancel goes back', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signingIn()), cancelSignIn: s.answer(null) } });
  await stage.open();
  await expect(page.getByText('5:00 left')).toBeVisible();
  await page.clock.setFixedTime(new Date(s.NOW.getTime() + 61_000));
  await expect(page.getByText('3:59 left')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(stage.asked('session.cancelSignIn')).toHaveLength(1);
  await stage.tell('session', 'changed', s.signedOut());
  await expect(page.getByRole('heading', { name: 'Sign in to start' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

const failures: readonly (readonly [failure: Failure, says: string | RegExp])[] = [
  [{ code: 'auth.timeout' }, /time|long/i],
  [{ code: 'auth.no-browser' }, 'Set a default browser'],
  [{ code: 'auth.wrong-tenant' }, 'This account belongs to another tenant.'],
  [{ code: 'auth.refused', aadsts: 53003 }, 'Conditional Access'],
  [{ code: 'auth.refused', aadsts: 50105 }, 'assign you or your group'],
  [{ code: 'auth.refused', aadsts: 999_999 }, 'give your administrator the number AADSTS999999'],
  [{ code: 'auth.refused', aadsts: 50011 }, 'http://localhost'],
  [{ code: 'auth.consent', aadsts: 65001 }, 'An administrator must approve this app first.'],
  [{ code: 'auth.claims' }, 'follow the steps in the browser'],
  [{ code: 'auth.host', host: 'login.evil.example' }, 'does not belong to this cloud'],
  [{ code: 'network.offline' }, 'Check your network, VPN or proxy.'],
  [{ code: 'network.tls' }, 'company certificate'],
  [{ code: 'network.clock', why: 'certificate' }, 'Check the date and time of this computer.'],
  [{ code: 'network.proxy', why: 'sign-in', host: 'proxy.contoso.example' }, 'proxy.contoso.example'],
  [{ code: 'network.proxy-auth', detail: 'Basic' }, 'It offers Basic.'],
  [{ code: 'network.portal' }, 'sign in to the network there'],
  [{ code: 'auth.refused', aadsts: 500_021 }, 'lets you sign in to certain tenants only'],
];
for (const [failure, says] of failures) {
  test(`a sign-in that ends with ${failure.code} ${failure.aadsts ?? ''} says why and what to do, and can be retried`, async ({
    page,
    stage,
  }) => {
    stage.prepare({ session: { current: s.answer(s.signedOut()), signIn: s.refuse(failure) } });
    await stage.open();
    const button = page.getByRole('button', { name: 'Sign in to the practice tenant' });
    await button.click();
    await expect(page.getByRole('alert')).toContainText(says);
    await expect(button).toBeEnabled();
  });
}

test('the numbers that support asks for are one click away and can be copied', async ({ page, stage }) => {
  const failure: Failure = {
    code: 'auth.refused',
    aadsts: 53003,
    correlationId: '3c2b0000-0000-4000-8000-000000000001',
  };
  stage.prepare({ session: { current: s.answer(s.signedOut(failure)) }, app: { copyText: s.answer(null) } });
  await stage.open();
  await page.getByText('Technical details').click();
  await expect(page.getByRole('alert')).toContainText('AADSTS53003');
  await page.getByRole('button', { name: 'Copy details' }).click();
  expect(JSON.stringify(stage.asked('app.copyText'))).toContain(failure.correlationId);
});

test('a refused consent offers a message to the administrator', async ({ page, stage }) => {
  stage.prepare({
    session: { current: s.answer(s.signedOut({ code: 'auth.consent', aadsts: 65001 })) },
    app: { copyText: s.answer(null) },
  });
  await stage.open();
  await page.getByRole('button', { name: /Copy request/ }).click();
  expect(stage.asked('app.copyText')).toHaveLength(1);
});

test('a cancelled sign-in is not shown as a failure', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedOut()), signIn: s.refuse({ code: 'auth.cancelled' }) } });
  await stage.open();
  await page.getByRole('button', { name: 'Sign in to the practice tenant' }).click();
  await expect(page.getByRole('button', { name: 'Sign in to the practice tenant' })).toBeEnabled();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a refused profile stays in the field, and the message says what to do', async ({ page, stage }) => {
  stage.prepare({
    session: { current: s.answer(s.signedOut()) },
    settings: { importProfile: s.refuse({ code: 'profile.invalid', detail: 'tenantId' }) },
  });
  await stage.open();
  await page.getByRole('button', { name: 'Paste profile text' }).click();
  const field = page.getByLabel('Text of the profile file');
  await expect(field).toBeFocused();
  await field.fill('nonsense');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('This is not a valid tenant profile.');
  await expect(field).toHaveValue('nonsense');
});

test('without secure storage the app says that the sign-in ends with it', async ({ page, stage }) => {
  stage.prepare({ session: { current: s.answer(s.signedIn({ persistence: 'memory', tenant: s.realTenant })) } });
  await stage.open();
  await expect(page.getByText('ends when Deskside quits')).toBeVisible();
});

test('when a session ends, the data stays on screen and the app asks to sign in again', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, session: { signIn: s.answer(s.signedIn()) } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await stage.tell('session', 'changed', s.signedIn({ reason: { code: 'auth.required' } }));
  await expect(page.getByRole('alert')).toContainText('Sign in again.');
  await expect(page.getByRole('heading', { name: s.sato.name })).toBeVisible();
  await expect(steps.search(page)).toHaveValue('TYO-LT');

  await stage.tell('session', 'changed', s.signingIn());
  await expect(page.getByRole('heading', { name: s.sato.name })).toBeVisible();
  await stage.tell('session', 'changed', s.signedIn());
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: s.sato.name })).toBeVisible();
});

test('after signing out nothing of the account is on screen', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, session: { signOut: s.answer(s.signedOut()) } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await page.getByRole('button', { name: 'Account: Alex Morgan' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to start' })).toBeVisible();
  await stage.tell('session', 'changed', s.signedIn({ account: { name: 'Sam Lee', upn: 'sam.lee@contoso.example' } }));
  await expect(steps.search(page)).toHaveValue('');
  await expect(page.getByText(s.sato.name)).toHaveCount(0);
});

test('a sign-out that could not be asked about says why, and everything stays', async ({ page, stage }) => {
  stage.prepare({ session: { signOut: s.refuse({ code: 'question.too-often', retryAfter: 42 }) } });
  await stage.open();
  await page.getByRole('button', { name: 'Account: Alex Morgan' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('alert')).toContainText('Try again in 42 seconds');
  await expect(page.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
});

test('the account menu works by keys and returns the focus', async ({ page, stage }) => {
  stage.prepare({ session: { signIn: s.refuse({ code: 'auth.cancelled' }) } });
  await stage.open();
  const opener = page.getByRole('button', { name: 'Account: Alex Morgan' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Switch account' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Switch account' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('session.signIn')).toEqual([{ switchAccount: true }]);
});
