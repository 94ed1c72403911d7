import { landmarks } from '../../practice';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready } = landmarks;
const alex = 'alex.morgan@';
const yui = 'yui.takahashi@';

test('an approval by another account sends nothing; the same card is sent after the right account approves it', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
}) => {
  await presetTenant();
  const { window } = await start();
  const technician = new Technician(window);
  await signIn(window);
  const before = tenant.control.accepted(ready.id);
  const question = window.getByRole('region', { name: 'You came back as somebody else' });
  const answer = (name: RegExp) => question.getByRole('button', { name }).click();

  await technician.find(ready.name);
  await technician.prepare();
  await technician.card.getByLabel('Ticket').fill('INC-4711');
  await approving(() => technician.confirm(), '高橋 結衣');
  await expect(question).toContainText(alex);
  await expect(question).toContainText(yui);
  await answer(/^Stay /);
  await expect(technician.card.getByRole('alert')).toContainText('Another account came back');
  await expect(technician.card.getByLabel('Ticket')).toHaveValue('INC-4711');
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  expect(tenant.control.accepted(ready.id)).toBe(before);

  await approving(() => technician.confirm(), '高橋 結衣');
  await expect(question).toBeVisible();
  await approving(() => answer(/^Try again/));
  await technician.seeState(ready.name, 'Session ready');
  await expect(question).toBeHidden();
  expect(tenant.control.accepted(ready.id)).toBe(before + 1);
});

test('after a switch to the account that came back the app uses that one, and nothing of the other one is sent', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
}) => {
  await presetTenant();
  const { window } = await start();
  const technician = new Technician(window);
  await signIn(window);
  const before = tenant.control.accepted(ready.id);
  await technician.find(ready.name);
  await technician.prepare();
  await approving(() => technician.confirm(), '高橋 結衣');
  await window.getByRole('button', { name: /^Switch to / }).click();
  await expect(window.getByRole('button', { name: 'Account: 高橋 結衣' })).toBeVisible();
  await expect(technician.card).toBeHidden();
  expect(tenant.control.accepted(ready.id)).toBe(before);
});
