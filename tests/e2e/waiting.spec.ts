import type { Page } from '@playwright/test';
import { landmarks } from '../../practice';
import type { ConfirmCard } from '../../shared/contract/requests';
import { killApp } from '../support/app-runner';
import { callMain } from '../support/page-bridge';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready, slow, never, lingering } = landmarks;
const crowd = [ready, slow, never, lingering];

/** Confirms the cards of several devices in one moment, faster than one technician could. Resolves when main has them. */
async function confirmAll(window: Page, devices: readonly { readonly id: string }[]): Promise<void> {
  const cards: ConfirmCard[] = [];
  for (const { id } of devices) {
    const card = await callMain<ConfirmCard>(window, 'requests', 'prepare', { deviceId: id });
    if (!card.ok) throw new Error(card.error.code);
    cards.push(card.value);
  }
  // A waiting request resolves when it was sent, which never happens for an app that is killed.
  for (const { handle } of cards)
    void callMain(window, 'requests', 'send', { handle, ticket: 'INC-1', reason: '', override: true }).catch(
      () => undefined,
    );
}

test('a request over the limit is sent by itself, once; one that is stopped or killed while it waits becomes a draft', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
}) => {
  await presetTenant();
  const { app, window } = await start();
  const technician = new Technician(window);
  await signIn(window);
  await approving(() => technician.ask(ready.name));
  await technician.seeState(ready.name, 'Session ready');
  const before = crowd.map(({ id }) => tenant.control.accepted(id));
  const news = (): number[] => crowd.map(({ id }, nth) => tenant.control.accepted(id) - (before[nth] ?? 0));
  const pending = window.locator('#pending');

  await confirmAll(window, [slow, never, lingering]);
  await expect(pending).toContainText(/Sending in \d s…/);
  await pending.getByRole('button', { name: `Stop the request for ${lingering.name}` }).click();
  await expect(pending).toContainText('Stopped, not sent');
  await expect.poll(news, { timeout: 20_000 }).toEqual([0, 1, 1, 0]);

  await confirmAll(window, [ready, lingering]);
  await expect(pending.getByRole('button', { name: `Stop the request for ${lingering.name}` })).toBeVisible();
  await killApp(app);
  const [, ...others] = news();
  expect(others).toEqual([1, 1, 0]);

  const second = await start();
  const left = second.window.locator('#pending');
  await expect(left).toContainText(lingering.name);
  await expect(left).toContainText('Deskside was restarted');
  await left
    .getByRole('button', { name: new RegExp(lingering.name) })
    .first()
    .click();
  await expect(new Technician(second.window).card.getByLabel('Ticket')).toHaveValue('INC-1');
  expect(news().slice(1)).toEqual([1, 1, 0]);
});
