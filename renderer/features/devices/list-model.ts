import type { DeviceRow } from '../../../shared/contract/devices';
import { PAGE_ROWS } from '../../../shared/contract/inventory';
import type { GridSection } from '../../ui/grid-layout';
import type { DeviceItem, ListGroup, ListItem } from './list-items';
import { deviceIdOf, deviceItem } from './list-items';

interface ModelSection extends GridSection {
  readonly first: number;
  /** Null: the row is not loaded yet. */
  readonly at: (index: number) => ListItem | null;
}

/** The rows of the local answer; only those in sight are loaded. */
export interface LocalRows {
  readonly label: string;
  readonly total: number;
  readonly at: (index: number) => DeviceRow | null;
  /** The rows that are loaded. */
  readonly rows: () => readonly DeviceRow[];
  /** They are not what was typed, but sound or look like it, or contain some of its words. */
  readonly isSimilar?: boolean;
  /** They contain some of the words, and no device contains the others. */
  readonly isRest?: boolean;
}

/** Height of a row in pixels: two lines in a list, or one; always one in a table. */
export const rowPx = (density: 'comfortable' | 'compact', isTable: boolean): number =>
  density === 'compact' ? 32 : isTable ? 40 : TWO_LINES_PX;
const TWO_LINES_PX = 52;

/** One item for one row, so that an unchanged row is not rendered again. */
const items = new WeakMap<DeviceRow, DeviceItem>();

function itemOf(
  device: DeviceRow,
  { isSimilar = false, isRest = false }: Pick<LocalRows, 'isSimilar' | 'isRest'>,
): DeviceItem {
  const known = items.get(device);
  const item = deviceItem(device, { isSimilar, isRest });
  if (known?.isSimilar === item.isSimilar && known.isRest === isRest) return known;
  items.set(device, item);
  return item;
}

/** Groups that are loaded as a whole, by their position. */
interface ModelGroups {
  readonly above?: readonly ListGroup[];
  readonly below?: readonly ListGroup[];
}

/** Every row of the list by its index, loaded or not: the local answer, and the groups around it. */
export class ListModel {
  readonly sections: readonly ModelSection[];
  readonly count: number;
  /** Index of the first row of the local answer. */
  readonly localFirst: number;
  readonly #local: LocalRows | null;
  readonly #groups: readonly ListGroup[];

  constructor(local: LocalRows | null, { above = [], below = [] }: ModelGroups, rowHeight: number = TWO_LINES_PX) {
    this.#local = local;
    this.#groups = [...above, ...below];
    let first = 0;
    const sections: ModelSection[] = [];
    const add = (section: Omit<ModelSection, 'first'>): void => {
      sections.push({ ...section, first });
      first += section.count;
    };
    const addGroup = ({ key, label, items: all }: ListGroup): void => {
      // A request always has two lines.
      const height = all[0]?.kind === 'request' ? TWO_LINES_PX : rowHeight;
      add({
        key,
        label,
        headed: label !== '',
        count: all.length,
        rowHeight: height,
        at: (index) => all[index] ?? null,
      });
    };
    above.forEach(addGroup);
    this.localFirst = first;
    if (local !== null && local.total > 0) {
      const at = (index: number): ListItem | null => {
        const row = local.at(index);
        return row === null ? null : itemOf(row, local);
      };
      add({ key: 'local', label: local.label, headed: first > 0, count: local.total, rowHeight, at });
    }
    below.forEach(addGroup);
    this.sections = sections;
    this.count = first;
  }

  /** Null: there is no such row, or it is not loaded yet. */
  itemAt(index: number): ListItem | null {
    const section = this.sections.findLast(({ first }) => first <= index);
    return section === undefined ? null : section.at(index - section.first);
  }

  /** Current index of a row; -1 when it is neither in a group nor among the first rows of the local answer. */
  indexOf(key: string): number {
    const end = this.localFirst + Math.min(this.localTotal, PAGE_ROWS);
    for (let index = this.localFirst; index < end; index++) if (this.itemAt(index)?.key === key) return index;
    for (const group of this.#groups) {
      const at = group.items.findIndex((item) => item.key === key);
      if (at >= 0) return (this.sections.find((section) => section.key === group.key)?.first ?? 0) + at;
    }
    return -1;
  }

  /** Index of the row of a device, whatever its kind; -1 as for `indexOf`. */
  indexOfDevice(deviceId: string): number {
    const end = this.localFirst + Math.min(this.localTotal, PAGE_ROWS);
    const isIt = (item: ListItem | null): boolean => deviceIdOf(item) === deviceId;
    for (const section of this.sections) {
      const to = section.key === 'local' ? end - section.first : section.count;
      for (let at = 0; at < to; at++) if (isIt(section.at(at))) return section.first + at;
    }
    return -1;
  }

  /** Every device that is loaded. */
  devices(): readonly DeviceItem[] {
    const local = this.#local;
    const rows = local === null ? [] : local.rows().map((row) => itemOf(row, local));
    return [...this.#groups.flatMap(({ items: all }) => all.filter((item) => item.kind === 'device')), ...rows];
  }

  /** The loaded row of a device; null without one. */
  device(deviceId: string): DeviceRow | null {
    for (const { items: all } of this.#groups) {
      const item = all.find((one) => one.kind === 'device' && one.device.id === deviceId);
      if (item?.kind === 'device') return item.device;
    }
    return this.#local?.rows().find(({ id }) => id === deviceId) ?? null;
  }

  get localTotal(): number {
    return this.#local?.total ?? 0;
  }

  /** Index of the first row below the local answer; -1 when there is none. */
  get beyondLocal(): number {
    if (this.#local === null) return -1;
    const end = this.localFirst + this.localTotal;
    return end < this.count ? end : -1;
  }
}
