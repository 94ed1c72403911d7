import type { DeviceSearch } from '../features/devices/device-search.svelte';
import type { ListModel } from '../features/devices/list-model';
import type { ListPlace } from '../features/devices/list-place.svelte';
import type { SelectedDevice } from '../features/devices/selected-device.svelte';

interface TargetParts {
  readonly search: DeviceSearch;
  readonly place: ListPlace;
  readonly selected: SelectedDevice;
  readonly model: () => ListModel;
}

/**
 * What keys and buttons act on: the device that is highlighted in the list, or opened from elsewhere. Nothing while the
 * rows on screen are those of an older text.
 */
export class Target {
  readonly #parts: TargetParts;

  constructor(parts: TargetParts) {
    this.#parts = parts;
  }

  /** The rows on screen are those of the text in the box, or the technician has chosen one of them. */
  readonly isKnown = $derived.by(() => this.#parts.search.progress !== 'older' || this.#parts.place.isChosen);
  readonly id = $derived.by(() => (this.isKnown ? this.#parts.place.deviceId : null));
  /** What the list knows of the device. */
  readonly row = $derived.by(() => {
    const { item } = this.#parts.place;
    if (this.id === null) return null;
    return item?.kind === 'device' ? item.device : this.#parts.model().device(this.id);
  });
  /** The detail pane shows the device that keys act on, not an earlier one. */
  readonly isShown = $derived.by(() => this.id !== null && this.id === this.#parts.selected.id);
  /** The detail pane still shows an earlier device. */
  readonly isPrevious = $derived.by(() => this.#parts.selected.id !== null && !this.isShown);
  /** It is only similar to the text: keys act on it only after the technician has chosen it. */
  readonly isSimilar = $derived.by(() => this.#parts.place.isSimilar);
  /** It contains only some of the words. */
  readonly isRest = $derived.by(() => this.#parts.place.item?.kind === 'device' && this.#parts.place.item.isRest);
  readonly isArmed = $derived.by(() => this.isShown && this.#parts.place.isArmed);
}
