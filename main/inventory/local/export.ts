import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { InventoryExportProgress } from '../../../shared/contract/inventory';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { BYTE_ORDER_MARK, csvOf } from '../../store/csv';
import { writeStreamed } from '../../store/write-streamed';
import { AnswerLost } from './answers';
import type { LocalAnswers } from './port';

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

export interface DeviceExport {
  readonly answers: Pick<LocalAnswers, 'all'>;
  readonly progress: (progress: InventoryExportProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Writes every device of an answer as CSV; answers how many. `auth.cancelled` when stopped: then, as after every failure,
 * nothing is written and an older file of that name is as before.
 */
export async function exportDevices(query: DeviceQuery, path: string, { answers, progress, signal }: DeviceExport): Promise<Outcome<number>> {
  let count = 0;
  const lost: Failure[] = [];

  async function* pieces(): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvOf([columns.map(([head]) => head)]);
    try {
      for await (const { devices, total } of answers.all(query)) {
        for (let at = 0; at < devices.length; at += CHUNK) {
          if (signal.aborted) throw new AnswerLost({ code: 'auth.cancelled' });
          yield csvOf(devices.slice(at, at + CHUNK).map((device) => columns.map(([, field]) => device[field] ?? '')));
          await otherWork();
        }
        count += devices.length;
        progress({ done: count, total: Math.max(count, total) });
      }
    } catch (cause) {
      if (cause instanceof AnswerLost) lost.push(cause.failure);
      throw cause;
    }
  }

  const written = await writeStreamed(path, pieces());
  const [failure] = lost;
  if (failure !== undefined) return err(failure);
  return written.ok ? ok(count) : written;
}

const otherWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
