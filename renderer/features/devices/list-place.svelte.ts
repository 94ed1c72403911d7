import type { LocalAnswer } from '../../../shared/contract/inventory';
import { movedIndex } from '../../ui/list-move';
import type { ListItem } from './list-items';
import type { ListModel } from './list-model';

/** What the grid tells of itself. */
export interface GridSight {
  /** Rows [from, to) in sight, with some around. */
  readonly from: number;
  readonly to: number;
  /** The first and the last row that are really in sight. */
  readonly first: number;
  readonly last: number;
  /** Rows that fit. */
  readonly page: number;
  readonly atTop: boolean;
}

interface Place {
  readonly index: number;
  /** Of the row that was there; null when it was not here yet. */
  readonly key: string | null;
}

/**
 * Where the person is in the list. The place belongs to a row: when other rows come, the row keeps it; when the
 * row is gone, no other row takes it over.
 */
export class ListPlace {
  sight = $state.raw<GridSight>({ from: 0, to: 0, first: 0, last: 0, page: 8, atTop: true });
  /** Id of the chosen row's element, as long as it is drawn. */
  elementId = $state<string | undefined>(undefined);

  #place = $state.raw<Place | null>(null);
  readonly #model: () => ListModel;

  constructor(model: () => ListModel) {
    this.#model = model;
  }

  /** Index of the chosen row; -1 without one. */
  readonly index = $derived.by(() => {
    const place = this.#place;
    if (place === null) return -1;
    const model = this.#model();
    const here = model.itemAt(place.index);
    if (place.key === null || here?.key === place.key) return place.index < model.count ? place.index : -1;
    const moved = model.indexOf(place.key);
    return moved < 0 && here === null && place.index < model.count ? place.index : moved;
  });

  /** The chosen row; null without one, and while it is not here yet. */
  readonly item = $derived.by(() => (this.index < 0 ? null : this.#model().itemAt(this.index)));

  /** The person has gone into the list: it does not change by itself any more. */
  readonly isInList = $derived(this.#place !== null || !this.sight.atTop);

  /**
   * Whether another answer to the same question leaves the chosen row where it is on screen, with rows instead of gaps
   * around it. Rows only come: with fewer above or below it the list could not be scrolled so that it stays.
   */
  keeps({ total, rows }: LocalAnswer): boolean {
    const { localFirst, localTotal } = this.#model();
    const { first, last, to } = this.sight;
    const { item } = this;
    const at = this.index - localFirst;
    if (item?.kind !== 'device' || at < 0 || at >= localTotal || this.index < first || this.index > last) return false;
    const next = rows.findIndex(({ id }) => id === item.device.id);
    const isWhole = Math.min(to - localFirst, localTotal) + next - at <= rows.length;
    return next >= at && total - next >= localTotal - at && isWhole;
  }

  choose(index: number): void {
    this.#place = { index, key: this.#model().itemAt(index)?.key ?? null };
  }

  leave(): void {
    this.#place = null;
  }

  /** Where a key leads; null when it does not move. */
  target(key: string): number | null {
    const from = this.index >= 0 ? this.index : Math.min(this.#place?.index ?? -1, this.#model().count - 1);
    return movedIndex(key, from, this.#model().count, this.sight.page);
  }

  /** The row that Enter acts on from the box: the chosen one, or the first of an answer. */
  entered(first: boolean): ListItem | null {
    if (this.#place !== null) return this.item;
    return first ? this.#model().itemAt(0) : null;
  }
}
