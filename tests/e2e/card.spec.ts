import { landmarks } from '../../practice';
import { expect, test } from './fixtures';

const { never, userless } = landmarks;

test('a scanner and a held Enter on the card send nothing; the following confirmation sends one request', async ({
  signedIn,
  approving,
  tenant,
}) => {
  const { window, technician } = await signedIn();
  const asked = tenant.control.accepted(never.id);
  await technician.find(never.name);
  await window.getByRole('button', { name: 'Request remote assistance' }).focus();
  await window.keyboard.down('Enter');
  await expect(technician.card.getByRole('button', { name: 'Send request' })).toBeFocused();
  for (let press = 0; press < 30; press += 1) await window.keyboard.down('Enter');
  await window.keyboard.up('Enter');
  for (const delay of [1, 10]) {
    await window.keyboard.type('PF4D7K22', { delay });
    await window.keyboard.press('Enter');
    await window.keyboard.press('Enter');
  }
  await technician.card.getByLabel('Ticket').focus();
  await window.keyboard.type('INC0012345', { delay: 5 });
  await window.keyboard.press('Enter');
  await expect(technician.card.getByLabel('Ticket')).toHaveValue('INC0012345');
  await expect(technician.card.getByRole('button', { name: 'Send request' })).toBeEnabled();
  expect(tenant.control.accepted(never.id)).toBe(asked);
  await approving(() => technician.confirm());
  await technician.seeState(never.name, /Waiting/);
  expect(tenant.control.accepted(never.id)).toBe(asked + 1);
});

test('the card of a device that cannot be helped says so before anything is sent, and only the technician can continue', async ({
  signedIn,
  approving,
  tenant,
}) => {
  const { window, technician } = await signedIn();
  const asked = tenant.control.accepted(userless.id);
  await technician.find(userless.name);
  await window.getByRole('button', { name: 'No remote assistance' }).click();
  await expect(technician.card).toContainText('This device can’t be helped this way');
  await expect(technician.card.getByRole('button', { name: 'Copy request for admin' })).toBeFocused();
  await expect(technician.card.getByRole('button', { name: 'Send request' })).toHaveCount(0);
  await technician.card.getByRole('button', { name: 'Send anyway' }).click();
  await expect(technician.card.getByLabel('Ticket')).toBeFocused();
  expect(tenant.control.accepted(userless.id)).toBe(asked);
  const send = technician.card.getByRole('button', { name: 'Send anyway' });
  await expect(send).toBeEnabled();
  await approving(() => send.click());
  await technician.seeState(userless.name, /Waiting/);
  expect(tenant.control.accepted(userless.id)).toBe(asked + 1);
});
