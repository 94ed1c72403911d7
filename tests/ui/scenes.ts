import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { WindowKind } from '../../shared/contract/define';
import { deviceColumns } from '../../shared/contract/device-query';
import type { DeviceRow } from '../../shared/contract/devices';
import type { RequestState } from '../../shared/contract/requests';
import { requestStates } from '../../shared/contract/requests';
import type { Failure } from '../../shared/failure';
import { answerScenes } from './answer-scenes';
import { blocked, cards, forbidden, openSato, openSatoCard, searching, withCard } from './card-scenes';
import { causeScenes } from './cause-scenes';
import { historyScenes } from './history-scenes';
import { hostileDevices } from './hostile-samples';
import { inTable, inventory } from './inventory-samples';
import { inventoryScenes } from './inventory-scenes';
import { laterScenes } from './later-scenes';
import { markScenes } from './mark-scenes';
import { outsideScenes } from './outside-scenes';
import { quietScenes } from './quiet-scenes';
import * as s from './samples';
import { sessionScenes } from './session-scenes';
import type { Answers, Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

/** One screen in one state, reached in English; the language may be switched afterwards. */
export interface Scene {
  readonly name: string;
  readonly window?: WindowKind;
  readonly size?: { readonly width: number; readonly height: number };
  readonly answers?: Answers;
  readonly settings?: ReturnType<typeof s.settingsView>;
  readonly play?: (page: Page, stage: Stage) => Promise<void>;
}

const never = later<never>().answer;
const refused: Failure = { code: 'auth.refused', aadsts: 53003, correlationId: '3c2b0000-0000-4000-8000-000000000001' };

const openSettings = async (page: Page): Promise<void> => {
  await steps.openSection(page, 'Settings');
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
};

const signIn: readonly Scene[] = [
  { name: 'starting', answers: { session: { current: s.answer({ state: 'starting', tenant: s.practiceTenant }) } } },
  { name: 'first-run', answers: { session: { current: s.answer(s.signedOut()) } } },
  { name: 'sign-in-refused', answers: { session: { current: s.answer(s.signedOut(refused, s.realTenant)) } } },
  { name: 'sign-in-own-cloud', answers: { session: { current: s.answer(s.signedOut(null, s.customTenant)) } } },
  { name: 'sign-in-doubtful-hosts', answers: { session: { current: s.answer(s.signedOut(null, s.doubtfulTenant)) } } },
  { name: 'signing-in', answers: { session: { current: s.answer(s.signingIn()) } } },
  {
    name: 'sign-in-profile-invalid',
    answers: {
      session: { current: s.answer(s.signedOut()) },
      settings: { importProfile: s.refuse({ code: 'profile.invalid', detail: 'clientId' }) },
    },
    play: async (page) => {
      await page.getByRole('button', { name: 'Paste profile text' }).click();
      await page.getByLabel('Text of the profile file').fill('{ "tenant": 1 }');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await expect(page.getByRole('alert')).toContainText('not a valid tenant profile');
    },
  },
  {
    name: 'session-ended',
    answers: {
      session: { current: s.answer(s.signedIn({ reason: { code: 'auth.required' } })) },
      ...{ devices: { shortlist: s.answer(s.shortlist) } },
    },
  },
  {
    name: 'memory-only',
    answers: { session: { current: s.answer(s.signedIn({ persistence: 'memory', tenant: s.realTenant })) } },
  },
  {
    name: 'account-menu',
    answers: { session: { current: s.answer(s.signedIn({ tenant: s.realTenant })) } },
    play: (page) => page.getByRole('button', { name: 'Account: Alex Morgan' }).click(),
  },
];

const finding: readonly Scene[] = [
  { name: 'home', play: (page) => expect(page.getByText('Find a device')).toBeVisible() },
  {
    name: 'home-pending',
    answers: {
      requests: {
        current: s.answer([s.request('failed', { failure: { code: 'graph.forbidden' } })]),
        waiting: s.answer([
          {
            handle: 'handle-1',
            subject: s.request('sending', { of: s.tanaka }).subject,
            ticket: '',
            reason: '',
            goesAt: s.before(-0.04),
            needsConfirmation: false,
            expiresAt: s.before(-5),
          },
          {
            handle: 'handle-2',
            subject: s.request('sending', { of: s.miles }).subject,
            ticket: '',
            reason: '',
            goesAt: s.before(-1.4),
            needsConfirmation: true,
            expiresAt: s.before(-5),
          },
        ]),
      },
      drafts: {
        list: s.answer([
          {
            id: 'draft-1',
            kind: 'request',
            subject: s.request('sending', { of: s.suzuki }).subject,
            why: 'restarted',
            at: s.before(3),
            ticket: 'INC-9',
            reason: '',
          },
        ]),
        save: s.answer(null),
      },
    },
  },
  {
    name: 'home-shortlist',
    answers: {
      devices: { shortlist: s.answer(s.shortlist) },
      requests: { current: s.answer([s.request('waiting'), s.request('ready', { of: s.suzuki })]) },
    },
  },
  { name: 'results', answers: searching, play: (page) => steps.find(page, 'TYO-LT') },
  {
    name: 'results-compact',
    answers: searching,
    settings: s.settingsView({ preferences: { ...s.preferences, density: 'compact' } }),
    play: (page) => steps.find(page, 'TYO-LT'),
  },
  { name: 'device', answers: searching, play: openSato },
  { name: 'device-twins-stale', answers: searching, play: (page) => steps.openDevice(page, 'TYO', s.tanaka.name) },
  { name: 'device-bare', answers: searching, play: (page) => steps.openDevice(page, 'TYO', s.oldTablet.name) },
  {
    name: 'person-devices',
    answers: {
      devices: { search: s.answer(s.everything), ofPerson: s.answer({ devices: [s.sato, s.nair], truncated: false }) },
    },
    play: async (page) => {
      await steps.find(page, '佐藤');
      await steps.section(page, 'People').click();
      await expect(page.getByText('Devices of 佐藤 美咲')).toBeVisible();
    },
  },
  { name: 'no-match', answers: { devices: { search: s.answer(s.found()) } }, play: (page) => noMatch(page) },
  {
    name: 'partial',
    answers: {
      devices: {
        search: s.answer({ ...s.everything, problems: [{ code: 'graph.throttled', retryAfter: 12, status: 429 }] }),
      },
    },
    play: (page) => steps.find(page, 'TYO-LT'),
  },
  {
    name: 'offline',
    answers: { devices: { search: s.refuse({ code: 'network.offline' }) } },
    play: async (page) => {
      await steps.search(page).fill('TYO-LT');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'device-gone',
    answers: { devices: { search: s.answer(s.everything), read: s.refuse({ code: 'graph.not-found', status: 404 }) } },
    play: async (page) => {
      await openSato(page);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'hostile',
    answers: {
      devices: { search: s.answer(s.found({ devices: hostileDevices })), read: s.answer(hostileDevices[0]!) },
    },
    play: (page) => steps.openDevice(page, 'x', /^evil/),
  },
];

async function noMatch(page: Page): Promise<void> {
  await steps.search(page).fill('xyz');
  await expect(page.getByText('No device matches “xyz”')).toBeVisible();
}

const marked = (row: DeviceRow): DeviceRow => ({ ...row, source: 'local', asOf: s.before(6) });
const localRows = [s.sato, s.suzuki, s.tanaka, s.miles, s.oldTablet].map(marked);
const fewLocal = inventory({ answer: { total: localRows.length, rows: localRows }, view: { devices: 412_806 } });
const joined = s.answer(
  s.found({
    devices: [
      { ...s.sato, listed: true },
      { ...s.nair, source: 'live' },
    ],
    people: [s.person],
    apps: [s.detectedApp],
  }),
);
const localFound = async (page: Page): Promise<void> => {
  await steps.find(page, 'TYO-LT');
  await expect(page.getByRole('rowgroup', { name: 'People' })).toBeVisible();
};

const local: readonly Scene[] = [
  { name: 'local-home', answers: { inventory: inventory(), devices: { shortlist: s.answer(s.shortlist) } } },
  { name: 'local-results', answers: { inventory: fewLocal, devices: { search: joined } }, play: localFound },
  {
    name: 'local-results-compact',
    answers: { inventory: fewLocal, devices: { search: joined } },
    settings: s.settingsView({ preferences: { ...s.preferences, density: 'compact' } }),
    play: localFound,
  },
  {
    name: 'local-many',
    answers: { inventory: inventory({ answer: { isRough: true } }), devices: { search: joined } },
    play: async (page) => {
      await steps.find(page, 'PC');
      await expect(page.getByRole('button', { name: 'Below the devices' })).toBeVisible();
    },
  },
  {
    name: 'local-typo',
    answers: {
      inventory: inventory({
        answer: { total: 5, rows: localRows.map((row) => ({ ...row, match: null })), isSimilar: true },
      }),
      devices: { search: s.answer(s.found()) },
    },
    play: (page) => steps.find(page, 'TYO-TL'),
  },
  {
    name: 'local-offline',
    answers: { inventory: inventory(), devices: { search: s.refuse({ code: 'network.offline' }) } },
    play: async (page) => {
      await steps.find(page, 'PC');
      await expect(page.getByText('No connection to Microsoft Graph.')).toBeVisible();
    },
  },
  {
    name: 'local-none',
    answers: { inventory: inventory({ answer: { total: 0, rows: [] } }), devices: { search: s.answer(s.found()) } },
    play: (page) => noMatch(page),
  },
  {
    name: 'table',
    answers: { inventory: inventory() },
    settings: inTable(),
    play: (page) => expect(steps.results(page)).toBeVisible(),
  },
  {
    name: 'table-home',
    answers: {
      inventory: inventory(),
      devices: { shortlist: s.answer(s.shortlist) },
      requests: { current: s.answer([s.request('waiting'), s.request('ready', { of: s.suzuki })]) },
    },
    settings: inTable(),
    play: async (page) => {
      await expect(page.getByRole('rowgroup', { name: 'Pinned' })).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'table-results',
    answers: { inventory: fewLocal, devices: { search: joined } },
    settings: inTable({ density: 'compact' }),
    play: localFound,
  },
  {
    name: 'table-wide',
    answers: { inventory: inventory(), app: { copyText: s.answer(null) } },
    settings: inTable({ columns: [...deviceColumns] }),
    play: async (page) => {
      await steps.row(page, 'PC-000002').click();
      await page.getByRole('button', { name: 'Last check-in' }).click();
    },
  },
  {
    name: 'table-waiting',
    answers: { inventory: { ...inventory(), page: () => never } },
    settings: inTable(),
    play: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
    },
  },
  {
    name: 'table-narrow',
    size: { width: 640, height: 480 },
    answers: { inventory: inventory() },
    settings: inTable(),
    play: (page) => expect(steps.results(page)).toBeVisible(),
  },
  {
    name: 'local-narrow',
    size: { width: 640, height: 480 },
    answers: { inventory: fewLocal, devices: { search: joined } },
    play: (page) => steps.find(page, 'TYO-LT'),
  },
];

const requestIn = (state: RequestState, name: string, over: Parameters<typeof s.request>[1] = {}): Scene => ({
  name: `request-${name}`,
  answers: { ...searching, requests: { current: s.answer([s.request(state, over)]) } },
  play: async (page) => {
    await openSato(page);
    await expect(steps.requestOf(page, s.sato.name)).toBeVisible();
  },
});

const following: readonly Scene[] = [
  ...requestStates.filter((state) => state !== 'failed' && state !== 'unknown').map((state) => requestIn(state, state)),
  requestIn('failed', 'failed-role', { failure: forbidden }),
  requestIn('failed', 'failed-throttled', { failure: { code: 'graph.throttled', retryAfter: 30, status: 429 } }),
  requestIn('unknown', 'unknown', { evidence: 'none-yet' }),
  requestIn('unknown', 'unknown-evidence', { evidence: 'new-link', lastCheckAt: s.before(0.5) }),
  requestIn('unknown', 'unknown-nothing', { evidence: 'none-yet', lastCheckAt: s.before(0.5) }),
  {
    ...requestIn('waiting', 'waiting-why', { minutesAgo: 3 }),
    play: async (page) => {
      await openSato(page);
      await page.getByText('More', { exact: true }).click();
    },
  },
  {
    ...requestIn('ready', 'link-untrusted'),
    answers: {
      ...searching,
      requests: {
        current: s.answer([s.request('ready')]),
        open: s.refuse({ code: 'link.untrusted', host: 'evil.example' }),
      },
    },
    play: async (page) => {
      await openSato(page);
      await page.getByRole('button', { name: 'Open session' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    ...requestIn('closed', 'note'),
    play: async (page) => {
      await openSato(page);
      await page.getByRole('button', { name: 'Add note' }).click();
      await page.getByLabel('Note').fill('Reset the Outlook profile.');
    },
  },
];

const rest: readonly Scene[] = [
  { name: 'settings', play: openSettings },
  {
    name: 'settings-signed-out',
    answers: { session: { current: s.answer(s.signedOut(null, s.realTenant)) } },
    settings: s.settingsView({ activeProfile: 'fabrikam' }),
    play: async (page) => {
      await openSettings(page);
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
    },
  },
  {
    name: 'settings-retention-shorter',
    settings: s.settingsView({
      preferences: { ...s.preferences, retentionDays: 90 },
      retention: { days: 365, next: { days: 90, at: s.before(-60 * 23) }, undecided: false },
    }),
    play: async (page) => {
      await openSettings(page);
      await page.getByLabel('Keep the history').evaluate((field) => field.scrollIntoView({ block: 'center' }));
    },
  },
  {
    name: 'settings-retention-undecided',
    settings: s.settingsView({
      preferences: { ...s.preferences, retentionDays: 90 },
      retention: { days: 365, next: null, undecided: true },
    }),
    play: async (page) => {
      await openSettings(page);
      await page.getByLabel('Keep the history').evaluate((field) => field.scrollIntoView({ block: 'center' }));
    },
  },
  {
    name: 'settings-shortcut-taken',
    settings: s.settingsView({ preferences: { ...s.preferences, shortcut: 'Ctrl+Alt+Space' }, shortcut: 'taken' }),
    play: async (page) => {
      await openSettings(page);
      await page.getByText('Another app already uses these keys').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-import-invalid',
    answers: {
      settings: {
        importProfileFile: s.refuse({ code: 'profile.invalid', detail: 'file.quote', place: { line: 2, column: 11 } }),
      },
    },
    play: async (page) => {
      await openSettings(page);
      await page.getByRole('button', { name: 'Import profile file' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'notices',
    answers: {
      app: {
        info: s.answer({
          ...s.info,
          notices: [
            { id: 'n1', failure: { code: 'storage.damaged' as const }, about: 'settings.json' },
            { id: 'n2', failure: { code: 'storage.newer' as const }, about: 'history-2026-03.json' },
          ],
        }),
      },
    },
  },
  { name: 'key-help', play: (page) => page.keyboard.press('F1') },
  {
    name: 'narrow-list',
    size: { width: 640, height: 480 },
    answers: searching,
    play: (page) => steps.find(page, 'TYO-LT'),
  },
  {
    name: 'narrow-detail',
    size: { width: 640, height: 480 },
    answers: { ...searching, requests: { current: s.answer([s.request('waiting')]) } },
    play: openSato,
  },
  {
    name: 'reflow-320',
    size: { width: 320, height: 640 },
    answers: withCard({ prepare: s.answer(s.card({ notes: s.everyNote.slice(0, 2) })) }),
    play: openSatoCard,
  },
];

const quickSize = { width: 640, height: 440 };
const type = async (page: Page, text: string): Promise<void> => {
  await steps.search(page).fill(text);
  await expect(steps.results(page)).toBeVisible();
};
const quickScene = (name: string, answers: Answers, play?: Scene['play']): Scene => ({
  name: `quick-${name}`,
  window: 'quick',
  size: quickSize,
  answers,
  ...(play && { play }),
});
const quickCard = async (page: Page): Promise<void> => {
  await type(page, 'TYO-LT');
  await page.keyboard.press('Enter');
  await expect(steps.cardOf(page).getByRole('button').first()).toBeVisible();
};
const quickRequest = (state: RequestState, over: Parameters<typeof s.request>[1] = {}): Scene =>
  quickScene(
    `request-${state}`,
    { ...searching, requests: { prepare: s.answer(s.card()), send: s.answer(s.request(state, over)) } },
    async (page) => {
      await quickCard(page);
      await expect(steps.cardOf(page).getByRole('button', { name: /Send request|要求を送信/ })).toBeEnabled();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: `Request for ${s.sato.name}` })).toBeVisible();
    },
  );

const quick: readonly Scene[] = [
  quickScene('empty', {}),
  quickScene('shortlist', {
    devices: { shortlist: s.answer(s.shortlist) },
    requests: { current: s.answer([s.request('waiting')]) },
  }),
  quickScene('results', searching, (page) => type(page, 'TYO-LT')),
  quickScene('local', { inventory: fewLocal, devices: { search: joined } }, async (page) => {
    await type(page, 'TYO-LT');
    await expect(page.getByRole('group', { name: 'People' })).toBeVisible();
  }),
  quickScene('no-match', { devices: { search: s.answer(s.found()) } }, noMatch),
  quickScene('offline', { devices: { search: s.refuse({ code: 'network.offline' }) } }, async (page) => {
    await steps.search(page).fill('TYO');
    await expect(page.getByText('No connection to Microsoft Graph.')).toBeVisible();
  }),
  quickScene('card', { ...searching, requests: { prepare: s.answer(s.card()) } }, quickCard),
  quickScene(
    'card-notes',
    { ...searching, requests: { prepare: s.answer(s.card({ notes: s.doubts.slice(0, 4), needsOverride: true })) } },
    quickCard,
  ),
  quickScene(
    'card-blocked',
    { ...searching, requests: { prepare: s.answer({ ...blocked, others: [s.suzuki] }) } },
    async (page) => {
      await type(page, 'TYO-LT');
      await page.keyboard.press('Enter');
      await expect(steps.cardOf(page)).toContainText('be helped this way');
    },
  ),
  quickRequest('waiting'),
  quickRequest('ready'),
  quickRequest('failed', { failure: forbidden }),
  quickScene('sign-in-own-cloud', { session: { current: s.answer(s.signedOut(null, s.doubtfulTenant)) } }),
  quickScene('sign-in', { session: { current: s.answer(s.signedOut({ code: 'auth.required' })) } }),
  quickScene('signing-in', { session: { current: s.answer(s.signingIn()) } }),
];

/** Every screen and state. */
export const scenes: readonly Scene[] = [
  ...signIn,
  ...sessionScenes,
  ...causeScenes,
  ...finding,
  ...answerScenes,
  ...local,
  ...inventoryScenes,
  ...cards,
  ...following,
  ...historyScenes,
  ...laterScenes,
  ...markScenes,
  ...outsideScenes,
  ...quietScenes,
  ...rest,
  ...quick,
];

/** Plays a scene up to its state. */
export async function playScene(scene: Scene, page: Page, stage: Stage): Promise<void> {
  if (scene.size !== undefined) await page.setViewportSize(scene.size);
  if (scene.settings !== undefined) stage.prepare({ settings: { current: s.answer(scene.settings) } });
  stage.prepare(scene.answers ?? {});
  await stage.open(scene.window);
  await scene.play?.(page, stage);
}

export async function speak(scene: Scene, stage: Stage, locale: 'en' | 'ja'): Promise<void> {
  await stage.tell('settings', 'changed', { ...(scene.settings ?? s.settingsView()), locale });
  await expect(stage.page.locator('html')).toHaveAttribute('lang', locale);
}
