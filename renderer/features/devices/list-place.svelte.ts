import type { LocalAnswer } from '../../../shared/contract/inventory';
import type { GridSight } from '../../ui/grid-layout';
import { movedIndex } from '../../ui/list-move';
import { deviceIdOf } from './list-items';
import type { ListModel } from './list-model';

/** A row that was chosen, or a device that was opened from elsewhere and has no row of its own. */
interface Place {
  readonly index: number;
  /** Key of the row at that index; null when it was not loaded yet. */
  readonly key: string | null;
  /** Id of its device. */
  readonly deviceId: string | null;
  /** Chosen with an arrow key or a click: only then a row that is merely similar may be acted on. */
  readonly byHand: boolean;
  /** The row was only similar to the text when it was last shown. */
  readonly isSimilar: boolean;
}

/**
 * The highlighted position in the list. Until the technician moves, that is the first row. A chosen position follows
 * its row when other rows come. When the row is gone, another row of the same device takes its place, never a row of
 * another device.
 */
export class ListPlace {
  sight = $state.raw<GridSight>({ from: 0, to: 0, first: 0, last: 0, page: 8, atTop: true });
  /** Id of the highlighted row's element while it is rendered. */
  elementId = $state<string | undefined>(undefined);

  #place = $state.raw<Place | null>(null);
  readonly #model: () => ListModel;

  constructor(model: () => ListModel) {
    this.#model = model;
  }

  /** Index of the highlighted row; -1 without one. */
  readonly index = $derived.by(() => {
    const place = this.#place;
    const model = this.#model();
    if (place === null) return model.count > 0 ? 0 : -1;
    const here = model.itemAt(place.index);
    if (place.index >= 0 && (place.key === null ? place.deviceId === null : here?.key === place.key))
      return place.index < model.count ? place.index : -1;
    const moved = place.key === null ? -1 : model.indexOf(place.key);
    if (moved >= 0) return moved;
    if (place.index >= 0 && here === null && place.index < model.count) return place.index;
    return place.deviceId === null ? -1 : model.indexOfDevice(place.deviceId);
  });

  /** The highlighted row; null without one, and while it is not loaded yet. */
  readonly item = $derived.by(() => (this.index < 0 ? null : this.#model().itemAt(this.index)));

  /** The device that keys act on: that of the highlighted row, or else a chosen device without a row. */
  readonly deviceId = $derived.by(() => (this.index < 0 ? (this.#place?.deviceId ?? null) : deviceIdOf(this.item)));

  /** False while the device is only similar to the text and the technician has not chosen it. */
  readonly isArmed = $derived.by(() => this.#place?.byHand === true || !this.isSimilar);

  /** The device is only similar to the text, or was when its row disappeared. */
  readonly isSimilar = $derived.by(() =>
    this.item?.kind === 'device' ? this.item.isSimilar : this.item === null && this.#place?.isSimilar === true,
  );

  /** It was chosen by the technician, not highlighted by default. */
  readonly isChosen = $derived(this.#place !== null);

  /** The technician has moved into the list: it no longer changes by itself. */
  readonly isInList = $derived((this.#place?.index ?? -1) >= 0 || !this.sight.atTop);

  /**
   * Whether another answer to the same question leaves the chosen row where it is on screen, with rows instead of gaps
   * around it. Rows may only be added: with fewer above or below, the list could not be scrolled so that the row stays
   * in place.
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

  /** An arrow key or a click chose a row. */
  choose(index: number): void {
    this.#put(index, true);
  }

  /** Keeps the highlighted row through every update: the technician works with it. */
  hold(): void {
    if (this.index >= 0) this.#put(this.index, this.#place?.byHand === true);
  }

  /** A device was opened that need not be in the list. */
  open(deviceId: string): void {
    this.#place = { index: -1, key: null, deviceId, byHand: true, isSimilar: false };
  }

  leave(): void {
    this.#place = null;
  }

  /** The index that a key moves to; null when it does not move. */
  target(key: string): number | null {
    const from = this.index >= 0 ? this.index : Math.min(this.#place?.index ?? -1, this.#model().count - 1);
    return movedIndex(key, from, this.#model().count, this.sight.page);
  }

  #put(index: number, byHand: boolean): void {
    const item = this.#model().itemAt(index);
    this.#place = {
      index,
      key: item?.key ?? null,
      deviceId: deviceIdOf(item),
      byHand,
      isSimilar: item?.kind === 'device' && item.isSimilar,
    };
  }
}
