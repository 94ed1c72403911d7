export interface ChaosRow {
  name: string;
  runs: number;
  lost: number;
  doubled: number;
  pass: boolean;
}
export const chaosFile: string;
export function clearRows(): void;
export function writeRows(failures: readonly string[]): ChaosRow[];
export function joinRows(counted: readonly ChaosRow[], failures: readonly string[]): ChaosRow[];
