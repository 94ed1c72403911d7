import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Measurement } from '../support/results';
import { percentile } from '../support/statistics';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export const spread = (times: readonly number[]): Spread => ({
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
  p99: percentile(times, 0.99),
});
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
export const ms = (value: number): string => value.toFixed(2).padStart(9);
export const columnsOf = ({ p50, p95, p99 }: Spread): string => `${ms(p50)} ${ms(p95)} ${ms(p99)}`;

/** Proportional set size of this process in bytes; resident size where the system does not tell. */
export function memory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return process.memoryUsage().rss;
  }
}

/** Figures of one run: said at once, written at the end in place of those of the run before. */
export class Report {
  readonly rows: Measurement[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  note(name: string, value: number, unit: string, budget: number | null = null): void {
    this.rows.push({
      name: `index.${name}`,
      value: Number(value.toPrecision(4)),
      unit,
      budget,
      pass: budget === null || value <= budget,
    });
  }

  /** Rows of other benches stay. */
  write(): void {
    let before: readonly Measurement[] = [];
    try {
      before = JSON.parse(readFileSync(this.#file, 'utf8')) as readonly Measurement[];
    } catch {
      mkdirSync(dirname(this.#file), { recursive: true });
    }
    writeFileSync(
      this.#file,
      `${JSON.stringify([...before.filter(({ name }) => !name.startsWith('index.')), ...this.rows], null, 2)}\n`,
    );
  }
}
