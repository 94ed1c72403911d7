import { expect } from '@playwright/test';
import type { Failure } from '../../shared/failure';
import { openSato, searching } from './card-scenes';
import { inventory } from './inventory-samples';
import * as s from './samples';
import type { Scene } from './scenes';
import * as steps from './steps';

const proxy: Failure = {
  code: 'network.proxy',
  status: 403,
  host: 'proxy.contoso.example',
  detail: 'ERROR: The requested URL could not be retrieved – squid/5.7',
};

const quickSize = { width: 640, height: 440 };
const quickSignInEnds = (name: string, failure: Failure, play?: Scene['play']): Scene => ({
  ...signInEnds(name, failure),
  name: `quick-sign-in-${name}`,
  window: 'quick',
  size: quickSize,
  ...(play && { play }),
});
/** The list and the search fail for one cause. */
const bothFail = (name: string, window: 'main' | 'quick', failure: Failure, rows: number): Scene => ({
  name: `both-fail-${name}`,
  window,
  ...(window === 'quick' && { size: quickSize }),
  answers: {
    inventory: inventory({
      answer: {
        total: rows,
        rows: [s.sato, s.suzuki]
          .slice(0, rows)
          .map((row) => ({ ...row, source: 'local' as const, asOf: s.before(6), match: null })),
      },
      view: { devices: 412_806, failure },
    }),
    devices: { search: s.refuse(failure), read: s.refuse(failure) },
  },
  play: async (page) => {
    await steps.search(page).fill('TYO-LT');
    await expect(
      page
        .getByText(/for the same reason/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
  },
});
const signInEnds = (name: string, failure: Failure): Scene => ({
  name: `sign-in-${name}`,
  answers: { session: { current: s.answer(s.signedOut(failure, s.realTenant)) } },
});

const searchEnds = (name: string, failure: Failure): Scene => ({
  name: `cause-${name}`,
  answers: { devices: { search: s.refuse(failure) } },
  play: async (page) => {
    await steps.search(page).fill('TYO-LT');
    await expect(page.getByRole('alert')).toBeVisible();
  },
});

const requestEnds = (name: string, failure: Failure): Scene => ({
  name: `request-failed-${name}`,
  answers: { ...searching, requests: { current: s.answer([s.request('failed', { failure })]) } },
  play: async (page) => {
    await openSato(page);
    await expect(steps.requestOf(page, s.sato.name)).toBeVisible();
  },
});

/** Who answered, what is missing and what the computer has wrong: each true cause as it is told. */
export const causeScenes: readonly Scene[] = [
  {
    ...signInEnds('timeout', { code: 'auth.timeout' }),
    play: (page) => page.getByLabel('Error number').fill('AADSTS500011'),
  },
  {
    ...signInEnds('unknown-number', { code: 'auth.timeout' }),
    play: (page) => page.getByLabel('Error number').fill('AADSTS123456'),
  },
  signInEnds('proxy', { ...proxy, why: 'sign-in' }),
  signInEnds('clock', { code: 'network.clock', why: 'certificate', host: 'login.microsoftonline.com' }),
  signInEnds('unknown-refusal', {
    code: 'auth.refused',
    aadsts: 123456,
    correlationId: '3c2b0000-0000-4000-8000-000000000001',
  }),
  quickSignInEnds('timeout', { code: 'auth.timeout' }, (page) => page.getByLabel('Error number').fill('AADSTS500011')),
  quickSignInEnds('refused', { code: 'auth.refused', aadsts: 53003 }),
  quickSignInEnds('consent', { code: 'auth.consent', aadsts: 65001 }),
  {
    name: 'quick-signing-in-number',
    window: 'quick',
    size: quickSize,
    answers: { session: { current: s.answer(s.signingIn(s.realTenant)) } },
    play: (page) => page.getByText('Does the page in the browser show an error number?').click(),
  },
  {
    name: 'quick-session-ended',
    window: 'quick',
    size: quickSize,
    answers: {
      session: { current: s.answer(s.signedIn({ tenant: s.realTenant, reason: { code: 'auth.required' } })) },
      devices: { search: s.refuse({ code: 'auth.required' }) },
    },
    play: async (page) => {
      await steps.search(page).fill('TYO-LT');
      await expect(page.getByText('Intune did not answer for “TYO-LT”').first()).toBeVisible();
    },
  },
  bothFail('proxy', 'main', proxy, 2),
  bothFail('proxy-no-rows', 'main', proxy, 0),
  bothFail('quick-proxy', 'quick', proxy, 2),
  {
    ...bothFail('clock', 'main', { code: 'network.clock', why: 'certificate' }, 2),
    name: 'both-fail-notice-clock',
    answers: {
      ...bothFail('clock', 'main', { code: 'network.clock', why: 'certificate' }, 2).answers,
      app: {
        info: s.answer({
          ...s.info,
          notices: [{ id: 'n1', failure: { code: 'network.clock' as const, why: 'skew', skew: 840 }, about: null }],
        }),
      },
    },
  },
  searchEnds('proxy', proxy),
  searchEnds('portal', { code: 'network.portal', host: 'login.hotel.example' }),
  searchEnds('license', {
    code: 'graph.license',
    status: 400,
    requestId: '5f1c0000-0000-4000-8000-00000000009a',
    detail: 'Request not applicable to target tenant.',
  }),
  searchEnds('permission', {
    code: 'graph.scope-missing',
    status: 403,
    scopes: ['DeviceManagementManagedDevices.Read.All'],
  }),
  requestEnds('proxy', { ...proxy, notSent: true }),
  requestEnds('proxy-sign-in', {
    code: 'network.proxy-auth',
    status: 407,
    host: 'proxy.contoso.example',
    detail: 'Basic',
    notSent: true,
  }),
  {
    name: 'request-unknown-proxy',
    answers: {
      ...searching,
      requests: {
        current: s.answer([
          s.request('unknown', {
            failure: { ...proxy, status: 502 },
            evidence: 'none-yet',
            lastCheckAt: s.before(0.5),
          }),
        ]),
      },
    },
    play: async (page) => {
      await openSato(page);
      await expect(steps.requestOf(page, s.sato.name)).toContainText('A proxy answered, not Intune.');
    },
  },
  {
    name: 'request-unknown-nameless',
    answers: {
      ...searching,
      requests: {
        current: s.answer([
          s.request('unknown', {
            failure: { code: 'network.proxy', why: 'unmarked', status: 204 },
            evidence: 'none-yet',
            lastCheckAt: s.before(0.5),
          }),
        ]),
      },
    },
    play: async (page) => {
      await openSato(page);
      await expect(steps.requestOf(page, s.sato.name)).toContainText('It is not certain that Intune answered.');
    },
  },
  {
    name: 'request-waiting-not-asked',
    answers: {
      ...searching,
      requests: {
        current: s.answer([
          s.request('waiting', {
            checkFailure: { code: 'graph.license', status: 400, requestId: '5f1c0000-0000-4000-8000-00000000009a' },
          }),
        ]),
      },
    },
    play: async (page) => {
      await openSato(page);
      await expect(steps.requestOf(page, s.sato.name)).toContainText('Intune does not serve this tenant.');
    },
  },
  requestEnds('refused-before', {
    code: 'auth.required',
    notSent: false,
    requestId: '5f1c0000-0000-4000-8000-00000000009a',
  }),
  requestEnds('approval', { code: 'graph.approval', status: 412, detail: 'practice-approval-0001' }),
  {
    name: 'notice-clock',
    answers: {
      app: {
        info: s.answer({
          ...s.info,
          notices: [{ id: 'n1', failure: { code: 'network.clock' as const, why: 'skew', skew: 840 }, about: null }],
        }),
      },
    },
  },
];
