import type { Clock } from '../../../shared/clock';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { ManagedDevice } from '../../../shared/managed-device';
import type { InventoryAsker } from '../local/port';
import type { KeptDevice, ShortlistKeeper } from '../port';

export interface ShortlistNewsOptions {
  /** The open inventory, a new object for each opening; null while none is open. */
  readonly open: () => InventoryAsker | null;
  readonly clock: Clock;
  readonly shortlist: ShortlistKeeper;
}

/** The shortest interval between two look-ups, in milliseconds: a full run changes the inventory with every page. */
const EVERY_MS = 1_000;

/** Whether the inventory is newer than a stored copy: it was read completely since, or the device checked in since. */
function isNewer(listed: ManagedDevice, kept: KeptDevice, asOf: string | null): boolean {
  const [here, there] = [kept.lastCheckIn ?? '', listed.lastCheckIn ?? ''];
  if (kept.asOf === null || asOf === null) return there > here;
  return asOf >= kept.asOf || there > here;
}

export interface ShortlistNews {
  /** Call with each state of the inventory: when devices changed or a run ended, there may be news. */
  follow(view: Pick<InventoryView, 'state' | 'revision' | 'asOf'>): void;
}

/** Updates pins and recents with what the local inventory has learned about their devices. */
export function createShortlistNews({ open, clock, shortlist }: ShortlistNewsOptions): ShortlistNews {
  let seen = '';
  let isWaiting = false;
  /** Of the newest state. */
  let readTo: string | null = null;

  async function look(): Promise<void> {
    const from = open();
    const asOf = readTo;
    const { pinned, recent } = shortlist.data();
    const ids = [...new Set([...pinned, ...recent].map(({ id }) => id))];
    if (from === null || ids.length === 0) return;
    const owner = shortlist.owner();
    const listed = await from.ask({ kind: 'read', ids });
    if (!listed.ok || open() !== from || shortlist.owner() !== owner) return;
    const now = shortlist.data();
    const kept = new Map([...now.recent, ...now.pinned].map((device) => [device.id, device]));
    const news = listed.value.filter((device) => {
      const copy = kept.get(device.id);
      return copy !== undefined && isNewer(device, copy, asOf);
    });
    if (news.length > 0) shortlist.learn(news, asOf ?? undefined);
  }

  return {
    follow({ state, revision, asOf }) {
      const now = state === 'ready' ? `${revision} ${asOf}` : '';
      if (now === seen) return;
      seen = now;
      readTo = asOf;
      if (now === '' || isWaiting) return;
      isWaiting = true;
      clock.after(EVERY_MS, () => {
        isWaiting = false;
        void look();
      });
    },
  };
}
