import { untrack } from 'svelte';
import type { DeviceSearch } from '../features/devices/device-search.svelte';
import type { ShortlistState } from '../features/devices/shortlist.svelte';
import type { Owner } from '../features/session/screen-owner';
import { isInside, ownerChange, ownerIn } from '../features/session/screen-owner';
import type { SessionState } from '../features/session/session.svelte';

interface Parts {
  readonly session: SessionState;
  readonly search: DeviceSearch;
  readonly shortlist: ShortlistState;
  /** Removes everything of the former account or tenant from the screen. */
  readonly forget: () => void;
}

/** What both windows do when the account or the tenant changes. */
export class WindowSession {
  #owner = $state<Owner>(null);
  readonly #parts: Parts;
  /** Whether the window shows data rather than the sign-in. */
  readonly isInside = $derived.by(() => isInside(this.#parts.session.session, this.#owner));

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Follows the session. Returns a function that ends it. */
  start(): () => void {
    const { session, search } = this.#parts;
    return $effect.root(() => {
      $effect(() => {
        const owner = ownerIn(
          session.session,
          untrack(() => this.#owner),
        );
        untrack(() => this.#become(owner));
      });
      $effect(() => {
        if (session.signedIn && session.reason === null) untrack(() => search.signedIn());
      });
    });
  }

  #become(owner: Owner): void {
    const change = ownerChange(this.#owner, owner);
    this.#owner = owner;
    if (change === 'none') return;
    const { search, shortlist, forget } = this.#parts;
    if (change === 'left') forget();
    void shortlist.reload();
    // The text in the box is searched again for the current account; `signedIn` does that for a search that failed.
    if (owner !== null && search.folded !== '' && search.live.failure === null) void search.run();
  }
}
