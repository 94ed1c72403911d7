/** Callers that want the same thing at the same time share one run of it. */
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
