import type { Outcome } from '../../../shared/failure';
import type { InventoryPage, PageRequest } from './port';

/** Pages that are here or on their way before they are wanted. More would only be thrown away when a run ends early. */
const DEPTH = 3;

type FetchPage = (request: PageRequest, signal: AbortSignal) => Promise<Outcome<InventoryPage>>;
type Coming = Promise<Outcome<InventoryPage>>;

/**
 * Fetches pages one after the other, ahead of whoever takes them, along the links that they seem to have. What was
 * fetched along a link that turns out to be another is dropped.
 */
export class ReadAhead {
  readonly #fetch: FetchPage;
  readonly #run: AbortSignal;
  #queue: readonly { readonly link: string; readonly page: Coming }[] = [];
  /** Behind this page the next one is fetched. */
  #last: Coming | null = null;
  #use = new AbortController();
  /** Links that were followed. Nobody needs them once more, unless somebody asks for one. */
  readonly #followed = new Set<string>();

  /** `run`: ends everything that is under way when it aborts. */
  constructor(fetch: FetchPage, run: AbortSignal) {
    this.#fetch = fetch;
    this.#run = run;
  }

  /** The page that is asked for; unless `alone`, those behind it are on their way from then on. */
  page(request: PageRequest, alone = false): Coming {
    const [first, ...others] = this.#queue;
    const isHere = request.kind === 'next' && first?.link === request.link;
    if (!isHere) this.drop();
    const page = isHere ? first.page : this.#begin(request);
    if (isHere) this.#queue = others;
    else this.#last = alone ? null : page;
    void this.#readOn();
    return page;
  }

  /** What is on its way is of no use any more. */
  drop(): void {
    this.#use.abort();
    this.#use = new AbortController();
    this.#queue = [];
    this.#last = null;
  }

  /** Drops everything; resolves when nothing is under way any more. */
  async end(): Promise<void> {
    const left = this.#queue.map(({ page }) => page);
    this.drop();
    await Promise.allSettled(left);
  }

  async #readOn(): Promise<void> {
    const last = this.#last;
    if (last === null || this.#queue.length >= DEPTH) return;
    const page = await last.catch(() => null);
    // It was read on from there meanwhile, or it was dropped.
    if (this.#last !== last || this.#queue.length >= DEPTH) return;
    const link = page?.ok === true ? page.value.hint : null;
    if (link === null || this.#followed.has(link)) return;
    const next = { link, page: this.#begin({ kind: 'next', link }) };
    this.#queue = [...this.#queue, next];
    this.#last = next.page;
    return this.#readOn();
  }

  #begin(request: PageRequest): Coming {
    if (request.kind === 'next') this.#followed.add(request.link);
    const page = this.#fetch(request, AbortSignal.any([this.#run, this.#use.signal]));
    // A page that nobody comes for fails unheard.
    page.catch(() => undefined);
    return page;
  }
}
