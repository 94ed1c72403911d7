/** Concurrent callers with the same key share one run. */
export class SingleFlight<T> {
  readonly #running = new Map<string, Promise<T>>();

  run(key: string, task: () => Promise<T>): Promise<T> {
    const known = this.#running.get(key);
    if (known !== undefined) return known;
    const flight = task().finally(() => this.#running.delete(key));
    this.#running.set(key, flight);
    return flight;
  }
}
