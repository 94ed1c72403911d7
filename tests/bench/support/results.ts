import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const file = resolve(import.meta.dirname, '../../../out/bench.json');

/** A row of `out/bench.json`. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most it may be; null for a figure that only stands beside another one. */
  readonly budget: number | null;
  readonly pass: boolean;
}

/** Writes one figure down in place of an older one of that name. It reports; no clock fails a run. */
export function record({
  name,
  value,
  unit,
  budget = null,
}: {
  name: string;
  value: number;
  unit: string;
  budget?: number | null;
}): void {
  const row: Measurement = {
    name,
    value: Number(value.toPrecision(4)),
    unit,
    budget,
    pass: budget === null || value <= budget,
  };
  const others = readRows().filter((other) => other.name !== name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...others, row], null, 2)}\n`);
}

function readRows(): readonly Measurement[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Measurement[];
  } catch {
    return [];
  }
}
