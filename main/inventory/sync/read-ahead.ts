import type { Outcome } from '../../../shared/failure';
import type { DeviceListRequest } from '../../graph/port';
import type { AskedPage, InventoryPages } from './port';

/** Pages that are fetched before they are needed. More would only be thrown away when a run ends early. */
const DEPTH = 3;

/** One page, and the likely link to the next one: known while this page still arrives, or when it is complete. */
interface Coming {
  readonly page: Promise<Outcome<AskedPage>>;
  readonly hint: Promise<string | null>;
  /** Settles when the previous page has arrived. */
  readonly before: Promise<unknown>;
}

/**
 * Fetches pages before they are needed, by their likely links: the next one as soon as the previous one reveals its link. A page
 * whose link turns out to be wrong is dropped. No more than two pages are in flight at the same time.
 */
export class ReadAhead {
  readonly #fetch: InventoryPages['fetch'];
  readonly #run: AbortSignal;
  #queue: readonly (Coming & { readonly link: string })[] = [];
  /** The page after which the next one is fetched. */
  #last: Coming | null = null;
  #use = new AbortController();
  /** Links that were followed. They are not followed again unless a page is requested by one of them. */
  readonly #followed = new Set<string>();

  /** `run`: aborts everything in flight. */
  constructor(fetch: InventoryPages['fetch'], run: AbortSignal) {
    this.#fetch = fetch;
    this.#run = run;
  }

  /** Returns the requested page and, unless `alone`, starts to fetch those after it. */
  page(request: DeviceListRequest, alone = false): Promise<Outcome<AskedPage>> {
    const [first, ...others] = this.#queue;
    const isHere = request.kind === 'next' && first?.link === request.link;
    if (!isHere) this.drop();
    const coming = isHere ? first : this.#begin(request);
    if (isHere) this.#queue = others;
    else this.#last = alone ? null : coming;
    void this.#readOn();
    return coming.page;
  }

  /** Drops everything in flight: it is obsolete. */
  drop(): void {
    this.#use.abort();
    this.#use = new AbortController();
    this.#queue = [];
    this.#last = null;
  }

  /** Drops everything; resolves when nothing is in flight any more. */
  async end(): Promise<void> {
    const left = this.#queue.map(({ page }) => page);
    this.drop();
    await Promise.allSettled(left);
  }

  async #readOn(): Promise<void> {
    const last = this.#last;
    if (last === null || this.#queue.length >= DEPTH) return;
    const [link] = await Promise.all([last.hint, last.before]);
    // Reading ahead went on from there meanwhile, or the page was dropped.
    if (this.#last !== last || this.#queue.length >= DEPTH) return;
    if (link === null || this.#followed.has(link)) return;
    const next = { link, ...this.#begin({ kind: 'next', link }, last.page) };
    this.#queue = [...this.#queue, next];
    this.#last = next;
    return this.#readOn();
  }

  #begin(request: DeviceListRequest, before: Promise<unknown> = Promise.resolve()): Coming {
    if (request.kind === 'next') this.#followed.add(request.link);
    let tell: (link: string | null) => void = () => undefined;
    const hint = new Promise<string | null>((resolve) => (tell = resolve));
    const page = this.#fetch(request, AbortSignal.any([this.#run, this.#use.signal]), tell);
    // The failure of a page that is never requested is ignored.
    page.then(
      (outcome) => tell(outcome.ok ? outcome.value.hint : null),
      () => tell(null),
    );
    return { page, hint, before: before.catch(() => undefined) };
  }
}
