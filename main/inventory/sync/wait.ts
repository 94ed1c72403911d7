import type { Clock } from '../../../shared/clock';

/** Waits so many milliseconds, or until one of the signals. */
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

/** What comes first: the work or the signal. The work is not ended by it. */
export const unlessAborted = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => resolve();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
