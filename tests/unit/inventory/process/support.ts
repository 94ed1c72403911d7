import { InventoryClient } from '../../../../main/inventory/process/client';
import type { News, ProcessPort } from '../../../../main/inventory/process/protocol';
import { InventoryServer } from '../../../../main/inventory/process/server';
import type { Clock } from '../../../../shared/clock';

/** Two ends joined by structured clone, later in the queue, as processes are. */
export function line(): readonly [ProcessPort, ProcessPort] {
  const hear: ((message: unknown) => void)[] = [];
  const end = (own: number): ProcessPort => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      setImmediate(() => hear[1 - own]?.(copy));
    },
    listen: (onMessage) => void (hear[own] = onMessage),
  });
  return [end(0), end(1)];
}

export interface Timer {
  readonly ms: number;
  readonly run: () => void;
  isOn: boolean;
}

/** A clock whose timers run when the test says so. */
export function handClock(): Clock & { readonly timers: Timer[]; readonly due: (ms: number) => void } {
  const timers: Timer[] = [];
  return {
    timers,
    now: () => 0,
    after(ms, run) {
      const timer: Timer = { ms, run, isOn: true };
      timers.push(timer);
      return () => void (timer.isOn = false);
    },
    /** Runs the timers of this length that wait. */
    due(ms) {
      for (const timer of timers.filter((one) => one.isOn && one.ms === ms)) {
        timer.isOn = false;
        timer.run();
      }
    },
  };
}

/** The server behind a line, without a process. */
export function start(collect: () => void = () => undefined) {
  const [ours, theirs] = line();
  const news: News[] = [];
  const clock = handClock();
  new InventoryServer({
    port: theirs,
    clock,
    defer: (run) => void setImmediate(run),
    ticks: () => performance.now(),
    collect,
  }).start();
  return { client: new InventoryClient(ours, (one) => news.push(one)), port: ours, clock, timers: clock.timers, news };
}
