import { landmarks } from '../../practice';
import type { Landmark } from '../../practice/data/landmarks';
import { expect, test } from '../e2e/fixtures';
import { Technician } from '../support/technician';
import { record } from './support/results';
import { median } from './support/statistics';

const SECOND_MS = 1_000;
const { ready, slow, never, lingering, offline, error } = landmarks;

/** Links that appear at moments spread over the first two minutes. */
const plan: readonly { readonly device: Landmark; readonly afterMs: number }[] = [
  { device: offline, afterMs: 110_300 },
  { device: error, afterMs: 78_700 },
  { device: never, afterMs: 47_100 },
  { device: lingering, afterMs: 28_900 },
  { device: slow, afterMs: 14_200 },
  { device: ready, afterMs: 6_400 },
];

test('link available at Graph to notification on the desktop', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
  desktop,
}) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  const technician = new Technician(window);
  const acceptedAt = (from: number): number =>
    tenant.control.requests.slice(from).findLast(({ path }) => path.includes('requestRemoteAssistance'))?.at ?? NaN;
  const watched: Promise<number>[] = [];
  for (const [n, { device, afterMs }] of plan.entries()) {
    tenant.control.setStory(device.id, { kind: 'ready', afterMs });
    const before = tenant.control.accepted(device.id);
    const seen = tenant.control.requests.length;
    await technician.find(device.name);
    await technician.prepare();
    if (n === 0) await approving(() => technician.confirm());
    else await technician.confirmUntilSent();
    await expect.poll(() => tenant.control.accepted(device.id)).toBe(before + 1);
    watched.push(
      untilTold(
        () =>
          desktop.notifications.some(
            ({ summary }) => summary.startsWith('Session ready') && summary.includes(device.name),
          ),
        acceptedAt(seen) + afterMs,
      ),
    );
  }
  const delays = await Promise.all(watched);
  record({
    name: 'link at Graph to notification (longest of 6)',
    value: Math.max(...delays) / SECOND_MS,
    unit: 's',
    budget: 3,
  });
  record({ name: 'link at Graph to notification (median of 6)', value: median(delays) / SECOND_MS, unit: 's' });
});

/** Milliseconds from a moment (since 1970) until something is seen. */
async function untilTold(isSeen: () => boolean, from: number): Promise<number> {
  const end = from + 60 * SECOND_MS;
  while (!isSeen()) {
    if (Date.now() > end) throw new Error('The notification never came');
    await new Promise((next) => setTimeout(next, 5));
  }
  return Date.now() - from;
}
