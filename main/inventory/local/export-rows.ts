import type { ManagedDevice } from '../../../shared/managed-device';

const columns: readonly (readonly [head: string, field: keyof ManagedDevice])[] = [
  ['device_name', 'name'],
  ['serial', 'serial'],
  ['person', 'userName'],
  ['person_upn', 'upn'],
  ['person_mail', 'mail'],
  ['os', 'os'],
  ['os_version', 'osVersion'],
  ['manufacturer', 'manufacturer'],
  ['model', 'model'],
  ['category', 'category'],
  ['compliance', 'compliance'],
  ['ownership', 'ownership'],
  ['last_check_in', 'lastCheckIn'],
  ['enrolled_at', 'enrolledAt'],
  ['enrollment', 'enrollment'],
  ['imei', 'imei'],
  ['phone', 'phone'],
  ['entra_id', 'entraId'],
  ['device_id', 'id'],
];

/** Column names of an export. They are for programs: the same in every language. */
export const exportHead: readonly string[] = columns.map(([head]) => head);

/** A device as a row below that head; unknown values are empty. */
export const exportRow = (device: ManagedDevice): readonly string[] => columns.map(([, field]) => device[field] ?? '');

/** `{ "format", "version", "exportedAt", "devices" }`, with members named like the columns. */
export async function* devicesJson(
  parts: AsyncIterable<readonly (readonly string[])[]>,
  exportedAt: string,
): AsyncGenerator<string> {
  yield `{"format":"deskside-devices","version":1,"exportedAt":${JSON.stringify(exportedAt)},"devices":[`;
  let separator = '\n';
  for await (const rows of parts) {
    yield (
      separator +
      rows
        .map((row) => JSON.stringify(Object.fromEntries(exportHead.map((head, at) => [head, row[at] ?? '']))))
        .join(',\n')
    );
    separator = ',\n';
  }
  yield '\n]}\n';
}
