import type { Page } from '@playwright/test';
import { landmarks } from '../../../practice';
import { startPracticeServer } from '../../../practice/server';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import { expect, test } from '../../e2e/fixtures';
import { callMain } from '../../support/page-bridge';
import { systemDialog } from '../../support/system-dialog';
import { trustAuthority } from '../../support/trusted-authority';
import { counted } from '../rows';
import { attacks, scripts } from './attacks';

const { never, slow, ready } = landmarks;
/** Every path that this app may ever call. */
const allowed =
  /^\/v1\.0\/(\$batch|deviceManagement\/managedDevices(\/[\w.-]+(\/requestRemoteAssistance)?)?|deviceManagement\/detectedApps(\/[\w.-]+\/managedDevices)?|users(\/[\w.-]+(\/managedDevices)?)?)(\?|$)/;
const secrets = /eyJ[\w-]{20,}|(access|refresh|id)_?token|Bearer |get\.teamviewer\.com\/s\d/i;

async function prepared(window: Page, deviceId: string): Promise<ConfirmCard> {
  await expect.poll(async () => (await callMain(window, 'requests', 'prepare', { deviceId })).ok).toBe(true);
  const card = await callMain<ConfirmCard>(window, 'requests', 'prepare', { deviceId });
  if (!card.ok) throw new Error(card.error.code);
  return card.value;
}

test('calls and scripts of a hostile page: no request without a card, no token, no other action', ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
  systemBrowser,
}) =>
  counted('calls and scripts of a hostile page', async (row) => {
    test.setTimeout(180_000);
    const elsewhere = await startPracticeServer({ devices: 20 });
    await trustAuthority(elsewhere.caPem, 'deskside-elsewhere');
    try {
      await presetTenant();
      const { app, window } = await start();
      await signIn(window);
      await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
      await app.evaluate(({ dialog }) => {
        Object.assign(dialog, {
          showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
          showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
        });
      });
      const discarded = await prepared(window, slow.id);
      await callMain(window, 'requests', 'discard', { handle: discarded.handle });
      const spent = await prepared(window, never.id);
      let sent: AssistanceRequest | null = null;
      await approving(async () => {
        void callMain<AssistanceRequest>(window, 'requests', 'send', {
          handle: spent.handle,
          ticket: '',
          reason: '',
          override: true,
        }).then((answer) => {
          sent = answer.ok ? answer.value : null;
        });
      });
      await expect.poll(() => sent !== null).toBe(true);
      tenant.control.clearRequests();
      const opened = (await systemBrowser.opened()).length;
      const accepted = () => [never, slow, ready].map(({ id }) => tenant.control.accepted(id));
      const before = accepted();

      const loot = {
        device: slow.id,
        other: ready.id,
        discarded: discarded.handle,
        spent: spent.handle,
        request: (sent as unknown as AssistanceRequest).id,
        origin: tenant.origin,
        elsewhere: elsewhere.origin,
      };
      const all = attacks(loot);
      let answers = '';
      for (const { name, group, call, inputs } of all) {
        const asked = Promise.all(inputs.map((input) => callMain(window, group, call, input)));
        // Main asks the technician, who would leave the pending request, but does not want this tenant.
        if (call === 'importProfile') {
          await (await systemDialog('Requests are still waiting')).proceed();
          await (await systemDialog('Connect a tenant')).escape();
        }
        const said = await asked;
        answers += JSON.stringify(said);
        row.ran(said.length);
        if (call === 'send' || call === 'prepare')
          expect(
            said.every(({ ok }) => !ok),
            name,
          ).toBe(true);
      }
      for (const script of scripts(loot)) {
        expect(await window.evaluate(script), script).toBe('refused');
        row.ran();
      }

      const requests = tenant.control.requests;
      expect(requests.filter(({ path }) => path.includes('requestRemoteAssistance'))).toEqual([]);
      expect(accepted()).toEqual(before);
      expect(
        requests.filter(({ path }) => path.startsWith('/v1.0/') && !allowed.test(path)).map(({ path }) => path),
      ).toEqual([]);
      expect(
        requests.filter(({ path }) =>
          /wipe|retire|remoteLock|resetPasscode|deleteUser|cleanWindows|rebootNow|shutDown/i.test(
            path.split('?')[0] ?? '',
          ),
        ),
      ).toEqual([]);
      expect(answers).not.toMatch(secrets);
      expect(elsewhere.control.requests, 'nothing reached the foreign service').toEqual([]);
      expect(await systemBrowser.opened()).toHaveLength(opened);
      console.info(
        `${String(all.length + scripts(loot).length)} attacker scripts, ${String(all.flatMap(({ inputs }) => inputs).length)} calls: 0 requests, 0 tokens, 0 other actions`,
      );
    } finally {
      await elsewhere.stop();
    }
  }));

test('cards that a hostile page confirms itself are limited: once per card, one in three seconds', ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
}) =>
  counted('cards that a hostile page confirms itself', async (row) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
    const first = await prepared(window, never.id);
    await approving(
      async () =>
        void callMain(window, 'requests', 'send', {
          handle: first.handle,
          ticket: '',
          reason: '',
          override: true,
        }).catch(() => undefined),
    );
    await expect
      .poll(() => tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance')).length)
      .toBe(1);
    const cards = await Promise.all(
      [slow.id, ready.id, landmarks.open.id, landmarks.error.id].map((id) => prepared(window, id)),
    );
    const posts = () => tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance'));
    const from = Date.now();
    // What meets the limit waits for its turn, once for each card: the answers come when it has gone out.
    while (Date.now() - from < 2_000) {
      const tried = await Promise.all(
        cards.flatMap(({ handle }) =>
          [1, 2, 3].map(() => callMain(window, 'requests', 'send', { handle, ticket: '', reason: '', override: true })),
        ),
      );
      row.ran(tried.length);
    }
    const sent = posts();
    expect(new Set(sent.map(({ path }) => path)).size, 'no device twice').toBe(sent.length);
    expect(sent.length).toBeLessThanOrEqual(2 + Math.floor((Date.now() - from) / 3_000));
    // Measured where they arrive: on a busy computer one may come late, and the next one nearer to it.
    for (const [at, { at: when }] of sent.entries())
      if (at > 0) expect(when - (sent[at - 1]?.at ?? 0)).toBeGreaterThan(2_000);
  }));
