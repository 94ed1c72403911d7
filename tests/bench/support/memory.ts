import { readdirSync, readFileSync } from 'node:fs';

/** Proportional set size of a process and of everything below it, in MiB. Linux only. */
export function pssOfTree(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent !== null) parents.set(Number(name), parent);
  }
  const isBelow = (one: number): boolean => {
    for (let at: number | undefined = one; at !== undefined && at > 1; at = parents.get(at))
      if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow).reduce((sum, one) => sum + pssOf(one), 0) / 1024;
}

function parentOf(pid: number): number | null {
  const found = /^PPid:\s+(\d+)/m.exec(read(`/proc/${String(pid)}/status`));
  return found === null ? null : Number(found[1]);
}

/** Of one process in KiB; 0 for one that has just ended. */
export function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${String(pid)}/smaps_rollup`))?.[1] ?? 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
