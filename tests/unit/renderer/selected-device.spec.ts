import { expect, it } from 'vitest';
import { SelectedDevice } from '../../../renderer/features/devices/selected-device.svelte';
import { ok } from '../../../shared/result';
import { aRow } from '../../support/builders';
import { ManualClock } from '../../support/clock';

it('values that come only from reading one device stay when a newer row arrives, and are dropped with the device', async () => {
  const row = aRow({ id: 'one', lastCheckIn: '2026-11-23T09:00:00Z', asOf: '2026-11-23T09:00:00.000Z' });
  const ethernetMac = '3C:21:9C:0A:5E:70';
  const selected = new SelectedDevice(
    {
      read: async ({ deviceId }) =>
        ok({ ...row, id: deviceId, source: 'live', ...(deviceId === 'one' && { ethernetMac }) }),
    },
    new ManualClock(),
  );
  await selected.open('one', row);
  expect(selected.device?.ethernetMac).toBe(ethernetMac);
  selected.preview(
    'one',
    { ...row, category: 'Front desk', lastCheckIn: '2026-11-23T09:30:00Z', asOf: '2026-11-23T09:31:00.000Z' },
    false,
  );
  expect(selected.device).toMatchObject({ category: 'Front desk', ethernetMac });
  await selected.open('two', aRow({ id: 'two' }));
  expect(selected.device).not.toHaveProperty('ethernetMac');
});
