// What the chaos rung did, as out/chaos.json: [{ name, runs, lost, doubled, pass }]. The rows are counted by tests/chaos/rows.ts.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './setup/places.mjs';

const folder = at('out', 'chaos-rows');
export const chaosFile = at('out', 'chaos.json');

/** Before a run: what an earlier one counted must not be taken for this one's. */
export function clearRows() {
  for (const path of [folder, chaosFile]) rmSync(path, { recursive: true, force: true });
}

/** After a run, however it ended. `failures` are the titles of the tests that failed. */
export function writeRows(failures) {
  mkdirSync(folder, { recursive: true });
  const counted = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const rows = joinRows(counted, failures);
  writeFileSync(chaosFile, `${JSON.stringify(rows, null, 2)}\n`);
  return rows;
}

/**
 * One row for each name: counts are added up, and it passes only when every part of it did.
 * A test that failed outside of what it counts takes its row with it, or is a row of its own when it has none.
 */
export function joinRows(counted, failures) {
  const rows = new Map();
  for (const { name, runs, lost, doubled, pass } of counted) {
    const known = rows.get(name) ?? { name, runs: 0, lost: 0, doubled: 0, pass: true };
    rows.set(name, {
      name,
      runs: known.runs + runs,
      lost: known.lost + lost,
      doubled: known.doubled + doubled,
      pass: known.pass && pass,
    });
  }
  for (const title of failures) {
    const own = [...rows.values()].filter(({ name }) => title.includes(name));
    for (const row of own) row.pass = false;
    if (own.length === 0) rows.set(title, { name: title, runs: 0, lost: 0, doubled: 0, pass: false });
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
