import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where rows are stored until `build/chaos-rows.mjs` makes out/chaos.json of them. */
const folder = resolve(import.meta.dirname, '../../out/chaos-rows');
/** Fast tests count often; the file is written at most this often. */
const pauseMs = 200;

/** The counts of one chaos test, kept while it runs. */
export interface Row {
  /** Counts things that were completed and checked. */
  ran(times?: number): void;
  /** Counts records or answers that had been acknowledged and are gone. */
  lost(times: number): void;
  /** Counts things that happened twice and may happen only once. */
  doubled(times: number): void;
}

/**
 * Runs a chaos test and writes its row to the disk from the start, so that an interrupted run is a row that did not pass.
 * `name` must be part of the test's title: that is how a failure outside of `action` finds its row. Rows of one name are added up.
 * Rejects as `action` does, and also when something was lost or doubled although `action` did not reject.
 */
export async function counted(name: string, action: (row: Row) => Promise<void> | void): Promise<void> {
  const path = join(folder, `${randomUUID()}.json`);
  const count = { runs: 0, lost: 0, doubled: 0 };
  let written = 0;
  const write = (pass: boolean): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.tmp`, JSON.stringify({ name, ...count, pass }));
    renameSync(`${path}.tmp`, path);
    written = performance.now();
  };
  const add = (what: keyof typeof count, times: number): void => {
    count[what] += times;
    if (performance.now() - written > pauseMs) write(false);
  };
  write(false);
  let isDone = false;
  try {
    await action({
      ran: (times = 1) => add('runs', times),
      lost: (times) => add('lost', times),
      doubled: (times) => add('doubled', times),
    });
    isDone = true;
  } finally {
    write(isDone && count.runs > 0 && count.lost + count.doubled === 0);
  }
  if (count.runs === 0) throw new Error(`${name}: nothing was done`);
  if (count.lost + count.doubled > 0)
    throw new Error(`${name}: ${String(count.lost)} lost, ${String(count.doubled)} doubled`);
}
