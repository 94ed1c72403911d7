import type { Clock } from '../../../shared/clock';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

/** A highlighted device is read only after this time, in milliseconds, so that a held arrow key reads nothing. */
const GLANCE_MS = 700;
/** Values from Intune that are younger than this, in milliseconds, are not read again for a highlight. */
const FRESH_MS = 60_000;

/** The device of the detail pane: shown at once from its row, then read from Intune. */
export class SelectedDevice {
  id = $state<string | null>(null);
  device = $state.raw<DeviceRow | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  #latest = 0;
  #stopWaiting: () => void = () => undefined;
  readonly #port: Pick<AppBridge['devices'], 'read'>;
  readonly #clock: Clock;

  constructor(port: Pick<AppBridge['devices'], 'read'>, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** Shows a device; `row` is what the list knows of it. */
  open(id: string, row: DeviceRow | null): Promise<void> {
    this.#show(id, row);
    return this.refresh();
  }

  /**
   * Shows a device that is highlighted in the list. `mayRead`: it is read from Intune once the highlight stays on it.
   */
  preview(id: string, row: DeviceRow | null, mayRead: boolean): void {
    const isOther = this.id !== id;
    this.#show(id, row);
    if (!isOther || (!mayRead && row !== null) || this.#isFresh()) return;
    this.#stopWaiting = this.#clock.after(row === null ? 0 : GLANCE_MS, () => void this.#read(true));
  }

  close(): void {
    this.#drop();
    this.id = null;
    this.device = null;
  }

  refresh(): Promise<void> {
    this.#stopWaiting();
    return this.#read(false);
  }

  #show(id: string, row: DeviceRow | null): void {
    if (this.id !== id) {
      this.#drop();
      this.id = id;
      this.device = row;
    } else if (row !== null && (this.device === null || isFresher(row, this.device))) {
      // Some values come only from reading one device; rows do not have them.
      const ethernetMac = row.ethernetMac ?? this.device?.ethernetMac;
      this.device = ethernetMac === undefined ? row : { ...row, ethernetMac };
    }
  }

  #drop(): void {
    this.#stopWaiting();
    this.#latest++;
    this.failure = null;
    this.busy = false;
  }

  #isFresh(): boolean {
    const { device } = this;
    return device?.source === 'live' && device.asOf !== null && this.#clock.now() - Date.parse(device.asOf) < FRESH_MS;
  }

  async #read(glance: boolean): Promise<void> {
    const deviceId = this.id;
    if (deviceId === null) return;
    const ticket = ++this.#latest;
    this.busy = !glance || this.device === null;
    const outcome = await this.#port.read(glance ? { deviceId, glance } : { deviceId });
    if (ticket !== this.#latest) return;
    this.busy = false;
    if (outcome.ok) this.failure = null;
    // For a mere highlight only failures of the device itself are shown: the list already says that Intune does not
    // answer.
    else if (!glance || this.device === null || outcome.error.code === 'graph.not-found') this.failure = outcome.error;
    // The list knows about twins and matches; a single read does not.
    if (outcome.ok)
      this.device = {
        ...outcome.value,
        twins: Math.max(outcome.value.twins, this.device?.twins ?? 0),
        match: this.device?.match ?? null,
      };
  }
}

/** Whether a row of the list knows the device better than what is shown. */
function isFresher(row: DeviceRow, shown: DeviceRow): boolean {
  if ((row.lastCheckIn ?? '') < (shown.lastCheckIn ?? '')) return false;
  return row.asOf !== null && (shown.asOf === null || row.asOf > shown.asOf);
}
