import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { JournalFile } from '../store/journal-file';
import type { JournalRecord } from './records';
import { readRecord } from './records';
import type { Replayed } from './replay';
import { replay } from './replay';

/** The authoritative record of requests in flight: an append-only file (see records.ts). */
export class Journal {
  readonly #file: JournalFile;
  readonly #log: Log;
  readonly #serial = createSerial();

  constructor(file: JournalFile, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** Resolves with success only when the record is on the disk. Never rejects. */
  write(record: JournalRecord): Promise<Outcome<null>> {
    return this.#serial(async () => {
      const line = JSON.stringify(record);
      // A record that cannot be read back would be lost at the next start.
      if (readRecord(line) === null)
        return err({
          code: 'internal',
          ref: this.#log.fault('assistance.journal.unreadable', new TypeError(record.type)),
        });
      const outcome = await this.#guard(() => this.#file.append(line));
      if (!outcome.ok)
        this.#log.warn('assistance.journal.append-failed', { type: record.type, code: outcome.error.code });
      return outcome;
    });
  }

  /** Reads the records of earlier runs. Throws only when the file cannot be read at all. */
  read(): Promise<Replayed & { readonly damaged: number }> {
    return this.#serial(async () => {
      const { lines, damaged } = await this.#file.read();
      return { ...replay(lines), damaged };
    });
  }

  /**
   * Removes the records of finished requests. Lines that this version cannot read stay. `finished` returns their ids;
   * it is called once, after everything written so far has been read.
   */
  compact(finished: () => ReadonlySet<string>): Promise<Outcome<null>> {
    return this.#serial(() =>
      this.#guard(async () => {
        const { lines } = await this.#file.read();
        const done = finished();
        const kept = lines.filter((line) => {
          const record = readRecord(line);
          return record === null || !done.has(record.id);
        });
        return kept.length === lines.length ? { ok: true, value: null } : this.#file.rewrite(kept);
      }),
    );
  }

  async #guard(task: () => Promise<Outcome<null>>): Promise<Outcome<null>> {
    try {
      return await task();
    } catch (cause) {
      return err({ code: 'internal', ref: this.#log.fault('assistance.journal', cause) });
    }
  }
}
