import type { DeviceField, ManagedDevice } from '../managed-device';

/** First build number of Windows 11; both versions report 10.0. */
const WINDOWS_11_BUILD = 22_000;

export type OsFacts = Pick<ManagedDevice, 'os' | 'osVersion' | 'platform'>;

/** The familiar name of the system: "Windows 11" by the build number, else the name from Intune. */
export function osName({ os, osVersion, platform }: OsFacts): string {
  const build = platform === 'windows' && os === 'Windows' ? /^10\.0\.(\d+)/u.exec(osVersion)?.[1] : undefined;
  return build === undefined ? os : `Windows ${Number(build) >= WINDOWS_11_BUILD ? '11' : '10'}`;
}

/** "Windows 11", "macOS 15.3": without the version if the name contains it. */
export function osText(device: OsFacts): string {
  const name = osName(device);
  return name === device.os ? [device.os, device.osVersion].filter(Boolean).join(' ') : name;
}

/** The text of a field as it is shown, searched and marked. */
export const shownText = (device: ManagedDevice, field: DeviceField): string =>
  field === 'os' ? osText(device) : device[field];
