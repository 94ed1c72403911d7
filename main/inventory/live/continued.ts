import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../../shared/failure';
import { err } from '../../../shared/result';
import type { DevicePage } from '../../graph/port';

/** The most lists that can be continued; the oldest one is dropped first. */
const KEPT = 16;

type Rest = NonNullable<DevicePage['rest']>;

/**
 * Lists with more pages, each under an opaque handle: the service's own links stay here. A list belongs to the account that was
 * signed in when it was requested.
 */
export class Continued {
  readonly #lists = new Map<string, { readonly rest: Rest; readonly owner: object }>();

  /** Stores how to read the rest of a list; returns its handle. */
  keep(rest: Rest, owner: object): string {
    const handle = randomUUID();
    this.#put(handle, rest, owner);
    return handle;
  }

  /** Reads the next page. A handle works once, and again after a failure. `input.invalid` if this owner has no such list. */
  async goOn(handle: string, owner: object): Promise<Outcome<DevicePage>> {
    const list = this.#lists.get(handle);
    if (list?.owner !== owner) return err({ code: 'input.invalid' });
    this.#lists.delete(handle);
    const page = await list.rest();
    if (!page.ok) this.#put(handle, list.rest, owner);
    return page;
  }

  #put(handle: string, rest: Rest, owner: object): void {
    this.#lists.set(handle, { rest, owner });
    for (const oldest of this.#lists.keys()) {
      if (this.#lists.size <= KEPT) break;
      this.#lists.delete(oldest);
    }
  }
}
