import type { Failure, Outcome } from '../../shared/failure';

interface Followed<T> {
  readonly changed: (listener: (value: T) => void) => () => void;
  readonly current: () => Promise<Outcome<T>>;
  readonly set: (value: T) => void;
  readonly fail?: (failure: Failure) => void;
}

/**
 * Subscribes before it asks, so that no change is missed. An answer that arrives after a change is older and is
 * dropped. Returns a function that ends the subscription.
 */
export function follow<T>({ changed, current, set, fail }: Followed<T>): () => void {
  let settled = false;
  const stop = changed((value) => {
    settled = true;
    set(value);
  });
  void current().then((outcome) => {
    if (settled) return;
    if (outcome.ok) set(outcome.value);
    else fail?.(outcome.error);
  });
  return () => {
    settled = true;
    stop();
  };
}
