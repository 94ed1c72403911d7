import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../../shared/failure';
import { err } from '../../../shared/result';
import type { DevicePage } from '../../graph/port';

/** Lists that somebody may still go on with; the oldest goes first. */
const KEPT = 16;

type Rest = NonNullable<DevicePage['rest']>;

/**
 * Lists that go on, each under a name that means nothing outside: the service's own links never leave here. A list belongs to
 * the account that was signed in when it was asked for.
 */
export class Continued {
  readonly #lists = new Map<string, { readonly rest: Rest; readonly owner: object }>();

  /** Keeps the way to the rest of a list. */
  keep(rest: Rest, owner: object): string {
    const handle = randomUUID();
    this.#put(handle, rest, owner);
    return handle;
  }

  /** Goes on, once: where that fails, the same handle may be tried again. `input.invalid` for a list that is not kept for this owner. */
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
