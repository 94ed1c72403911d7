import type { Inventory } from './data/inventory';
import { draw } from './data/random';
import type { SessionView, Story } from './stories';
import { tellStory } from './stories';

/** The remote-assistance state of every device: which have requests, since when, and what they show now. */
export interface Sessions {
  readonly story: (index: number) => Story;
  readonly setStory: (index: number, story: Story) => void;
  /** Replaces the link that this device shows once it is ready. */
  readonly setUrl: (index: number, url: string) => void;
  /** Records an accepted request. */
  readonly accept: (index: number, now: number) => void;
  readonly accepted: (index: number) => number;
  readonly view: (index: number, now: number) => SessionView;
  /** Forgets all requests, links and stories that were set. */
  readonly reset: () => void;
}

interface Entry {
  story?: Story;
  url?: string;
  acceptedAt?: number;
  count: number;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The link of the nth session of a device: realistic, but it opens nothing. */
export function sessionUrl(seed: number, index: number, nth: number): string {
  const code = 100_000_000 + (draw(seed, 60 + nth, index) % 900_000_000);
  let key = '';
  for (let place = 0; place < 14; place += 1)
    key += ALPHABET[draw(seed, 1_000 + nth * 16 + place, index) % ALPHABET.length] ?? 'A';
  return `https://get.teamviewer.com/s${code}-${key}`;
}

export function createSessions(seed: number, inventory: Inventory): Sessions {
  const entries = new Map<number, Entry>();
  const entryOf = (index: number): Entry => {
    const known = entries.get(index);
    if (known !== undefined) return known;
    const fresh: Entry = { count: 0 };
    entries.set(index, fresh);
    return fresh;
  };
  const story = (index: number): Story => entries.get(index)?.story ?? inventory.defaultStory(index);
  return {
    story,
    setStory: (index, next) => {
      entryOf(index).story = next;
    },
    setUrl: (index, url) => {
      entryOf(index).url = url;
    },
    accept: (index, now) => {
      const entry = entryOf(index);
      entry.count += 1;
      entry.acceptedAt = now;
    },
    accepted: (index) => entries.get(index)?.count ?? 0,
    reset: () => entries.clear(),
    view: (index, now) => {
      const entry = entries.get(index);
      const count = entry?.count ?? 0;
      const state = {
        oldUrl: sessionUrl(seed, index, Math.max(0, count - 1)),
        newUrl: entry?.url ?? sessionUrl(seed, index, count),
        ...(entry?.acceptedAt === undefined ? {} : { acceptedAt: entry.acceptedAt }),
      };
      return tellStory(story(index), state, now);
    },
  };
}
