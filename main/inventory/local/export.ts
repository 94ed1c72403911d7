import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { InventoryExportProgress } from '../../../shared/contract/inventory';
import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { BYTE_ORDER_MARK, csvOf } from '../../store/csv';
import { writeStreamed } from '../../store/write-streamed';
import { AnswerLost } from './all-devices';
import type { DevicesPart, LocalAnswers } from './port';

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
/** Rows that are turned into text at once, so that the main thread is never blocked. */
const CHUNK = 100;
/** How often an answer is asked for anew that the process had to give up meanwhile. */
const TRIES = 4;

export interface DeviceExport {
  readonly answers: Pick<LocalAnswers, 'all'>;
  readonly progress: (progress: InventoryExportProgress) => void;
  readonly signal: AbortSignal;
}

const otherWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rowOf = (device: ManagedDevice): readonly string[] => columns.map(([, field]) => device[field] ?? '');

/** One file from one answer. `lost` is told why the answer ended before its end. */
async function write(devices: AsyncIterable<DevicesPart>, path: string, { progress, signal }: DeviceExport, lost: (cause: AnswerLost) => void): Promise<Outcome<number>> {
  let count = 0;
  const goOn = (): void => {
    if (signal.aborted) throw new AnswerLost({ code: 'auth.cancelled' });
  };
  async function* pieces(): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvOf([columns.map(([head]) => head)]);
    try {
      for await (const part of devices) {
        for (let at = 0; at < part.devices.length; at += CHUNK) {
          goOn();
          yield csvOf(part.devices.slice(at, at + CHUNK).map(rowOf));
          await otherWork();
        }
        count += part.devices.length;
        progress({ done: count, total: Math.max(count, part.total) });
      }
      goOn();
    } catch (cause) {
      if (cause instanceof AnswerLost) lost(cause);
      throw cause;
    }
  }
  const written = await writeStreamed(path, pieces());
  return written.ok ? ok(count) : written;
}

/**
 * Writes every device of an answer as CSV; answers how many. `auth.cancelled` when stopped: then, as after every failure,
 * nothing is written and an older file of that name is as before. Throws `AnswerLost` when no inventory is open.
 */
export async function exportDevices(query: DeviceQuery, path: string, options: DeviceExport): Promise<Outcome<number>> {
  for (let tries = 1; ; tries += 1) {
    const causes: AnswerLost[] = [];
    const written = await write(options.answers.all(query), path, options, (cause) => void causes.push(cause));
    const [lost] = causes;
    if (lost === undefined) return written;
    if (!lost.isExpired || tries >= TRIES || options.signal.aborted) return err(lost.failure);
  }
}
