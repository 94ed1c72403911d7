/** A value that state classes see change. */
export class Held<T> {
  value = $state.raw() as T;

  constructor(first: T) {
    this.value = first;
  }
}
