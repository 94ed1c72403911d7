import { createGraph } from '../../../main/graph/graph-api';
import type { GraphPort } from '../../../main/graph/port';
import { bench, type Step } from './support';

export const ID = '0000000d-0000-4000-8000-000000000001';
export const other = (n: number): string => `0000000d-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** A device as Graph returns it. */
export const row = (id: string, more: object = {}): object => ({ id, deviceName: `N-${id}`, ...more });

/** The Graph API on a transport that returns `steps`, with a clock that advances by itself. */
export function api(steps: readonly Step[]) {
  const b = bench(steps);
  const graph = createGraph(b.transport);
  return { ...b, run: <T>(work: (graph: GraphPort) => Promise<T>): Promise<T> => b.clock.drive(work(graph)) };
}
