import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { ExportProgress } from '../../../shared/contract/export';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import type { ExportStyle } from '../../store/table-text';
import { tableText } from '../../store/table-text';
import { writeStreamed } from '../../store/write-streamed';
import { AnswerLost } from './all-devices';
import { devicesJson, exportHead, exportRow } from './export-rows';
import type { DevicesPart, InventoryKeeper, LocalAnswers } from './port';

/** Rows that are formatted at a time: few enough that the main thread is never blocked. */
const CHUNK = 100;
/** How often the query is repeated after the process dropped its result. */
const TRIES = 4;

export interface DeviceExport {
  readonly style: ExportStyle;
  /** ISO 8601. */
  readonly now: string;
  readonly answers: Pick<LocalAnswers, 'all'>;
  /** Whether the inventory of the request is still open: another one is never written instead. */
  readonly isStillOpen: () => boolean;
  readonly progress: (progress: ExportProgress) => void;
  readonly signal: AbortSignal;
}

const otherWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Writes one file from one result. `lost` is called if the rest of the result cannot be read. */
async function write(
  devices: AsyncIterable<DevicesPart>,
  path: string,
  { style, now, progress, signal }: DeviceExport,
  lost: (cause: AnswerLost) => void,
): Promise<Outcome<number>> {
  let count = 0;
  const goOn = (): void => {
    if (signal.aborted) throw new AnswerLost({ code: 'cancelled' });
  };
  async function* rows(): AsyncGenerator<readonly (readonly string[])[]> {
    try {
      for await (const part of devices) {
        for (let at = 0; at < part.devices.length; at += CHUNK) {
          goOn();
          yield part.devices.slice(at, at + CHUNK).map(exportRow);
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
  const written = await writeStreamed(
    path,
    style.format === 'json'
      ? devicesJson(rows(), now)
      : tableText(style.format, style.separator, { name: 'Devices', head: exportHead, parts: rows() }),
  );
  return written.ok ? ok(count) : written;
}

/**
 * Writes every device of a result; returns how many. `cancelled` when stopped: then, as after every failure, nothing is written
 * and an older file of that name stays as it was. Throws `AnswerLost` when no inventory is open.
 */
export async function exportDevices(query: DeviceQuery, path: string, options: DeviceExport): Promise<Outcome<number>> {
  for (let tries = 1; ; tries += 1) {
    if (!options.isStillOpen()) return err({ code: 'auth.required' });
    const causes: AnswerLost[] = [];
    const written = await write(options.answers.all(query), path, options, (cause) => void causes.push(cause));
    const [lost] = causes;
    if (lost === undefined) return written;
    if (!lost.isExpired || tries >= TRIES || options.signal.aborted) return err(lost.failure);
  }
}

/** An export of the inventory that was open when it was requested. */
interface OpenExport {
  /** Whether that inventory is still open. */
  readonly isStillTheirs: () => boolean;
  readonly write: (
    file: { readonly path: string; readonly style: ExportStyle; readonly at: string },
    control: Pick<DeviceExport, 'progress' | 'signal'>,
  ) => Promise<Outcome<number>>;
}

/** `auth.required` while no inventory is open. */
export function exportOfOpen(
  query: DeviceQuery,
  keeper: Pick<InventoryKeeper, 'open'>,
  answers: Pick<LocalAnswers, 'all'>,
): Outcome<OpenExport> {
  const from = keeper.open();
  if (from === null) return err({ code: 'auth.required' });
  const isStillOpen = (): boolean => keeper.open() === from;
  return ok({
    isStillTheirs: isStillOpen,
    write: ({ path, style, at }, control) =>
      exportDevices(query, path, { answers, isStillOpen, style, now: at, ...control }),
  });
}
