import { randomInt } from 'node:crypto';
import { quitApp } from '../support/app-runner';
import { hostileRequests, sendRaw } from '../support/hostile-requests';
import { expect, test, visitSignInPage } from './fixtures';

const account = (name: string) => ({ name: `Account: ${name}` });

test('signs in on the page in the system browser, over TLS that the operating system trusts', async ({
  presetTenant,
  start,
  signIn,
  systemBrowser,
  folder,
}) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  await expect(window.getByRole('button', account('Alex Morgan'))).toBeVisible();

  const asked = new URL((await systemBrowser.opened())[0] ?? '');
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
  expect(asked.searchParams.get('state')).toBeTruthy();
  expect(asked.searchParams.get('response_mode')).toBe('form_post');
  expect(asked.searchParams.get('scope')).not.toContain('ReadWrite');
  expect(asked.searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+$/);

  for (const [name, text] of await folder.files())
    expect(text, name).not.toMatch(/refresh_?token|"secret"|eyJ[A-Za-z0-9_-]{20}/i);
});

test('is still signed in after a restart, without a browser', async ({
  presetTenant,
  start,
  signIn,
  systemBrowser,
}) => {
  await presetTenant();
  const first = await start();
  await signIn(first.window);
  await expect(first.window.getByRole('button', account('Alex Morgan'))).toBeVisible();
  await quitApp(first.app);

  const second = await start();
  await expect(second.window.getByRole('button', account('Alex Morgan'))).toBeVisible();
  expect(await systemBrowser.opened()).toHaveLength(1);
});

test('signing out forgets the account on this computer', async ({ presetTenant, start, signIn, folder }) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  await window.getByRole('button', account('Alex Morgan')).click();
  await window.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(window.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
  expect([...(await folder.files()).keys()].filter((name) => name.startsWith('accounts/'))).toEqual([]);
});

test('Cancel ends a waiting sign-in at once and says so', async ({ presetTenant, start, systemBrowser }) => {
  await presetTenant();
  const { window } = await start();
  await window.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await expect.poll(async () => (await systemBrowser.opened()).length).toBe(1);
  await window.getByRole('button', { name: 'Cancel' }).click();
  await expect(window.getByText('Sign-in was cancelled.')).toBeVisible();
  const redirect = new URL((await systemBrowser.opened())[0] ?? '').searchParams.get('redirect_uri') ?? '';
  await expect
    .poll(() =>
      fetch(redirect.replace('localhost', '127.0.0.1')).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
});

test('an account of another organization is refused and forgotten', async ({ presetTenant, start, signIn, folder }) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window, 'Robin Vale');
  await expect(window.getByText('This account belongs to another tenant.')).toBeVisible();
  expect([...(await folder.files()).keys()].filter((name) => name.startsWith('accounts/'))).toEqual([]);
});

test('a policy that blocks the sign-in is explained with its code', async ({ presetTenant, start, signIn }) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window, 'Casey Lind');
  await expect(window.getByText(/Conditional Access or a security policy blocked/)).toBeVisible();
  await window.getByText('Details').first().click();
  await expect(window.getByText('AADSTS53003').first()).toBeVisible();
});

test('no data sent to its port ends the app or the waiting sign-in', async ({ presetTenant, start, systemBrowser }) => {
  const seed = randomInt(1, 2 ** 31);
  process.stdout.write(`  requests of seed ${String(seed)}\n`);
  await presetTenant();
  const { window } = await start();
  await window.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await expect.poll(async () => (await systemBrowser.opened()).length).toBe(1);
  const address = (await systemBrowser.opened())[0] ?? '';
  const query = new URL(address).searchParams;
  const port = Number(new URL(query.get('redirect_uri') ?? '').port);
  const requests = hostileRequests(seed, 200, port, query.get('state') ?? '');
  for (let at = 0; at < requests.length; at += 25)
    await Promise.all(requests.slice(at, at + 25).map((bytes) => sendRaw(port, bytes, { patienceMs: 500 })));
  await expect(window.getByRole('heading', { name: 'Finish signing in in your browser' })).toBeVisible();
  expect(await visitSignInPage(address, 'Alex Morgan')).toContain('Deskside finishes the sign-in');
  await expect(window.getByRole('button', account('Alex Morgan'))).toBeVisible();
});
