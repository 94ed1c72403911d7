import { untrack } from 'svelte';
import type { DeviceRow } from '../../shared/contract/devices';
import type { DeviceSearch } from '../features/devices/device-search.svelte';
import type { InventoryState } from '../features/inventory/inventory.svelte';
import type { Target } from './target.svelte';

interface Parts {
  readonly search: DeviceSearch;
  readonly inventory: InventoryState;
  readonly target: Target;
  readonly isTable: () => boolean;
  /** Shows the highlighted device beside the list; null: there is none. */
  readonly show: (deviceId: string | null, row: DeviceRow | null) => void;
}

/**
 * Keeps the list in step with the inventory, lists every device in a table, and shows the highlighted device. Returns a
 * function that ends it.
 */
export function followList({ search, inventory, target, isTable, show }: Parts): () => void {
  return $effect.root(() => {
    $effect(() => {
      const { id, row } = target;
      untrack(() => show(id, row));
    });
    $effect(() => {
      const { view } = inventory;
      if (view !== null) untrack(() => search.follow(view));
    });
    $effect(() => {
      const listsAll = isTable();
      untrack(() => {
        search.listAll(listsAll);
        if (!listsAll) search.order(null);
      });
    });
  });
}
