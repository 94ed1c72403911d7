import type { Page } from '@playwright/test';
import type { Failure } from '../../shared/failure';
import { expect, test } from './fixtures';
import { inventory, ready } from './inventory-samples';
import { sync } from './inventory-scenes';
import * as s from './samples';
import * as steps from './steps';

const offline = { code: 'network.offline' } as const;

/** Causes that stop the list and the search alike, as each of them meets it, and the words that both would use. */
const shared: readonly (readonly [what: string, search: Failure, list: Failure, words: RegExp])[] = [
  [
    'a proxy',
    { code: 'network.proxy', status: 403, host: 'proxy.contoso.example' },
    { code: 'network.proxy', status: 502 },
    /A proxy answered, not Intune/,
  ],
  [
    'the clock',
    { code: 'network.clock', why: 'certificate' },
    { code: 'network.clock', why: 'token', skew: 840 },
    /Check the date and time/,
  ],
  [
    'the license',
    { code: 'graph.license', status: 400 },
    { code: 'graph.license', status: 403 },
    /does not serve this tenant/,
  ],
  [
    'a permission',
    { code: 'graph.scope-missing', scopes: ['DeviceManagementManagedDevices.Read.All'] },
    { code: 'graph.scope-missing', scopes: ['DeviceManagementManagedDevices.Read.All'] },
    /permission/i,
  ],
];
const known = [s.sato, s.suzuki].map((row) => ({ ...row, source: 'local' as const, asOf: s.before(6), match: null }));
const notices = (page: Page): ReturnType<Page['locator']> =>
  page
    .locator('[role=alert], [role=status]:not(.visually-hidden), [role=group][aria-label="Device list status"]')
    .filter({ visible: true });
/** What a screen reader is made to say, one entry for each time. */
async function spoken(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const live = '[role=alert], [role=status], [aria-live=polite]';
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver((changes) => {
      const heard = new Set(
        changes.flatMap(({ target, addedNodes }) => {
          const around = (target instanceof Element ? target : target.parentElement)?.closest(live) ?? null;
          return around !== null
            ? [around]
            : [...addedNodes].flatMap((node) =>
                node instanceof Element ? [...(node.matches(live) ? [node] : []), ...node.querySelectorAll(live)] : [],
              );
        }),
      );
      for (const region of heard) said.push(region.textContent?.replace(/\s+/g, ' ').trim() ?? '');
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { said: readonly string[] }).said);
}
const times = (texts: readonly string[], words: RegExp): number => texts.filter((text) => words.test(text)).length;
const said = (page: Page): ReturnType<Page['getByText']> => page.getByText(/No connection/).filter({ visible: true });

for (const window of ['main', 'quick'] as const) {
  test(`${window}: a card that could not be prepared says why once, and claims nothing`, async ({ page, stage }) => {
    stage.prepare({
      devices: { search: s.answer(s.everything), read: s.refuse(offline) },
      requests: { prepare: s.refuse(offline) },
    });
    await stage.open(window);
    await steps.search(page).fill('TYO-LT');
    await expect(steps.chosen(page)).toContainText(s.sato.name);
    await page.keyboard.press(window === 'main' ? 'Control+Enter' : 'Enter');
    await expect(steps.cardOf(page).getByRole('alert')).toContainText('No connection');
    await expect(said(page)).toHaveCount(1);
    await expect(page.getByText(/gets a prompt|Send/)).toHaveCount(0);
    stage.prepare({ requests: { prepare: s.answer(s.card()), discard: s.answer(null) } });
    await steps.seen(page);
    await page.keyboard.press('Enter');
    await expect(steps.sendButton(page)).toBeVisible();
    expect(stage.asked('requests.send')).toEqual([]);
  });
}

test('a connection failure shown by the list is not shown again with the device or the age of the list', async ({
  page,
  stage,
}) => {
  const rows = [s.sato, s.suzuki].map((row) => ({ ...row, source: 'local' as const, asOf: s.before(6) }));
  stage.prepare({
    inventory: inventory({ answer: { total: 2, rows }, view: { devices: 1000 } }),
    devices: { search: s.refuse(offline), read: s.refuse(offline) },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  await expect(page.getByText('Showing devices as of 3 min ago.')).toBeVisible();
  await stage.tell('inventory', 'changed', ready({ devices: 1000, failure: offline }));
  await steps.row(page, s.suzuki.name).click();
  await expect(page.getByText('From this computer’s list, read 6 min ago')).toBeVisible();
  await expect.poll(() => stage.asked('devices.read')).toEqual([{ deviceId: s.suzuki.id }]);
  await expect(said(page)).toHaveCount(1);
  await stage.tell(
    'inventory',
    'changed',
    ready({ devices: 1000, sync: sync({ kind: 'changes', waitingFor: offline }) }),
  );
  await expect(said(page)).toHaveCount(1);
});

test('a failure of the device itself is still shown with it', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: s.answer({ ...s.everything, problems: [offline] }),
      read: s.refuse({ code: 'graph.not-found', status: 404 }),
    },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(said(page)).toHaveCount(1);
});

test('an ended session is shown at the top, and not in the list again', async ({ page, stage }) => {
  const ended = { code: 'auth.required' } as const;
  stage.prepare({
    session: { current: s.answer(s.signedIn({ reason: ended })) },
    devices: { search: s.refuse(ended) },
  });
  await stage.open();
  await steps.search(page).fill('TYO');
  await expect(page.getByText('Intune did not answer for “TYO”').first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
});

for (const [what, search, list, words] of shared) {
  test(`${what} that stops the list and the search is explained by one of them, and the other one says that it is affected too`, async ({
    page,
    stage,
  }) => {
    stage.prepare({
      inventory: inventory({ answer: { total: 2, rows: known }, view: { devices: 1000, failure: list } }),
      devices: { search: s.refuse(search) },
    });
    await stage.open();
    await expect(page.getByRole('group', { name: 'Device list status' })).toContainText(words);
    await steps.find(page, 'TYO');
    await expect(page.getByText('Showing devices as of 3 min ago.')).toBeVisible();
    await expect(page.getByText('The device list is not being updated for the same reason')).toBeVisible();
    await expect(notices(page).filter({ hasText: words })).toHaveCount(1);
    // While it is being tried again, it waits for the same reason.
    await stage.tell('inventory', 'changed', ready({ devices: 1000, sync: sync({ waitingFor: list }) }));
    await expect(page.getByText('Reading the device list is on hold for the same reason')).toBeVisible();
    await expect(notices(page).filter({ hasText: words })).toHaveCount(1);
    // Another cause is news.
    await stage.tell('inventory', 'changed', ready({ devices: 1000, failure: { code: 'graph.server', status: 503 } }));
    await expect(page.getByRole('group', { name: 'Device list status' })).toContainText('Intune has a problem');
  });

  test(`quick: ${what} that stops the list and the search is shown once`, async ({ page, stage }) => {
    stage.prepare({
      inventory: inventory({ answer: { total: 2, rows: known }, view: { devices: 1000, failure: list } }),
      devices: { search: s.refuse(search) },
    });
    await stage.open('quick');
    await steps.find(page, 'TYO');
    await expect(
      page.getByRole('status').filter({ hasText: 'The list is not being updated for the same reason.' }),
    ).toContainText(words);
    await expect(page.getByRole('status').filter({ hasText: words })).toHaveCount(1);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('a failure announced by the list is not announced again by the search', async ({ page, stage }) => {
  const proxy = { code: 'network.proxy', host: 'proxy.contoso.example' } as const;
  stage.prepare({
    inventory: inventory({ answer: { total: 0, rows: [] }, view: { devices: 1000, sync: sync({}) } }),
    devices: { search: s.refuse(proxy) },
  });
  await stage.open();
  await expect(page.getByText('Reading again: 12,400')).toBeVisible();
  const heard = await spoken(page);
  await stage.tell('inventory', 'changed', ready({ devices: 1000, failure: proxy }));
  await expect.poll(async () => times(await heard(), /A proxy answered/)).toBe(1);
  await steps.search(page).fill('TYO');
  await expect(page.getByRole('group', { name: 'A proxy answered, not Intune.' })).toBeVisible();
  await expect.poll(async () => times(await heard(), /“TYO” is not in this computer’s list/)).toBe(1);
  expect(times(await heard(), /A proxy answered/)).toBe(1);
});

test('a failure announced by the search is not announced again by the list', async ({ page, stage }) => {
  const proxy = { code: 'network.proxy', host: 'proxy.contoso.example' } as const;
  stage.prepare({
    inventory: inventory({ answer: { total: 0, rows: [] }, view: { devices: 1000, sync: sync({}) } }),
    devices: { search: s.refuse(proxy) },
  });
  await stage.open();
  const heard = await spoken(page);
  await steps.search(page).fill('TYO');
  await expect(page.getByRole('alert', { name: 'A proxy answered, not Intune.' })).toBeVisible();
  await stage.tell('inventory', 'changed', ready({ devices: 1000, failure: { ...proxy, status: 407 } }));
  await expect(page.getByText('The device list is not being updated for the same reason')).toBeVisible();
  expect(times(await heard(), /A proxy answered/)).toBe(1);
});

test('a failure shown as a notice is not repeated by list, search and device; when the notice is dismissed, the list shows it', async ({
  page,
  stage,
}) => {
  const clock = { code: 'network.clock', why: 'certificate' } as const;
  const notice = { id: 'n1', failure: { code: 'network.clock' as const, why: 'skew', skew: 840 }, about: null };
  const told = page
    .getByText('by 14 minutes')
    .or(page.getByText('Check the date and time of this computer'))
    .filter({ visible: true });
  stage.prepare({
    app: { info: s.answer({ ...s.info, notices: [notice] }), dismissNotice: s.answer([]) },
    inventory: inventory({ answer: { total: 2, rows: known }, view: { devices: 1000, failure: clock } }),
    devices: { search: s.refuse(clock), read: s.refuse(clock) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.suzuki.name);
  await expect(page.getByText('The search is affected too. Showing devices as of 3 min ago.')).toBeVisible();
  await expect(page.getByText('The device list is not being updated for the same reason')).toBeVisible();
  // A highlighted row may be read as well, at a glance, before the arrow key comes.
  const opened = (): readonly unknown[] => stage.asked('devices.read').filter((input) => !('glance' in Object(input)));
  await expect.poll(opened).toEqual([{ deviceId: s.suzuki.id }]);
  await expect(told).toHaveCount(1);
  await page.getByRole('region', { name: 'Notices' }).getByRole('button').click();
  await expect(page.getByRole('region', { name: 'Notices' })).toHaveCount(0);
  await expect(page.getByText('The search is affected too.')).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Showing devices as of 3 min ago.' })).toContainText(
    'Check the date and time of this computer.',
  );
});

test('a device and a card that fail for the cause that the list shows only mention it', async ({ page, stage }) => {
  const license = { code: 'graph.license', status: 400 } as const;
  stage.prepare({
    devices: { search: s.answer({ ...s.everything, problems: [license] }), read: s.refuse(license) },
    requests: { prepare: s.refuse(license), discard: s.answer(null) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await page.getByRole('button', { name: 'Request remote assistance' }).click();
  const card = steps.cardOf(page);
  await expect(card.getByRole('alert')).toContainText(
    'The request could not be prepared. The reason is the one that is already shown.',
  );
  await expect(page.getByText(/does not serve this tenant/).filter({ visible: true })).toHaveCount(1);
  await expect(card.getByRole('button', { name: 'Prepare again' })).toBeVisible();
});

test('a call that failed without a sign-in is retried once the technician is signed in', async ({ page, stage }) => {
  const ended = { code: 'auth.required' } as const;
  stage.prepare({
    session: { current: s.answer(s.signedIn({ reason: ended })) },
    devices: { search: s.refuse(ended) },
  });
  await stage.open();
  await steps.search(page).fill('TYO');
  await expect(page.getByText('Intune did not answer for “TYO”').first()).toBeVisible();
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.tell('session', 'changed', s.signedIn());
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('quick: an ended session is shown once, with both ways to sign in again', async ({ page, stage }) => {
  const ended = { code: 'auth.required' } as const;
  stage.prepare({
    session: { current: s.answer(s.signedIn({ tenant: s.realTenant, reason: ended })), signIn: s.answer(s.signedIn()) },
    devices: { search: s.refuse(ended) },
  });
  await stage.open('quick');
  await steps.search(page).fill('TYO');
  await expect(page.getByText('Intune did not answer for “TYO”').first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('alert').getByRole('button', { name: 'Sign in' })).toBeVisible();
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await page.getByRole('alert').getByRole('button', { name: 'Use another account' }).click();
  // After signing in again the technician sees the result, and no advice to sign in.
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(stage.asked('session.signIn')).toEqual([{ switchAccount: true }]);
});
