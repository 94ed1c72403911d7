import { noChips } from '../../shared/contract/device-query';
import type { DeviceList } from '../../shared/contract/devices';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import type { InventoryAsker, LocalAnswers } from './local/port';
import type { DeviceFinder } from './port';
import { deviceOf } from './rows/device-row';
import { withKnown } from './rows/with-known';

/**
 * Calls the service, hands what it returns to the local inventory, and uses that inventory when the service cannot be reached.
 * Which inventory this is, is decided before the service is called.
 */
export function createFinder(live: DeviceFinder, local: LocalAnswers): DeviceFinder {
  const taught = (list: Outcome<DeviceList>, from: InventoryAsker | null): Outcome<DeviceList> => {
    if (list.ok) void local.learn(list.value.devices.map(deviceOf), from);
    return list;
  };
  return {
    async search(text, box = '', chips = noChips) {
      const from = local.opened();
      const answer = await live.search(text, box);
      return answer.ok
        ? ok({ ...answer.value, devices: await local.join(answer.value.devices, { text, chips, lane: box }, from) })
        : answer;
    },
    async read(deviceId, glance) {
      const from = local.opened();
      const read = await live.read(deviceId, glance);
      if (!read.ok) {
        if (read.error.code === 'graph.not-found') local.remove(deviceId, from);
        return read;
      }
      const device = withKnown(deviceOf(read.value), await local.known(deviceId, from));
      void local.learn([device], from);
      return ok({ ...read.value, ...device });
    },
    async ofPerson(userId) {
      const from = local.opened();
      const list = await live.ofPerson(userId);
      if (list.ok || list.error.code === 'auth.required') return taught(list, from);
      const devices = await local.ofPerson(userId, from);
      return devices.length > 0 ? ok({ devices, truncated: false }) : list;
    },
    async ofApp(appId) {
      const from = local.opened();
      return taught(await live.ofApp(appId), from);
    },
    async more(handle) {
      const from = local.opened();
      return taught(await live.more(handle), from);
    },
  };
}
