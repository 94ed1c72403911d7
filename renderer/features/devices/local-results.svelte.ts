import type { Clock } from '../../../shared/clock';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { LocalAnswer } from '../../../shared/contract/inventory';
import { isCancelled } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { ResultPages } from './result-pages';
import { Retry } from './retry';

/** Most pages requested at a time. While the scroll bar is dragged, more would arrive too late anyway. */
const ON_THE_WAY = 4;
/** After so many answers that expired without bringing a page, asking again at once does not help. */
const EXPIRED = 3;

type Port = Pick<AppBridge['inventory'], 'find' | 'page'>;

/** Whether two questions have the same answer. */
export const sameQuery = (one: DeviceQuery, other: DeviceQuery): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** An answer and its question. */
export interface LocalShown {
  /** Number of the question; not the latest while a later question waits for its answer. */
  readonly ticket: number;
  readonly query: DeviceQuery;
  readonly answer: LocalAnswer;
  readonly pages: ResultPages<DeviceRow>;
}

/**
 * A row with Intune's values and what only the local inventory knows. Marks stay where the marked text is unchanged. An
 * older check-in than the known one is ignored.
 */
function merged(row: DeviceRow, known: DeviceRow | undefined): DeviceRow {
  if (known === undefined) return row;
  if ((row.lastCheckIn ?? '') < (known.lastCheckIn ?? '')) return known;
  const isSameText = known.match !== null && row[known.match.field] === known[known.match.field];
  return {
    ...row,
    match: isSameText ? known.match : row.match,
    twins: Math.max(row.twins, known.twins),
    pinned: known.pinned,
  };
}

interface Here {
  readonly pages: ResultPages<DeviceRow> | null;
  readonly fresh: Map<string, DeviceRow>;
}

/**
 * The answer of the local inventory and those of its rows that are in sight. Late answers to older questions are
 * dropped.
 */
export class LocalResults {
  /** Null: there is no local inventory, or nothing was asked. */
  shown = $state.raw<LocalShown | null>(null);

  /** The loaded pages; replaced when rows come. `fresh`: Intune's newer values of rows. */
  #here = $state.raw<Here>({ pages: null, fresh: new Map() });
  #latest = 0;
  /** The answer that stays on screen because a newer one would have moved the rows that the technician looks at. */
  #asFound: LocalShown | null = null;
  #expired = 0;
  #wanted: readonly [number, number] = [0, 0];
  readonly #port: Port;
  /** Requests pages again that failed and are still in sight. */
  readonly #retry: Retry;

  constructor(port: Port, clock: Clock) {
    this.#port = port;
    this.#retry = new Retry(clock, () => {
      this.#expired = 0;
      this.want(...this.#wanted);
    });
  }

  /** Settles when the last question has its answer. */
  answered: Promise<void> = Promise.resolve();

  ask(query: DeviceQuery): Promise<void> {
    this.#expired = 0;
    this.#retry.worked();
    return this.#askAnew(query);
  }

  #askAnew(query: DeviceQuery): Promise<void> {
    this.answered = this.#ask(query);
    return this.answered;
  }

  async #ask(query: DeviceQuery): Promise<void> {
    const ticket = ++this.#latest;
    const outcome = await this.#port.find(query);
    if (ticket !== this.#latest) return;
    if (!outcome.ok && isCancelled(outcome.error)) return;
    const answer = outcome.ok ? outcome.value : null;
    this.#show(answer === null ? null : { ticket, query, answer, pages: new ResultPages(answer.total, answer.rows) });
  }

  /**
   * Asks the same question again while the technician is in the list. The answer is shown only when `keeps` accepts it;
   * otherwise the rows on screen stay as they were found. Returns whether it was shown.
   */
  async renew(keeps: (next: LocalAnswer) => boolean): Promise<boolean> {
    const { shown } = this;
    if (shown === null || shown === this.#asFound || !keeps(shown.answer)) return false;
    const outcome = await this.#port.find(shown.query);
    if (shown !== this.shown || this.#latest !== shown.ticket || !outcome.ok || outcome.value === null) return false;
    const answer = outcome.value;
    if (keeps(answer)) this.#show({ ...shown, answer, pages: new ResultPages(answer.total, answer.rows) });
    else this.#asFound = shown;
    return this.#asFound !== shown;
  }

  drop(): void {
    this.#latest++;
    this.#show(null);
  }

  #show(shown: LocalShown | null): void {
    this.shown = shown;
    this.#retry.drop();
    this.#here = { pages: shown?.pages ?? null, fresh: new Map() };
  }

  /** The row at an index of the answer; null when it is not loaded yet. */
  at(index: number): DeviceRow | null {
    const { pages, fresh } = this.#here;
    const row = pages?.at(index) ?? null;
    return row === null ? null : (fresh.get(row.id) ?? row);
  }

  /** The rows that are loaded. */
  rows(): readonly DeviceRow[] {
    return [...(this.shown?.pages.rows() ?? [])];
  }

  /** The rows [from, to) are in sight: requests those that are not loaded. */
  want(from: number, to: number): void {
    this.#wanted = [from, to];
    const { shown } = this;
    if (shown === null) return;
    const free = ON_THE_WAY - shown.pages.inFlight;
    for (const page of shown.pages.missing(from, to).slice(0, Math.max(0, free))) void this.#read(shown, page);
  }

  /**
   * Takes Intune's newer values of loaded rows. They keep their position and their marks. Stored copies are not from
   * Intune and are ignored.
   */
  refresh(hits: readonly DeviceRow[]): void {
    const rows = hits.filter(({ source }) => source === 'live');
    if (rows.length === 0) return;
    const here = new Map(this.rows().map((row) => [row.id, row]));
    for (const row of rows) this.#here.fresh.set(row.id, merged(row, here.get(row.id)));
    this.#here = { ...this.#here };
  }

  async #read(shown: LocalShown, page: number): Promise<void> {
    const outcome = await this.#port.page({ resultId: shown.answer.resultId, ...shown.pages.ask(page) });
    shown.pages.put(page, outcome.ok ? outcome.value : null);
    if (shown !== this.shown) return;
    if (outcome.ok && outcome.value === null) return this.#again(shown);
    if (!outcome.ok) return this.#retry.later();
    this.#expired = 0;
    this.#retry.worked();
    this.#here = { ...this.#here };
    this.want(...this.#wanted);
  }

  /** Main no longer has the answer: asks the same question again and requests the rows in sight. */
  async #again({ query }: LocalShown): Promise<void> {
    if (++this.#expired > EXPIRED) return this.#retry.later();
    await this.#askAnew(query);
    this.want(...this.#wanted);
  }
}
