import type { Clock } from '../../../shared/clock';

/** Waits `ms` milliseconds, or until one of the signals aborts. */
export const wait = (clock: Clock, ms: number, signals: readonly AbortSignal[]): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      stop();
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = clock.after(ms, end);
    for (const signal of signals) {
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    }
  });

/** Settles with the work, or resolves when the signal aborts, whichever is first. The work itself continues. */
export const unlessAborted = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => resolve();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
