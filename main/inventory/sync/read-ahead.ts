import type { Outcome } from '../../../shared/failure';
import type { DeviceListRequest } from '../../graph/port';
import type { AskedPage, InventoryPages } from './port';

/** Pages that are here or on their way before they are wanted. More would only be thrown away when a run ends early. */
const DEPTH = 3;

/** One page, and where the next one seems to be: known while this one still comes, or when it is here. */
interface Coming {
  readonly page: Promise<Outcome<AskedPage>>;
  readonly hint: Promise<string | null>;
  /** Settles when the page before is here. */
  readonly before: Promise<unknown>;
}

/**
 * Fetches pages ahead of whoever takes them, along the links that they seem to have: the next one as soon as the one
 * before it tells where that is. What was fetched along a link that turns out to be another is dropped. No more than two pages are on their way at the same time.
 */
export class ReadAhead {
  readonly #fetch: InventoryPages['fetch'];
  readonly #run: AbortSignal;
  #queue: readonly (Coming & { readonly link: string })[] = [];
  /** Behind this page the next one is fetched. */
  #last: Coming | null = null;
  #use = new AbortController();
  /** Links that were followed. Nobody needs them once more, unless somebody asks for one. */
  readonly #followed = new Set<string>();

  /** `run`: ends everything that is under way when it aborts. */
  constructor(fetch: InventoryPages['fetch'], run: AbortSignal) {
    this.#fetch = fetch;
    this.#run = run;
  }

  /** The page that is asked for; unless `alone`, those behind it are on their way from then on. */
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
    const [link] = await Promise.all([last.hint, last.before]);
    // It was read on from there meanwhile, or it was dropped.
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
    // A page that nobody comes for fails unheard.
    page.then(
      (outcome) => tell(outcome.ok ? outcome.value.hint : null),
      () => tell(null),
    );
    return { page, hint, before: before.catch(() => undefined) };
  }
}
