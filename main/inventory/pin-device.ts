import type { Shortlist } from '../../shared/contract/devices';
import type { Outcome } from '../../shared/failure';
import type { GraphPort } from '../graph/port';
import type { ShortlistKeeper } from './port';

export interface PinParts {
  readonly shortlist: ShortlistKeeper;
  readonly graph: GraphPort;
}

/** Pins or unpins a device; one that was not seen in this run is read first. */
export async function pinDevice({ shortlist, graph }: PinParts, deviceId: string, pinned: boolean): Promise<Outcome<Shortlist>> {
  if (pinned && shortlist.known(deviceId) === null) {
    const device = await graph.device(deviceId);
    if (!device.ok) return device;
    shortlist.learn([device.value]);
  }
  return shortlist.pin(deviceId, pinned);
}
