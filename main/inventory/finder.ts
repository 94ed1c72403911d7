import { noChips } from '../../shared/contract/device-query';
import type { DeviceList, DeviceRow } from '../../shared/contract/devices';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import { deviceOf } from './device-row';
import type { LocalAnswers } from './local/port';
import type { DeviceFinder } from './port';

/** Asks the service, tells the local inventory what it learned, and answers from it where the service cannot be asked. */
export function createFinder(live: DeviceFinder, local: LocalAnswers): DeviceFinder {
  const taught = (list: Outcome<DeviceList>): Outcome<DeviceList> => {
    if (list.ok) local.learn(list.value.devices.map(deviceOf));
    return list;
  };
  const orLocal = async (list: Outcome<DeviceList>, rows: () => Promise<readonly DeviceRow[]>): Promise<Outcome<DeviceList>> => {
    if (list.ok || list.error.code === 'auth.required') return taught(list);
    const devices = await rows();
    return devices.length > 0 ? ok({ devices, truncated: false }) : list;
  };
  return {
    async search(text, box = '', chips = noChips) {
      const answer = await live.search(text, box);
      return answer.ok ? ok({ ...answer.value, devices: await local.join(answer.value.devices, { text, chips, lane: box }) }) : answer;
    },
    async read(deviceId) {
      const read = await live.read(deviceId);
      if (read.ok) local.learn([deviceOf(read.value)]);
      else if (read.error.code === 'graph.not-found') local.remove(deviceId);
      return read;
    },
    ofPerson: async (userId) => orLocal(await live.ofPerson(userId), () => local.ofPerson(userId)),
    ofApp: async (appId) => taught(await live.ofApp(appId)),
  };
}
