import type { Clock } from '../../../shared/clock';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { Failure } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';

/** A device that is only passed by is read when the person stays on it, so that a held arrow key asks for nothing. */
const GLANCE_MS = 700;
/** What came from Intune so lately is not asked for again by passing by. */
const FRESH_MS = 60_000;

/** The device of the detail pane: shown at once from the row, then read afresh. */
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

  /** Shows a device that is highlighted in the list. `mayRead`: it is read afresh once the person stays on it. */
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
      // What only the read of one device tells, no row has.
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
    // Who only passes by is told what concerns the device; that Intune does not answer, the list says already.
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
