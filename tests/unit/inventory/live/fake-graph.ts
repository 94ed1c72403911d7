import type { CallOptions, DeviceFilter, DevicePage, GraphPort } from '../../../../main/graph/port';
import type { AppRow, PersonRow } from '../../../../shared/contract/devices';
import type { Outcome } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';

const fieldOf = {
  deviceName: 'name',
  serialNumber: 'serial',
  userPrincipalName: 'upn',
  azureADDeviceId: 'entraId',
  imei: 'imei',
  model: 'model',
  emailAddress: 'mail',
  phoneNumber: 'phone',
} as const;

const honour =
  (filter: DeviceFilter) =>
  (device: ManagedDevice): boolean => {
    const value = device[fieldOf[filter.field]].toLowerCase();
    return filter.op === 'eq' ? value === filter.value.toLowerCase() : value.includes(filter.value.toLowerCase());
  };

/** A tenant of plain objects. What a test leaves out, it does not expect to be asked. */
export class FakeGraph implements GraphPort {
  devices: readonly ManagedDevice[] = [];
  people: readonly PersonRow[] = [];
  apps: readonly AppRow[] = [];
  /** Fields whose filter is ignored, so that every device comes back. */
  ignored: ReadonlySet<DeviceFilter['field']> = new Set();
  truncated = false;
  failing: Partial<Record<'devices' | 'people' | 'apps', Outcome<never>>> = {};
  readonly filters: DeviceFilter[] = [];
  readonly peopleTexts: string[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  /** Holds answers back until it is resolved. */
  gate: Promise<void> = Promise.resolve();

  async findDevices(filters: readonly DeviceFilter[], options?: CallOptions): Promise<readonly Outcome<DevicePage>[]> {
    this.filters.push(...filters);
    this.signals.push(options?.signal);
    await this.gate;
    return filters.map(
      (filter) =>
        this.failing.devices ??
        ok({
          devices: this.ignored.has(filter.field) ? this.devices : this.devices.filter(honour(filter)),
          truncated: this.truncated,
        }),
    );
  }
  async device(id: string): Promise<Outcome<ManagedDevice>> {
    const found = this.devices.find((device) => device.id === id);
    return this.failing.devices ?? (found ? ok(found) : err({ code: 'graph.not-found', status: 404 }));
  }
  async devicesOfUser(userId: string): Promise<Outcome<DevicePage>> {
    return (
      this.failing.devices ??
      ok({ devices: this.devices.filter((device) => device.userId === userId), truncated: false })
    );
  }
  async user(id?: string): Promise<Outcome<PersonRow>> {
    const found = this.people.find((person) => person.id === id);
    return found === undefined ? err({ code: 'graph.not-found' }) : ok(found);
  }
  async searchPeople(text: string): Promise<Outcome<readonly PersonRow[]>> {
    this.peopleTexts.push(text);
    return this.failing.people ?? ok(this.people);
  }
  async searchApps(): Promise<Outcome<readonly AppRow[]>> {
    return this.failing.apps ?? ok(this.apps);
  }
  async devicesOfApp(): Promise<Outcome<DevicePage>> {
    return ok({ devices: [...this.devices, ...this.devices], truncated: true });
  }
  devicePage(): never {
    throw new Error('not asked');
  }
  sessionFacts(): never {
    throw new Error('not asked');
  }
  sessionFactsOf(): never {
    throw new Error('not asked');
  }
  ensureWriteScope(): never {
    throw new Error('not asked');
  }
  requestRemoteAssistance(): never {
    throw new Error('not asked');
  }
}
