import type { Transport } from './transport';

/** A transport that tracks whether a foreground call is running. */
export interface Foreground {
  readonly transport: Transport;
  /** Resolves when no foreground call is running; background work awaits it before each of its own calls. */
  quiet(): Promise<void>;
}

/** Counts the calls that are not marked as background, so that calls of the technician always go first. */
export function watchForeground(inner: Transport): Foreground {
  let running = 0;
  let waiting: readonly (() => void)[] = [];

  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await call();
    } finally {
      running -= 1;
      // Released one tick later, so that a follow-up call made with this response goes first as well.
      setImmediate(release);
    }
  };
  const release = (): void => {
    if (running > 0) return;
    const released = waiting;
    waiting = [];
    for (const run of released) run();
  };

  return {
    transport: {
      ...inner,
      get: (address, options) =>
        options.background === true ? inner.get(address, options) : counted(() => inner.get(address, options)),
      getRaw: (address, options) =>
        options.background === true ? inner.getRaw(address, options) : counted(() => inner.getRaw(address, options)),
      batch: (parts, options) =>
        options.background === true ? inner.batch(parts, options) : counted(() => inner.batch(parts, options)),
      act: (path, options) => counted(() => inner.act(path, options)),
    },
    async quiet() {
      while (running > 0) await new Promise<void>((resolve) => (waiting = [...waiting, resolve]));
    },
  };
}
