/** A promise that the test settles. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

export function deferred<T = void>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Lets everything in a page go on that waits only for promises. In Node `flush` of `turns.ts` does it. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
